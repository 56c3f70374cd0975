import { isApplied } from '../apply/rules';
import { losesPaid } from '../drift/rules';
import { type Side, SYNC_CLASSES, type SyncClass } from '../plan/rules';

/** Differences that earlier readings left open: of how many of these, and when the oldest was read. */
export type Earlier = { n: number; runs: number; since: Date | null };
/** How many differences of each class there are, how many are still open, and how many of these somebody may decide. */
export type Counts = Record<SyncClass, { all: number; open: number; toDecide: number; earlier: Earlier }>;

const NONE = { all: 0, open: 0, toDecide: 0, earlier: { n: 0, runs: 0, since: null } };
export const noCounts = (): Counts =>
  Object.fromEntries(SYNC_CLASSES.map((one) => [one, { ...NONE }])) as Counts;

type Waits = { state: string; reason: string | null; nextRunAt: Date };

/** Whether a reading is held up by its panel, until `nextRunAt`. */
export const isWaiting = ({ state, reason, nextRunAt }: Waits, now: Date): boolean =>
  state === 'running' && reason !== null && nextRunAt > now;

/** As they are shown: first who pays and is not served, last what nobody can decide. */
export const GRAVEST_FIRST = [
  'missing_there',
  'earlier',
  'blocked',
  'later',
  'package',
  'missing_here',
  'unread',
  'in_flight',
] as const satisfies readonly SyncClass[];

/** How many of a class its chip counts: who can be decided about, else who is in it. */
export const countShown = (counts: Counts, kind: SyncClass): number =>
  isApplied(kind) || kind === 'missing_here' ? counts[kind].toDecide : counts[kind].open;

/** Differences somebody may still decide about. */
export const openCount = (counts: Counts): number =>
  SYNC_CLASSES.reduce((sum, one) => sum + counts[one].toDecide, 0);

/** Open, and nobody can take them in. */
export const leftOutCount = ({ missing_here }: Counts): number => missing_here.open - missing_here.toDecide;

/** The class to look at first: the gravest with something to decide, else with something in it. */
export const firstClass = (counts: Counts): SyncClass | null =>
  GRAVEST_FIRST.find((one) => isApplied(one) && counts[one].open > 0) ??
  GRAVEST_FIRST.find((one) => counts[one].all > 0) ??
  null;

const FEW = 10;

/** Whether so many of those read are missing that the panel may not be theirs: a new one, an emptied one, a wrong user. */
export const mayBeAnotherPanel = ({ counts, readCount }: { counts: Counts; readCount: number }): boolean =>
  counts.missing_there.open >= FEW && counts.missing_there.open > readCount / 2;

type Sides = { ours: Side | null; theirs: Side | null; paidUntil: Date | null };

/** Whether taking a difference over would take away days that were paid for, in the reseller's zone. */
export function takesPaid(kind: SyncClass, { ours, theirs, paidUntil }: Sides, zone: string): boolean {
  if ((kind !== 'earlier' && kind !== 'missing_there') || !ours?.expiresAt) return false;
  const there = theirs?.expiresAt ? new Date(theirs.expiresAt) : null;
  return losesPaid({ ours: new Date(ours.expiresAt), theirs: there, paidUntil }, zone);
}
