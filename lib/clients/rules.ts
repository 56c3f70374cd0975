import { addToDay, type Day, dayOf, daysBetween, endOfDay, startOfDay } from '@/lib/time';

export const STATES = ['active', 'suspended', 'expired', 'archived'] as const;
type ClientState = (typeof STATES)[number];

/** What a client is now; being expired is derived, never stored. */
export const stateOf = (
  client: { status: 'active' | 'suspended'; expiresAt: Date; archivedAt?: Date | null },
  now: Date,
): ClientState => {
  if (client.archivedAt) return 'archived';
  return client.status === 'suspended' ? 'suspended' : client.expiresAt < now ? 'expired' : 'active';
};

export const DUES = ['today', '3', '7', 'overdue'] as const;
type Due = (typeof DUES)[number];

/** The expiries a "due in" filter lets through: from (inclusive) to (exclusive), by days of the reseller's zone. */
export function dueRange(due: Due, now: Date, zone: string): { from: Date | null; to: Date } {
  if (due === 'overdue') return { from: null, to: now };
  const today = dayOf(now, zone);
  const days = due === 'today' ? 0 : Number(due);
  return { from: startOfDay(today, zone), to: startOfDay(addToDay(today, days + 1), zone) };
}

/** Days until expiry on the reseller's calendar; negative once past. */
export const daysLeft = (expiresAt: Date, now: Date, zone: string): number =>
  daysBetween(dayOf(now, zone), dayOf(expiresAt, zone));

/** The expiry a new client starts with: today plus the plan's days. */
export const defaultExpiry = (planDays: number, now: Date, zone: string): Day =>
  addToDay(dayOf(now, zone), planDays);

/**
 * The instant of an expiry day typed here: its last second. A day left as it was keeps its exact instant, so
 * that saving a form moves nothing.
 */
export const expiryOf = (day: Day, zone: string, before?: Date): Date =>
  before && dayOf(before, zone) === day ? before : endOfDay(day, zone);

export type Cursor = { at: Date; id: string };

/** A place in the list as text for the address bar. */
export const writeCursor = (c: Cursor): string => `${c.at.getTime().toString(36)}.${c.id}`;

/** The place a cursor names; null for anything that is none. */
export function readCursor(text: string | undefined): Cursor | null {
  const match = /^([0-9a-z]{1,11})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text ?? '');
  const at = new Date(Number.parseInt(match?.[1] ?? '', 36));
  return match?.[2] && !Number.isNaN(at.getTime()) ? { at, id: match[2] } : null;
}
