import { z } from 'zod';
import { AUTOMATIC, EVERY } from './rules';

/** The form of a server's comparison: how often, and what may be taken over without a person. */
export const settingsSchema = z.strictObject({
  serverId: z.uuid(),
  every: z.enum(EVERY),
  apply: z.array(z.enum(AUTOMATIC)).max(AUTOMATIC.length),
});
export type SettingsInput = z.input<typeof settingsSchema>;
