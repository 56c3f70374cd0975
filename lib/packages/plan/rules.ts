import { HOUR_MS, MINUTE_MS } from '@/lib/time';
import {
  DATA_LIVE_MS,
  type LatePolicy,
  type Slot,
  SPACING_MS,
  type SubscriptionState,
  TOLERANCE_MS,
  VERY_LATE_MS,
} from '../rules';

/** What a screen knows of a slot. */
export type SeenSlot = Slot & { deliveredAt: Date | null };
/** Which of a slot's two rows stand in their sheets; `phone`: its order is in the book that the phone reads. */
export type Halves = { order: boolean; payment: boolean; phone?: boolean };

/**
 * What will become of a slot still owed, and when, as far as can be said now. `open`: its hour is not known,
 * because the one before it is not confirmed and the 20 h count from then; `at` is the earliest.
 */
export type Planned = { k: number; at: Date; open: boolean; fate: 'send' | 'skip' | 'hold' };

/**
 * When each slot still owed will go out: in order, never closer than 20 h after the one before (channels.md
 * section 1). A slot that will be a day late or more by then meets the reseller's policy instead.
 */
export function plannedTimes(slots: readonly SeenSlot[], late: LatePolicy, now: Date): Planned[] {
  const ordered = [...slots].sort((a, b) => a.k - b.k);
  let free = Math.max(0, ...ordered.map((s) => lastSent(s, now)));
  let open = isUnconfirmed(ordered);
  const planned: Planned[] = [];
  for (const slot of ordered) {
    if (slot.state !== 'owed') continue;
    const at = new Date(Math.max(slot.dueAt.getTime(), free, now.getTime()));
    const veryLate = at.getTime() - slot.dueAt.getTime() >= VERY_LATE_MS;
    const fate =
      !veryLate || slot.released || late === 'deliver' ? 'send' : late === 'skip' ? 'skip' : 'hold';
    // One whose own hour comes after the earliest end of the 20 h keeps it.
    const waits = open && at > slot.dueAt;
    planned.push({ k: slot.k, at, open: waits, fate });
    if (fate === 'send') {
      free = at.getTime() + SPACING_MS;
      open = waits;
    }
  }
  return planned;
}

/** Whether an order is on its way of which nobody knows yet when it will stand. */
const isUnconfirmed = (slots: readonly Slot[]): boolean =>
  slots.some((s) => s.state === 'sending' && s.orderedAt === null);

/** The end of the 20 h after a slot that went out; what is under way is taken to stand now. */
function lastSent({ state, orderedAt, sentAt }: SeenSlot, now: Date): number {
  const at = orderedAt ?? (state === 'sending' ? now : sentAt);
  return at ? at.getTime() + SPACING_MS : 0;
}

/**
 * *Dados válidos até*: the end of the 24 h of the last renewal, gone out or planned; null without any, and while
 * the hour of the last is open.
 */
export function dataUntil(slots: readonly SeenSlot[], late: LatePolicy, now: Date): Date | null {
  const gone = slots.flatMap((s) => (s.orderedAt ? [s.orderedAt] : s.deliveredAt ? [s.deliveredAt] : []));
  const coming = plannedTimes(slots, late, now).filter((p) => p.fate === 'send');
  if (coming.at(-1)?.open) return null;
  const last = Math.max(...[...gone, ...coming.map((p) => p.at)].map((d) => d.getTime()));
  return Number.isFinite(last) ? new Date(last + DATA_LIVE_MS) : null;
}

export type SlotView =
  | 'scheduled'
  | 'late'
  | 'paused'
  | 'sending'
  | 'half'
  | 'delivered'
  | 'delivered_late'
  | 'skipped'
  | 'held'
  | 'review'
  | 'cancelled';

/** A slot as a person should see it; `halves` as far as its rows are known. */
export function slotView(
  slot: SeenSlot,
  subscription: SubscriptionState,
  halves: Halves | undefined,
  now: Date,
): SlotView {
  if (slot.state === 'delivered') return isLate(slot, now) ? 'delivered_late' : 'delivered';
  if (slot.state === 'sending') {
    const one = halves ? halves.order !== halves.payment : slot.orderedAt !== null;
    if (one) return 'half';
    // Its sheet, or the phone that reads the built-in book, has let it wait.
    return isLate(slot, now) ? 'late' : 'sending';
  }
  if (slot.state !== 'owed') return slot.state;
  if (subscription === 'paused') return 'paused';
  return isLate(slot, now) ? 'late' : 'scheduled';
}

