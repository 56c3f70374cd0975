import {
  type CustomerReading,
  type PanelPackage,
  type PanelReason,
  packageLengthMs,
  type RenewAnswer,
} from '@/lib/panels/rules';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@/lib/time';

/**
 * The renewal protocol as pure functions: what the panel showed plus the intent's row gives the row's next
 * state. "Did it happen?" is a state, resolved by reading, never by repeating. Source: renewal-protocol.md.
 */

/** One worker per intent. Longer than guard + client timeout, far shorter than the quiet window. */
export const LEASE_MS = 60 * SECOND_MS;
export const SEND_GUARD_MS = 10 * SECOND_MS;
const SECOND_NEGATIVE_MS = 60 * SECOND_MS;
const MAX_ATTEMPTS = 2;
/** An intent without an end after this long needs a person: it holds the customer's slot. */
export const ESCALATE_MS = 2 * DAY_MS;

export type IntentState =
  | 'pending'
  | 'sending'
  | 'unknown'
  | 'verified'
  | 'rejected'
  | 'review'
  | 'cancelled'
  /** A person gave up on a proof: not renewed as far as we know, and nobody waits for it any more. */
  | 'closed';

/** Why an intent waits, was refused or needs a person: a key of lib/renewals/messages.ts. */
export type IntentReason =
  | PanelReason
  | 'no_panel_date'
  | 'renewed_by_hand'
  | 'moved_oddly'
  | 'not_seen_renewed'
  | 'customer_vanished'
  | 'no_panel'
  | 'circuit_open'
  | 'circuit_paused'
  | 'busy_customer'
  | 'account_being_made'
  | 'account_not_made'
  | 'restored_moved';

export type Warning = 'two_renewals' | 'by_hand' | 'accepted';

/** The part of an intent's row that decides. Durations are milliseconds. */
export type Intent = {
  state: IntentState;
  attempt: number;
  expiresFirst: Date | null;
  expiresBefore: Date | null;
  minDeltaMs: number;
  periodMs: number;
  panelSaidOk: boolean;
  neverResend: boolean;
  sentAt: Date | null;
  quietUntil: Date | null;
  lastNegativeAt: Date | null;
  failures: number;
  /** Set by a restore from backup until the next attempt: what was sent in the lost hour is not in our rows. */
  restoredAt: Date | null;
};

export type Change = Partial<Intent> & {
  state: IntentState;
  reason: IntentReason | null;
  nextRunAt?: Date;
  expiresAfter?: Date;
  warning?: Warning;
};

/** What to do after a reading: write a change, or make the attempt durable and send. */
type Decision = { do: 'write'; change: Change } | { do: 'send'; expiresBefore: Date };

/** What is known besides the intent's own row. */
export type Outside = {
  /** The panel's expiry at our last reading outside this intent; null when never read. */
  lastSync: Date | null;
  /** The furthest date that another renewal of the customer has proved since this one began; null when none has. */
  claimed: Date | null;
  /** The creation of the customer's account on this panel: under way, or stopped for a person. */
  making: 'going' | 'stopped' | null;
};

/** `random`: 0 ≤ random < 1, for the jitter. */
type Instant = { now: Date; random: number };
type Moment = Instant & Outside;

/** A row found `sending` with its lease over was cut off in the act: to be reconciled, never sent. */
export const afterLostLease = (intent: Intent, now: Date): Change => ({
  state: 'unknown',
  reason: null,
  nextRunAt: now,
  sentAt: intent.sentAt ?? now,
});

/** Decides on a reading of the panel, before a send (`pending`) or in doubt (`unknown`). */
export function afterReading(intent: Intent, reading: CustomerReading, at: Moment): Decision {
  if (intent.state === 'unknown') return reconcile(intent, reading, at);
  if (reading.kind === 'unreadable') return write(waiting(intent, 'pending', reading.trace.reason, at));
  if (reading.kind === 'absent')
    return write({ state: 'rejected', reason: at.making ? 'account_not_made' : 'customer_absent' });
  const seen = reading.customer.expiresAt;
  if (!seen) return write({ state: 'review', reason: 'no_panel_date' });
  return intent.attempt === 0 ? beforeFirst(intent, seen, at) : beforeResend(intent, seen, at);
}

/** Classifies what one POST left behind (section 4). Only positive evidence gives the attempt back. */
export function afterSend(intent: Intent, answer: RenewAnswer, at: Instant): Change {
  const givenBack = { attempt: intent.attempt - 1, sentAt: null, quietUntil: null };
  switch (answer.class) {
    case 'rejected':
      return { ...givenBack, state: 'rejected', reason: answer.trace.reason };
    case 'not_sent':
    case 'edge_block':
      return {
        ...waiting(intent, 'pending', answer.trace.reason, at, answer.trace.retryAfterMs ?? 0),
        ...givenBack,
      };
    case 'applied':
      // Only a reading proves it, and an unreadable panel must leave it in doubt: read at once.
      return { state: 'unknown', reason: null, panelSaidOk: true, failures: 0, nextRunAt: at.now };
    case 'unknown':
      return { ...lookAgain(intent, at.now), panelSaidOk: answer.saidOk };
  }
}

/** Back-off of reads and of sends that never left: 30 s, 1, 2, 5, 10 min, full jitter. */
function backoffMs(failures: number, random: number): number {
  const steps = [30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS];
  const cap = steps[Math.min(failures, steps.length - 1)] ?? 10 * MINUTE_MS;
  return Math.ceil(cap * random);
}

/** Two thirds of the package's length: 20 days of 30. */
export const minDeltaOf = (periodMs: number): number => Math.floor((periodMs * 2) / 3);

