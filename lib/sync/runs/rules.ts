import type { CallTrace } from '@/lib/panels/rules';
import { SECOND_MS } from '@/lib/time';
import { PAUSE_MS } from '../reading/rules';

/** A driver that is gone is replaced after this long; each batch written renews it. */
export const LEASE_MS = 90 * SECOND_MS;
/** By then whoever took a run is done or its lease is over, however late its last batch: a slice is shorter than a lease. */
export const FOLLOWED_MS = 2 * LEASE_MS + SECOND_MS;
/** Pauses in a row without a reading between them, before the run gives up. */
const PAUSES = 6;
const OUR_GATE_MS = 5 * SECOND_MS;

/** Of a reading that owes nobody anything. */
export const NOTHING_OWED = { failed: 0, left: [] };

/** When a run whose panel cannot be read goes on, or that it ends here with what was read. */
export function afterPause(
  trace: CallTrace,
  failures: number,
): { kind: 'later'; delayMs: number; failures: number } | { kind: 'stop' } {
  // Others were with the panel: nothing is wrong with it.
  if (trace.reason === 'busy') return { kind: 'later', delayMs: OUR_GATE_MS, failures };
  // Our own gate kept the call back: the panel was not asked, so that it did not fail once more.
  if (trace.phase === 'blocked') return { kind: 'later', delayMs: PAUSE_MS, failures };
  if (failures + 1 >= PAUSES) return { kind: 'stop' };
  return { kind: 'later', delayMs: Math.max(trace.retryAfterMs ?? 0, PAUSE_MS), failures: failures + 1 };
}
