import { HOUR_MS } from '@/lib/time';
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
/** Which of a slot's two rows stand in their sheets. */
export type Halves = { order: boolean; payment: boolean };

/** What will become of a slot still owed, and when, as far as can be said now. */
export type Planned = { k: number; at: Date; fate: 'send' | 'skip' | 'hold' };

/**
 * When each slot still owed will go out: in order, never closer than 20 h after the one before (channels.md
 * section 1). A slot that will be a day late or more by then meets the reseller's policy instead.
 */
export function plannedTimes(slots: readonly SeenSlot[], late: LatePolicy, now: Date): Planned[] {
  const ordered = [...slots].sort((a, b) => a.k - b.k);
  let free = Math.max(0, ...ordered.map((s) => lastSent(s, now)));
  const planned: Planned[] = [];
  for (const slot of ordered) {
    if (slot.state !== 'owed') continue;
    const at = new Date(Math.max(slot.dueAt.getTime(), free, now.getTime()));
    const veryLate = at.getTime() - slot.dueAt.getTime() >= VERY_LATE_MS;
    const fate =
      !veryLate || slot.released || late === 'deliver' ? 'send' : late === 'skip' ? 'skip' : 'hold';
    planned.push({ k: slot.k, at, fate });
    if (fate === 'send') free = at.getTime() + SPACING_MS;
  }
  return planned;
}

/** The end of the 20 h after a slot that went out; what is under way is taken to stand now. */
function lastSent({ state, orderedAt, sentAt }: SeenSlot, now: Date): number {
  const at = orderedAt ?? (state === 'sending' ? now : sentAt);
  return at ? at.getTime() + SPACING_MS : 0;
}

/** *Dados válidos até*: the end of the 24 h of the last renewal, gone out or planned; null without any. */
export function dataUntil(slots: readonly SeenSlot[], late: LatePolicy, now: Date): Date | null {
  const gone = slots.flatMap((s) => (s.orderedAt ? [s.orderedAt] : s.deliveredAt ? [s.deliveredAt] : []));
  const coming = plannedTimes(slots, late, now).flatMap((p) => (p.fate === 'send' ? [p.at] : []));
  const last = Math.max(...[...gone, ...coming].map((d) => d.getTime()));
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

/** How far a package is, and what of it a person must know. */
export type Progress = {
  views: SlotView[];
  done: number;
  /** Slots that count: neither skipped nor cancelled. */
  total: number;
  /** The next renewal's planned moment. */
  next: Date | null;
};

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
  };
}

/** Why a slot is or was late: the most telling of what is known. */
export type LateReason = 'spacing' | 'sheet' | 'held' | 'stopped';

/**
 * `spacing`: the one before went out less than 20 h before its hour. `sheet`: it was handed over in time and its
 * sheet did not take it. `held`: it waited for a person. `stopped`: nothing ran at its hour.
 */
export function lateReason(slot: SeenSlot, before: SeenSlot | undefined, now: Date): LateReason | null {
  if (!isLate(slot, now)) return null;
  if (slot.state === 'held' || slot.released) return 'held';
  if (slot.sentAt && slot.sentAt.getTime() - slot.dueAt.getTime() <= HOUR_MS) return 'sheet';
  const last = before?.orderedAt ?? before?.sentAt;
  if (last && last.getTime() + SPACING_MS > slot.dueAt.getTime() + TOLERANCE_MS) return 'spacing';
  return 'stopped';
}
