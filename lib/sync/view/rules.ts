import { isApplied } from '../apply/rules';
import { losesPaid } from '../drift/rules';
import { type Side, SYNC_CLASSES, type SyncClass } from '../plan/rules';

/** How many differences of each class there are, how many are still open, and how many of these somebody may decide. */
export type Counts = Record<SyncClass, { all: number; open: number; toDecide: number }>;

export const noCounts = (): Counts =>
  Object.fromEntries(SYNC_CLASSES.map((one) => [one, { all: 0, open: 0, toDecide: 0 }])) as Counts;

/** Differences somebody may still decide about. */
export const openCount = (counts: Counts): number =>
  SYNC_CLASSES.reduce((sum, one) => sum + counts[one].toDecide, 0);

/** The class to look at first: the first with something in it. */
export const firstClass = (counts: Counts): SyncClass | null =>
  SYNC_CLASSES.find((one) => isApplied(one) && counts[one].open > 0) ??
  SYNC_CLASSES.find((one) => counts[one].all > 0) ??
  null;

type Sides = { ours: Side | null; theirs: Side | null; paidUntil: Date | null };

/** Whether taking a difference over would take away days that were paid for, in the reseller's zone. */
export function takesPaid(kind: SyncClass, { ours, theirs, paidUntil }: Sides, zone: string): boolean {
  if ((kind !== 'earlier' && kind !== 'missing_there') || !ours?.expiresAt) return false;
  const there = theirs?.expiresAt ? new Date(theirs.expiresAt) : null;
  return losesPaid({ ours: new Date(ours.expiresAt), theirs: there, paidUntil }, zone);
}
