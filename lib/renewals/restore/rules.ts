import { type Intent, isMoving } from '../rules';

/**
 * After a restore no old lease is worth anything: processes of before may still run somewhere, and the
 * tokens that they were given since the backup are not in it.
 */
export const EPOCH = 1_000_000;

export type Restored = Pick<
  Intent,
  | 'state'
  | 'attempt'
  | 'expiresFirst'
  | 'expiresBefore'
  | 'sentAt'
  | 'quietUntil'
  | 'lastNegativeAt'
  | 'failures'
  | 'restoredAt'
> & { nextRunAt: Date };

type Open = Pick<Intent, 'state' | 'attempt' | 'expiresFirst' | 'expiresBefore'>;

/**
 * What a restore from backup makes of one panel customer's renewals, in order of payment; null leaves a row as
 * it is (renewal-protocol.md section 5). Any of them may have been sent in the hour that was lost. The first
 * is in doubt, measured from the last synchronised date, and read through a new quiet window. Those behind it
 * cannot be in doubt too (one per customer), so they wait out the window, and an earlier send counts as theirs.
 * A newer date than the base is never taken over by itself: `restoredAt` sends it to a person.
 */
export function afterRestore(
  open: readonly Open[],
  lastSync: Date | null,
  now: Date,
  quietMs: number,
): (Restored | null)[] {
  const quietUntil = new Date(now.getTime() + quietMs);
  const inDoubt = open.findIndex((intent) => ['sending', 'unknown', 'review'].includes(intent.state));
  const first = inDoubt >= 0 ? inDoubt : 0;
  return open.map((intent, at) => {
    if (!isMoving(intent.state)) return null;
    const doubted = at === first;
    const sent = intent.state !== 'pending';
    const base = sent ? (intent.expiresBefore ?? lastSync) : (lastSync ?? intent.expiresBefore);
    return {
      state: doubted ? 'unknown' : 'pending',
      attempt: Math.max(1, intent.attempt),
      expiresFirst: sent ? (intent.expiresFirst ?? base) : base,
      expiresBefore: base,
      sentAt: now,
      quietUntil,
      lastNegativeAt: null,
      failures: 0,
      restoredAt: now,
      nextRunAt: doubted ? now : quietUntil,
    };
  });
}
