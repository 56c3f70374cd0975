import { type SlotState, SPACING_MS, TOLERANCE_MS, VERY_LATE_MS } from '../../rules';

/** A renewal as the outage report sees it. */
export type OutageSlot = {
  subscriptionId: string;
  dueAt: Date;
  state: SlotState;
  /** When it was handed over to its sheet or to the phone's book. */
  sentAt: Date | null;
  orderedAt: Date | null;
  /** When the package's renewal before it was ordered. */
  beforeAt: Date | null;
  /** The package's renewal before it is on its way and not confirmed. */
  waits: boolean;
  /** When the first renewal of any package after this one's hour was ordered; null: none since. */
  nextAt: Date | null;
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

type Still = { from: Date; end: number; resumed: boolean; members: OutageSlot[]; after: number };

/**
 * The times in which nothing went out although something was due, newest first, and how many renewals were late
 * `alone`, while others went out. Late is what was ordered more than an hour after its hour, or is still owed
 * then. An outage begins with a late renewal in whose first hour nothing at all went out, and ends when the
 * renewals it held up are caught up. One package that waits for its sheet, its phone or its own renewal before
 * is none; those that only kept the 20 h after a late one belong to its outage.
 */
export function outagesOf(slots: readonly OutageSlot[], now: Date): { outages: Outage[]; alone: number } {
  const late = slots.filter((s) => isLate(s, now)).sort(inOrder);
  const found: Still[] = [];
  /** What last held up each package. */
  const holding = new Map<string, Still>();
  let current: Still | null = null;
  for (const slot of late) {
    if (isKnockOn(slot)) {
      const held = holding.get(slot.subscriptionId);
      held?.members.push(slot);
      if (held) held.after += 1;
      continue;
    }
    if (!current || slot.dueAt.getTime() > current.end) {
      if (!stoodStill(slot)) {
        holding.delete(slot.subscriptionId);
        continue;
      }
      current = begun(slot, now);
      found.push(current);
    }
    current.members.push(slot);
    holding.set(slot.subscriptionId, current);
    const at = slot.orderedAt?.getTime() ?? 0;
    // Caught up with the rest; what comes long after them was held up by something of its own.
    if (current.resumed && at <= current.end + TOLERANCE_MS) current.end = Math.max(current.end, at);
  }
  const outages = found.filter(isOutage);
  const held = outages.reduce((n, { members }) => n + members.length, 0);
  return { outages: outages.map((still) => summed(still, now)).reverse(), alone: late.length - held };
}

const inOrder = (a: OutageSlot, b: OutageSlot): number =>
  a.dueAt.getTime() - b.dueAt.getTime() || (a.subscriptionId < b.subscriptionId ? -1 : 1);

const begun = ({ dueAt, nextAt }: OutageSlot, now: Date): Still => ({
  ...{ from: dueAt, end: (nextAt ?? now).getTime(), resumed: nextAt !== null, members: [], after: 0 },
});

/** Whether nothing at all went out in the hour after this one was due. */
const stoodStill = ({ dueAt, nextAt }: OutageSlot): boolean =>
  nextAt === null || nextAt.getTime() - dueAt.getTime() > TOLERANCE_MS;

/** One that was never handed over in its time is enough; of those that wait for sheet or phone it takes two packages. */
function isOutage({ members }: Still): boolean {
  const own = members.filter((m) => !isKnockOn(m));
  return own.some((m) => !isHandedOver(m)) || new Set(own.map((m) => m.subscriptionId)).size > 1;
}

const isHandedOver = ({ sentAt, dueAt, state }: OutageSlot): boolean =>
  state !== 'skipped' && sentAt !== null && sentAt.getTime() - dueAt.getTime() <= TOLERANCE_MS;

function summed({ from, end, resumed, members, after }: Still, now: Date): Outage {
  const waits = members.filter((m) => !isKnockOn(m)).map((m) => untilOf(m, now));
  const over = resumed ? end : Math.max(...waits.map((at) => (at ?? now).getTime()));
  const delivered = members.filter((m) => m.orderedAt !== null).length;
  const skipped = members.filter((m) => m.orderedAt === null && m.state === 'skipped').length;
  return {
    from,
    to: !resumed && waits.includes(null) ? null : new Date(over),
    ...{ late: members.length, delivered, owed: members.length - delivered - skipped, skipped, after },
  };
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

/** Held up by the package's own renewal before it, and by nothing else. */
const isKnockOn = ({ dueAt, beforeAt, orderedAt, waits }: OutageSlot): boolean => {
  if (waits) return true;
  if (!beforeAt) return false;
  const free = beforeAt.getTime() + SPACING_MS;
  const waited = orderedAt ? orderedAt.getTime() - free : 0;
  return free > dueAt.getTime() && waited <= TOLERANCE_MS;
};