/** Milliseconds between a slot's hour and its order, or until now while it is owed; never negative. */
export const lateMs = (slot: Pick<SeenSlot, 'dueAt' | 'orderedAt' | 'deliveredAt'>, now: Date): number =>
  Math.max(0, (slot.orderedAt ?? slot.deliveredAt ?? now).getTime() - slot.dueAt.getTime());

/** Late: ordered more than an hour after its hour, or still owed more than an hour after it. */
export const isLate = (slot: Pick<SeenSlot, 'dueAt' | 'orderedAt' | 'deliveredAt'>, now: Date): boolean =>
  lateMs(slot, now) > TOLERANCE_MS;

const SOON_MS = 2 * MINUTE_MS;

/** How far a package is, and what of it a person must know. */
export type Progress = {
  views: SlotView[];
  done: number;
  /** Slots that count: neither skipped nor cancelled. */
  total: number;
  /** The next renewal's planned moment; the earliest one where `waitsFor` says what it depends on. */
  next: Date | null;
  /** Whose confirmation of the one before comes first: the next goes out 20 h after it. */
  waitsFor: Confirmer | null;
  /** Something is on its way, or will be within two minutes. */
  moving: boolean;
};

/** What confirms that an order has arrived. */
export type Confirmer = 'phone' | 'sheet';

/** Who is to confirm the order under way; `halves` of the slots under way. */
export const confirmerOf = (
  slots: readonly SeenSlot[],
  halves: ReadonlyMap<number, Halves> | undefined,
): Confirmer =>
  slots.some((s) => s.state === 'sending' && s.orderedAt === null && halves?.get(s.k)?.phone === false)
    ? 'sheet'
    : 'phone';

export function progressOf(
  slots: readonly SeenSlot[],
  of: { state: SubscriptionState; halves?: ReadonlyMap<number, Halves>; late: LatePolicy },
  now: Date,
): Progress {
  const ordered = [...slots].sort((a, b) => a.k - b.k);
  const next =
    of.state === 'active' ? plannedTimes(ordered, of.late, now).find((p) => p.fate === 'send') : undefined;
  return {
    views: ordered.map((s) => slotView(s, of.state, of.halves?.get(s.k), now)),
    done: ordered.filter((s) => s.state === 'delivered').length,
    total: ordered.length,
    next: next?.at ?? null,
    waitsFor: next?.open ? confirmerOf(ordered, of.halves) : null,
    moving:
      ordered.some((s) => s.state === 'sending') ||
      (next !== undefined && !next.open && next.at.getTime() <= now.getTime() + SOON_MS),
  };
}

/** Why a slot is or was late: the most telling of what is known. */
export type LateReason = 'before' | 'spacing' | 'sheet' | 'held' | 'stopped';

/**
 * `before`: the one before has not arrived yet. `spacing`: it went out less than 20 h before this one's hour.
 * `sheet`: it was handed over in time and its sheet did not take it. `held`: it waited for a person. `stopped`:
 * nothing ran at its hour.
 */
export function lateReason(slot: SeenSlot, before: SeenSlot | undefined, now: Date): LateReason | null {
  if (!isLate(slot, now)) return null;
  if (slot.state === 'held' || slot.released) return 'held';
  if (slot.sentAt && slot.sentAt.getTime() - slot.dueAt.getTime() <= HOUR_MS) return 'sheet';
  if (slot.state === 'owed' && before && isAhead(before)) return 'before';
  const last = before?.orderedAt ?? before?.sentAt;
  if (last && last.getTime() + SPACING_MS > slot.dueAt.getTime() + TOLERANCE_MS) return 'spacing';
  return 'stopped';
}

/** One that must arrive before the next may go out. */
const isAhead = ({ state, orderedAt }: SeenSlot): boolean =>
  state === 'owed' || (state === 'sending' && orderedAt === null);
