import { type CallTrace, isApiRefused } from '@/lib/panels/rules';
import type { PanelCall } from '../health/rules';

/**
 * Whether an answer says that this login may not, or no longer, use the API it was asked by: a refusal in JSON of the
 * path itself. A status goes by the API that every login has.
 */
export const isRefusedKind = (call: PanelCall, trace: CallTrace): boolean =>
  call !== 'status' && isApiRefused(trace);
