import { z } from 'zod';
import { APPLIED } from './apply/rules';
import { APARTS } from './filter/rules';
import { filterSchema } from './filter/schema';
import { SYNC_CLASSES } from './plan/rules';

/** One server, or all of them. */
export const startSchema = z.strictObject({ serverId: z.uuid().nullable() });
export const runSchema = z.strictObject({ runId: z.uuid() });
export const batchSchema = z.strictObject({ batchId: z.uuid() });
/** Rows one by one, or everything of a class. */
export const applySchema = z.strictObject({
  runId: z.uuid(),
  which: z.union([
    z.strictObject({ ids: z.array(z.uuid()).min(1).max(200) }),
    z.strictObject({ classes: z.array(z.enum(APPLIED)).min(1), filter: filterSchema.optional() }),
  ]),
});

/** What the address of a run's page may say. */
export const viewSchema = z.object({
  class: z.enum(SYNC_CLASSES).optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
  q: z.string().trim().max(100).optional().catch(undefined),
  apart: z.enum(APARTS).optional().catch(undefined),
});
