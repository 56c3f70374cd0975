import { DAY_MS, HOUR_MS, onWallClock } from '@/lib/time';

/** Lengths that every group sells (channels.md section 1). */
export const STANDARD_DAYS = [3, 5, 15, 30] as const;
/** `5 Dias`, as commands and lists write it. */
export const typeName = (days: number): string => `${days} Dias`;

/** A renewal comes this many hours before the hour of the start. */
const EARLY_HOURS = 2;
/** Two renewals of one package are never closer than this. */
export const SPACING_MS = 20 * HOUR_MS;
/** From this lateness on the reseller's policy decides; under it a renewal is always delivered. */
export const VERY_LATE_MS = DAY_MS;
/** Up to this a renewal counts as on time. */
export const TOLERANCE_MS = HOUR_MS;
/** The last renewal's data live this long. */
export const DATA_LIVE_MS = DAY_MS;
/** The number is told this long before the end. */
export const NOTICE_MS = DAY_MS;

export type SlotState = 'owed' | 'sending' | 'delivered' | 'skipped' | 'held' | 'cancelled' | 'review';
export type SubscriptionState = 'active' | 'paused' | 'cancelled' | 'ended';
export type LatePolicy = 'deliver' | 'skip' | 'ask';

/** How references are compared: in capitals. */
export const refKeyOf = (reference: string): string => reference.toUpperCase();

/** Slot k's reference, `ABC123D1`. */
export const slotReference = (reference: string, k: number): string => `${reference}D${k}`;

/**
 * Slot k's hour: start + k days − 2 h on the wall clock of `zone`, anchored to the start, so that nothing
 * drifts (channels.md section 1).
 */
export const slotDueAt = (startAt: Date, k: number, zone: string): Date =>
  onWallClock(startAt, { days: k, hours: -EARLY_HOURS }, zone);

/** When a package ends: start + N days on the wall clock. */
export const expiresAtOf = (startAt: Date, days: number, zone: string): Date =>
  onWallClock(startAt, { days }, zone);

/** The end of `days` days, moved by what pauses took. */
export const endAfter = (startAt: Date, days: number, zone: string, shiftMs: number): Date =>
  new Date(expiresAtOf(startAt, days, zone).getTime() + shiftMs);

/** A reference as the trade has them, M-Pesa's and e-Mola's alike (channels.md section 1). */
export const isReference = (text: string): boolean =>
  /^[A-Z0-9][A-Z0-9._-]{2,29}$/i.test(text) && !/\n$/.test(text);

/** Whether a number (E.164) can be given data: in Mozambique Vodacom's 84 and 85 (channels.md section 1). */
export const isPackageNumber = (number: string): boolean =>
  number.startsWith('+258') ? /^\+2588[45]\d{7}$/.test(number) : /^\+\d{10,15}$/.test(number);

/** The most one order may carry (channels.md section 3). */
const ORDER_MOST_MB = 10_240;

/** The orders of a package's own data: more than 10 GB goes as `REF`, `REF01`, `REF02`. */
export function initialOrders(reference: string, mb: number): { reference: string; mb: number }[] {
  const parts = Math.ceil(mb / ORDER_MOST_MB);
  return Array.from({ length: parts }, (_, i) => ({
    reference: i === 0 ? reference : reference + String(i).padStart(2, '0'),
    mb: Math.min(ORDER_MOST_MB, mb - i * ORDER_MOST_MB),
  }));
}

/** Whether this package of a number, its nth, is one that loyalty rewards. */
export const earnsBonus = (nth: number, every: number | null): boolean => every !== null && nth % every === 0;

/** What deciding about a slot takes. */
export type Slot = {
  k: number;
  state: SlotState;
  dueAt: Date;
  released: boolean;
  sentAt: Date | null;
  orderedAt: Date | null;
};

/** Slots that may still go out. */
const isOpen = (state: SlotState): boolean => state === 'owed' || state === 'held' || state === 'sending';

/** What a package needs at `now`: slots to skip or hold, at most one to send, whether it ends, when to look again. */
export type Step = {
  send: number | null;
  skip: number[];
  hold: number[];
  end: boolean;
  /** Null: nothing more until a person or a sheet changes something. */
  lookAt: Date | null;
};

/**
 * The one decision about a package. Slots go out in order, never closer than 20 h after the one before, and
 * a package never ends with a slot owed (channels.md section 1, faults F32 and F50). `late` is the reseller's
 * policy for what is a day late or more.
 */
export function nextStep(
  { expiresAt, slots }: { expiresAt: Date; slots: readonly Slot[] },
  late: LatePolicy,
  now: Date,
): Step {
  const skip: number[] = [];
  const hold: number[] = [];
  const ordered = [...slots].sort((a, b) => a.k - b.k);
  const underWay = ordered.some((s) => s.state === 'sending' && s.orderedAt === null);
  const free = freeAt(ordered);
  let send: number | null = null;
  let lookAt: Date | null = null;
  for (const slot of ordered) {
    if (slot.state !== 'owed') continue;
    const lateMs = now.getTime() - slot.dueAt.getTime();
    if (lateMs >= VERY_LATE_MS && late !== 'deliver' && !slot.released && !underWay) {
      (late === 'skip' ? skip : hold).push(slot.k);
      continue;
    }
    const at = free && free > slot.dueAt ? free : slot.dueAt;
    // The order under way wakes the package when it stands in its sheet.
    if (underWay) break;
    if (at <= now) send = slot.k;
    else lookAt = at;
    break;
  }
  const open = ordered.some((s) => isOpen(s.state) && !skip.includes(s.k));
  const end = !open && now >= expiresAt;
  if (!open && !end) lookAt = expiresAt;
  return { send, skip, hold, end, lookAt };
}

/** From when the 20 h after what went out last are over; null when nothing has gone out. */
function freeAt(slots: readonly Slot[]): Date | null {
  const sent = slots.flatMap((s) => {
    const at = s.orderedAt ?? s.sentAt;
    return at ? [at.getTime()] : [];
  });
  return sent.length > 0 ? new Date(Math.max(...sent) + SPACING_MS) : null;
}
