import type { CustomerReading } from '@/lib/panels/rules';
import { DAY_MS, HOUR_MS } from '@/lib/time';

type FindingKind = 'moved_more' | 'less_than_paid' | 'account_gone' | 'applied_late';
export type Finding = { kind: FindingKind; expected: Date; seen: Date | null };

type Renewal = {
  state: string;
  attempt: number;
  expiresBefore: Date | null;
  expiresAfter: Date | null;
  periodMs: number;
  minDeltaMs: number;
  sentAt: Date | null;
  quietUntil: Date | null;
  lastNegativeAt: Date | null;
  verifiedAt: Date | null;
};

/** A client as our rows know them; renewals newest first. */
export type Known = { panelExpiresAt: Date | null; planDays: number; renewals: Renewal[] };

/** The hour of the reseller's day from which a night's audit may begin. */
export const AUDIT_FROM_HOUR = 3;
/** Panels land on the end of a day in their own zone. */
const TOLERANCE_MS = DAY_MS;
/** A late application is news for one audit, and for the next if one night fell out. */
const NEWS_MS = 48 * HOUR_MS;

/**
 * What one reading of a customer says about the renewals we believe in (renewal-protocol.md step 10): moved
 * by two packages or more, less than paid for, gone, or applied later than the quiet window. A client with a
 * renewal under way is the protocol's: only a late application can be told there. `seen` is the panel's
 * date, null when it has no such customer.
 */
export function judge(known: Known, seen: Date | null, now: Date): Finding[] {
  const doubt = known.renewals.find((r) => r.state === 'review' && r.sentAt && r.expiresBefore);
  if (doubt?.expiresBefore && seen && appliedAfterQuiet(doubt, seen, now))
    return [{ kind: 'applied_late', expected: doubt.expiresBefore, seen }];
  if (known.renewals.some((r) => UNDER_WAY.has(r.state))) return [];
  const last = known.renewals[0];
  // Refused and not mended yet: it waits for a person in Entregas.
  if (last?.state === 'rejected') return [];
  if (!seen) return goneOf(last, now);
  const found: Finding[] = [];
  const more = movedMore(known, last, seen);
  if (more) found.push({ kind: 'moved_more', expected: more, seen });
  if (last?.expiresAfter && isLess(known, last.expiresAfter, seen))
    found.push({ kind: 'less_than_paid', expected: last.expiresAfter, seen });
  if (last && cameLate(last, now))
    found.push({ kind: 'applied_late', expected: last.expiresAfter ?? seen, seen });
  return found;
}

/** The same of a reading as it came; of one that cannot be read, or found without a legible date, nothing can be said. */
export function judgeReading(known: Known, reading: CustomerReading, now: Date): Finding[] {
  if (reading.kind === 'absent') return judge(known, null, now);
  const seen = reading.kind === 'found' ? reading.customer.expiresAt : null;
  return seen ? judge(known, seen, now) : [];
}

const UNDER_WAY = new Set(['pending', 'sending', 'unknown', 'review']);

/** In review because nothing was to be seen after the window; now it is. */
const appliedAfterQuiet = (r: Renewal, seen: Date, now: Date): boolean =>
  r.expiresBefore !== null &&
  r.quietUntil !== null &&
  now > r.quietUntil &&
  r.lastNegativeAt !== null &&
  seen.getTime() - r.expiresBefore.getTime() >= r.minDeltaMs;

/** Unmoved after the window, then proved without a second send. */
const cameLate = (r: Renewal, now: Date): boolean =>
  r.attempt === 1 &&
  r.lastNegativeAt !== null &&
  r.verifiedAt !== null &&
  now.getTime() - r.verifiedAt.getTime() < NEWS_MS;

/** The date up to which payments account for; null when the panel is not two packages further. */
function movedMore({ panelExpiresAt, planDays }: Known, last: Renewal | undefined, seen: Date): Date | null {
  const beyondKnown = (ms: number) => !panelExpiresAt || seen.getTime() - panelExpiresAt.getTime() >= ms;
  if (last?.expiresBefore) {
    // As the protocol measures it: a customer expired for long jumps far on one renewal.
    const start = Math.max(last.expiresBefore.getTime(), last.sentAt?.getTime() ?? 0);
    const two = seen.getTime() - start >= last.periodMs + last.minDeltaMs;
    return two && beyondKnown(last.minDeltaMs) ? (last.expiresAfter ?? last.expiresBefore) : null;
  }
  const period = planDays * DAY_MS;
  return panelExpiresAt && beyondKnown(period + Math.floor((period * 2) / 3)) ? panelExpiresAt : null;
}

/** Earlier than what was proved, and not because a person took an earlier date over since. */
const isLess = ({ panelExpiresAt }: Known, paidUntil: Date, seen: Date): boolean =>
  [paidUntil, panelExpiresAt ?? paidUntil].every((at) => at.getTime() - seen.getTime() >= TOLERANCE_MS);

const goneOf = (last: Renewal | undefined, now: Date): Finding[] =>
  last?.expiresAfter && last.expiresAfter > now
    ? [{ kind: 'account_gone', expected: last.expiresAfter, seen: null }]
    : [];
