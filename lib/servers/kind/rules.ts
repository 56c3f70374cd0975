import type { CallTrace } from '@/lib/panels/rules';
import type { PanelCall } from '../health/rules';

/**
 * Whether an answer says that this login may not, or no longer, use the API it was asked by: a refusal in JSON of the
 * path itself. A status goes by the API that every login has.
 */
export const isRefusedKind = (call: PanelCall, { reason, status }: CallTrace): boolean =>
  call !== 'status' && REFUSED.some(([s, r]) => status === s && reason === r);

const REFUSED = [
  [402, 'capability_off'],
  [403, 'no_permission'],
  [404, 'wrong_path'],
] as const;
