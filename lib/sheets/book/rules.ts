import { instantOf } from '@/lib/time';
import { amountOf, type Half, isWritable, parseRow } from '../rules';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What was handed to a phone is offered again after this long without a word. */
export const PHONE_LEASE_MS = 10 * MINUTE_MS;
/** Two renewals of one package are handed out no closer than this, however long the phone was away. */
export const BOOK_SPACING_MS = 20 * HOUR_MS;
/** The phone is missed after this long while something waits. */
const PHONE_MISSED_MS = 30 * MINUTE_MS;
/** Rows of one answer. */
export const MOST_ROWS = 500;

/** `REF|MB|NUMBER` from outside as our books hold it: fewest digits, national number. Null when it is none, or of nothing. */
export function takenRow(transacao: string): Half | null {
  const row = parseRow(transacao);
  const amount = row && amountOf(row.value);
  if (!row || !amount) return null;
  const digits = row.number.replace(/\D/g, '');
  const number = digits.length === 12 && digits.startsWith('258') ? digits.slice(3) : digits;
  const half = { reference: row.reference, value: String(amount), number };
  return isWritable(half) ? half : null;
}

/** Since and until when a report is wanted; the last 24 h where it is not said or cannot be read. */
export function periodOf(from: string | undefined, to: string | undefined, now: Date) {
  const since = (from && instantOf(from)) || new Date(now.getTime() - 24 * HOUR_MS);
  return { since, until: (to && instantOf(to)) || now };
}

/** Whether the phone should have come by now: something has waited, and nobody has asked, for half an hour. */
export const isPhoneMissed = (
  { waitingSince, lastCame }: { waitingSince: Date | null; lastCame: Date | null },
  now: Date,
): boolean => {
  const since = now.getTime() - PHONE_MISSED_MS;
  return waitingSince !== null && waitingSince.getTime() < since && (!lastCame || lastCame.getTime() < since);
};