/** The period a renewal must move the panel's date by: the package's own length, else the plan's days. */
export const periodOf = (sold: Pick<PanelPackage, 'duration' | 'durationUnit'> | null, planDays: number) =>
  (sold && packageLengthMs(sold)) ?? planDays * DAY_MS;

/** Nothing more happens to an intent in these states: proved, undone, or ended by a person without a proof. */
export const ENDED = ['verified', 'cancelled', 'closed'] as const satisfies IntentState[];

/** Whether the screen should keep asking: something will change by itself soon. */
export const isMoving = (state: IntentState): boolean =>
  state === 'pending' || state === 'sending' || state === 'unknown';

/** A newer date after a restore: this payment's renewal, another's, or both. A person looks before it counts. */
const MAYBE_OURS: Change = { state: 'review', reason: 'restored_moved' };

const write = (change: Change): Decision => ({ do: 'write', change });

function waiting(
  i: Intent,
  state: 'pending' | 'unknown',
  reason: IntentReason,
  at: Instant,
  atLeastMs = 0,
): Change {
  const delay = Math.max(backoffMs(i.failures, at.random), atLeastMs);
  return { state, reason, failures: i.failures + 1, nextRunAt: new Date(at.now.getTime() + delay) };
}

function beforeFirst(intent: Intent, seen: Date, at: Moment): Decision {
  const moved = (base: Date | null) => base !== null && seen.getTime() - base.getTime() >= intent.minDeltaMs;
  // Refused after its own reading, it was overtaken by what another payment's renewal moved since.
  const first = intent.expiresBefore ? notOthers(intent.expiresFirst, at) : intent.expiresFirst;
  if (moved(at.lastSync) || moved(first)) return write({ state: 'review', reason: 'renewed_by_hand' });
  return { do: 'send', expiresBefore: seen };
}

function beforeResend(intent: Intent, seen: Date, at: Moment): Decision {
  const first = intent.restoredAt ? intent.expiresFirst : notOthers(intent.expiresFirst, at);
  const movedMs = seen.getTime() - (first?.getTime() ?? Number.NaN);
  if (movedMs === 0) return { do: 'send', expiresBefore: seen };
  if (intent.restoredAt && movedMs !== 0) return write(MAYBE_OURS);
  if (movedMs >= intent.minDeltaMs) return write(proved(intent, seen));
  return write({ state: 'review', reason: 'moved_oddly' });
}

/** Two payments never live on one movement: what another renewal proved is measured from, not counted. */
const notOthers = (first: Date | null, { claimed }: Moment): Date | null =>
  first && claimed && claimed > first ? claimed : first;

function reconcile(intent: Intent, reading: CustomerReading, at: Moment): Decision {
  const quiet = intent.quietUntil !== null && at.now >= intent.quietUntil;
  if (reading.kind === 'unreadable') return write(waiting(intent, 'unknown', reading.trace.reason, at));
  if (reading.kind === 'absent')
    return write(quiet ? { state: 'review', reason: 'customer_vanished' } : lookAgain(intent, at.now));
  const seen = reading.customer.expiresAt;
  if (seen && intent.restoredAt && seen.getTime() !== intent.expiresBefore?.getTime())
    return write(MAYBE_OURS);
  if (!seen || !intent.expiresBefore) return write({ state: 'review', reason: 'no_panel_date' });
  const movedMs = seen.getTime() - intent.expiresBefore.getTime();
  if (movedMs >= intent.minDeltaMs) return write(proved(intent, seen));
  if (movedMs !== 0) return write({ state: 'review', reason: 'moved_oddly' });
  return quiet ? negative(intent, seen, at.now) : write(lookAgain(intent, at.now));
}

/** An unmoved date after the quiet window: believed only the second time, a minute apart. */
function negative(intent: Intent, seen: Date, now: Date): Decision {
  const second =
    intent.lastNegativeAt && now.getTime() - intent.lastNegativeAt.getTime() >= SECOND_NEGATIVE_MS;
  if (!second) {
    const first = intent.lastNegativeAt ?? now;
    const nextRunAt = new Date(first.getTime() + SECOND_NEGATIVE_MS);
    return write({ state: 'unknown', reason: null, failures: 0, lastNegativeAt: first, nextRunAt });
  }
  if (intent.panelSaidOk || intent.neverResend || intent.attempt >= MAX_ATTEMPTS)
    return write({ state: 'review', reason: 'not_seen_renewed' });
  return { do: 'send', expiresBefore: seen };
}

/** The readings while in doubt: 5 s, 30 s, 2 min, 5 min after the send, then when the quiet window ends. */
function lookAgain(intent: Intent, now: Date): Change {
  const sent = intent.sentAt?.getTime() ?? now.getTime();
  const end = intent.quietUntil?.getTime() ?? now.getTime();
  const next =
    [5, 30, 120, 300].map((s) => sent + s * SECOND_MS).find((t) => t > now.getTime() && t < end) ?? end;
  return {
    state: 'unknown',
    reason: null,
    failures: 0,
    nextRunAt: new Date(Math.max(next, now.getTime() + SECOND_MS)),
  };
}

function proved(intent: Intent, seen: Date): Change {
  // A customer expired for long may jump far on one renewal, so the measure starts at the later of both.
  const base = Math.max(intent.expiresBefore?.getTime() ?? 0, intent.sentAt?.getTime() ?? 0);
  const two = base > 0 && seen.getTime() - base >= intent.periodMs + intent.minDeltaMs;
  return {
    state: 'verified',
    reason: null,
    expiresAfter: seen,
    ...(two ? { warning: 'two_renewals' as const } : {}),
  };
}
