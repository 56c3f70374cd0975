import { dayOf } from '@/lib/time';

/**
 * What a difference says about money. `paidUntil` is the date that the payments here account for: what a renewal of
 * theirs proved, else what was counted when they were paid; null when nothing was ever paid. `theirs` is null when the
 * panel has no such account.
 */
export type Dates = { ours: Date; theirs: Date | null; paidUntil: Date | null };

/** The part of our date that payments account for; null when none does. What a person gave beyond it is a gift. */
export const coveredUntil = ({ ours, paidUntil }: Dates): Date | null =>
  paidUntil && paidUntil > ours ? ours : paidUntil;

/** Whether the panel is days short of what was paid: taking its date over would take paid days away. */
export function losesPaid(dates: Dates, zone: string): boolean {
  const covered = coveredUntil(dates);
  if (!covered) return false;
  return dates.theirs === null || dayOf(dates.theirs, zone) < dayOf(covered, zone);
}

export const DRIFTS = ['paid_here', 'unpaid_there'] as const;
export type Drift = (typeof DRIFTS)[number];

/**
 * What the *Painel* tells of a difference that nobody settled: *pago aqui, vencido lá*, a client who has paid for days
 * that the panel does not give, or *ativo lá, sem pagamento aqui*, one whom the panel goes on serving though the
 * validity here is over and no payment says otherwise. Null: a date that differs, and no more.
 */
export function driftOf(dates: Dates & { suspended: boolean }, now: Date, zone: string): Drift | null {
  const { ours, theirs, paidUntil, suspended } = dates;
  const covered = coveredUntil(dates);
  if (covered && covered > now) return losesPaid(dates, zone) ? 'paid_here' : null;
  const paid = paidUntil !== null && paidUntil > now;
  return theirs && theirs > now && ours <= now && !suspended && !paid ? 'unpaid_there' : null;
}
