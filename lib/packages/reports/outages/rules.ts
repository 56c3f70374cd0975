import { type SlotState, SPACING_MS, TOLERANCE_MS, VERY_LATE_MS } from '../../rules';

/** A renewal as the outage report sees it. */
export type OutageSlot = {
  dueAt: Date;
  state: SlotState;
  orderedAt: Date | null;
  /** When the package's renewal before it was ordered. */
  beforeAt: Date | null;
};

/** A time in which renewals did not go out. `to` null: it goes on. */
export type Outage = {
  from: Date;
  to: Date | null;
  late: number;
  delivered: number;
  owed: number;
  skipped: number;
  /** Late on a later day, only because 20 h had to pass after one that this outage held up. */
  after: number;
};

/**
 * The times in which renewals stood still, newest first: late is what was ordered more than an hour after its
 * hour, or is still owed more than an hour after it. Late renewals whose waits overlap are one outage; those
 * that only kept the 20 h after a late one belong to the outage before.
 */
export function outagesOf(slots: readonly OutageSlot[], now: Date): Outage[] {
  const late = slots.filter((s) => isLate(s, now)).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  const outages: (Outage & { end: number })[] = [];
  for (const slot of late) {
    const current = outages.at(-1);
    const joins = current && (slot.dueAt.getTime() <= current.end || isKnockOn(slot));
    const outage = joins ? current : opened(slot);
    if (!joins) outages.push(outage);
    take(outage, slot, now);
  }
  return outages.map(({ end: _, ...outage }) => outage).reverse();
}

const opened = ({ dueAt }: OutageSlot) => ({
  ...{ from: dueAt, to: dueAt as Date | null, end: dueAt.getTime() },
  ...{ late: 0, delivered: 0, owed: 0, skipped: 0, after: 0 },
});

function take(outage: Outage & { end: number }, slot: OutageSlot, now: Date): void {
  outage.late += 1;
  if (slot.state === 'skipped') outage.skipped += 1;
  else if (slot.orderedAt) outage.delivered += 1;
  else outage.owed += 1;
  if (isKnockOn(slot)) {
    outage.after += 1;
    return;
  }
  const until = untilOf(slot, now);
  outage.end = Math.max(outage.end, (until ?? now).getTime());
  outage.to = until === null || outage.to === null ? null : new Date(outage.end);
}

/** Until when a slot waited; null while it is still to come. What a person decides about no longer waits for us. */
function untilOf({ dueAt, state, orderedAt }: OutageSlot, now: Date): Date | null {
  if (orderedAt) return orderedAt;
  if (state === 'owed' || state === 'sending') return null;
  return new Date(Math.min(now.getTime(), dueAt.getTime() + VERY_LATE_MS));
}

function isLate({ dueAt, state, orderedAt }: OutageSlot, now: Date): boolean {
  if (state === 'cancelled') return false;
  return state === 'skipped' || (orderedAt ?? now).getTime() - dueAt.getTime() > TOLERANCE_MS;
}

const isKnockOn = ({ dueAt, beforeAt, orderedAt }: OutageSlot): boolean => {
  if (!beforeAt) return false;
  const free = beforeAt.getTime() + SPACING_MS;
  const waited = orderedAt ? orderedAt.getTime() - free : 0;
  return free > dueAt.getTime() && waited <= TOLERANCE_MS;
};
