import { ENDED } from '@/lib/renewals/rules';
import { DAY_MS } from '@/lib/time';

type Renewal = {
  state: string;
  attempt: number;
  expiresBefore: Date | null;
  expiresAfter: Date | null;
  periodMs: number;
  sentAt: Date | null;
};

/** A client as our rows know them. */
export type Known = {
  expiresAt: Date;
  /** The panel's date when it was last believed, and when that was. */
  panelExpiresAt: Date | null;
  panelReadAt: Date | null;
  planDays: number;
  renewals: Renewal[];
  /** The panel's date of the latest renewal by hand that stands on the timeline. */
  noted: Date | null;
};

/** Two thirds of the plan's length: less than that is no renewal (renewal-protocol.md step 3). */
export const leastStepMs = (planDays: number): number => Math.floor((planDays * DAY_MS * 2) / 3);

/**
 * Whether the panel's date `seen` can only come of a renewal that somebody made there by hand, and from which date;
 * null when it moved less, a renewal of ours is under way or may have done it, or it was noted before.
 */
export function renewedByHand(known: Known, seen: Date): Date | null {
  const { renewals, panelReadAt, noted } = known;
  if (renewals.some(({ state }) => !ENDED.some((end) => end === state))) return null;
  const proved = renewals.map(({ state, expiresAfter }) => (state === 'verified' ? expiresAfter : null));
  const from = latest([known.panelExpiresAt ?? known.expiresAt, noted, ...proved]);
  // A customer expired for long jumps far on a few days: it stood where it was when it was last read.
  const start = latest([from, panelReadAt, ...renewals.map(mayHaveReached)]);
  return seen.getTime() - start.getTime() >= leastStepMs(known.planDays) ? from : null;
}

/** How far a send that was given up without proof may have moved the date after all. */
function mayHaveReached({ state, attempt, expiresBefore, sentAt, periodMs }: Renewal): Date | null {
  if (state !== 'closed' || attempt === 0 || !sentAt) return null;
  return new Date(Math.max(expiresBefore?.getTime() ?? 0, sentAt.getTime()) + periodMs);
}

const latest = (dates: [Date, ...(Date | null)[]]): Date =>
  new Date(Math.max(...dates.map((at) => at?.getTime() ?? Number.NEGATIVE_INFINITY)));
