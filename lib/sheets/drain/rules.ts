import type { Reading, SheetReason } from '../answers/rules';
import { nextTry } from '../pace/rules';
import type { Proof } from '../proof/rules';

type Verdict = {
  state: 'done' | 'review' | 'queued';
  reason: SheetReason | null;
  /** Certainly not sent: the attempt does not count. */
  unsent: boolean;
  failed: boolean;
  delayMs: number;
};

/**
 * What becomes of a row after one post and, where the sheet said `duplicado`, after reading it back. `failures`
 * are those before this one.
 */
export function verdictOf(reading: Reading, proof: Proof | null, failures: number, random: number): Verdict {
  const ended = { unsent: false, failed: false, delayMs: 0 };
  if (reading.kind === 'applied' || proof?.kind === 'same') return { ...ended, state: 'done', reason: null };
  if (proof?.kind === 'other') return { ...ended, state: 'review', reason: 'duplicate_other' };
  if (proof?.kind === 'unproved') return { ...ended, state: 'review', reason: 'duplicate_unproved' };
  const unsent = reading.kind === 'not_sent';
  const reason = reading.kind === 'duplicate' ? 'duplicate_unread' : reading.reason;
  const next = nextTry({ kind: reading.kind, reason }, failures + 1, random);
  const delayMs = next.state === 'queued' ? next.delayMs : 0;
  return { state: next.state, reason, unsent, failed: !unsent, delayMs };
}
