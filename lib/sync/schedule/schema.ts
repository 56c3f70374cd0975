import { z } from 'zod';
import { AUTOMATIC, EVERY } from './rules';

/** The form of a server's comparison: how often, and a yes for each class that may be taken over without a person. */
export const settingsSchema = z.strictObject({
  serverId: z.uuid(),
  every: z.enum(EVERY),
  apply: z
    .strictObject({ later: z.boolean(), earlier: z.boolean(), blocked: z.boolean(), package: z.boolean() })
    .transform((chosen) => AUTOMATIC.filter((one) => chosen[one])),
});
