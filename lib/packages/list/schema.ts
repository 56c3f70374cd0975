import { z } from 'zod';
import { VIEWS } from './rules';

const text = (max: number) => z.string().trim().max(max).optional().catch(undefined);

/** The list's filters from the address bar: what is wrong there is ignored, never an error. */
export const packageFilters = z.object({
  q: text(60),
  state: z.enum(VIEWS).optional().catch(undefined),
  group: z
    .union([z.uuid(), z.literal('none')])
    .optional()
    .catch(undefined),
  days: z.coerce.number().int().min(1).max(365).optional().catch(undefined),
  after: text(60),
  before: text(60),
});

export type PackageFilters = z.output<typeof packageFilters>;
