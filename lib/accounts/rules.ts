import type { CallTrace, CreateAnswer, CustomerReading, StatusAnswer } from '@/lib/panels/rules';
import { MINUTE_MS, SECOND_MS } from '@/lib/time';
import type { LeftStop } from './left/rules';

/**
 * What a client's account on the panel still needs, decided as renewals are: read first, one durable
 * attempt before each send, doubt resolved by reading, a negative believed only after quiet and twice
 * (renewal-protocol.md sections 3-5, sigma-api.md section 5.4).
 */
export type TaskState = 'pending' | 'sending' | 'unknown' | 'done' | 'rejected' | 'review' | 'cancelled';

export type AccountTask = {
  kind: 'create' | 'status';
  wanted: 'active' | 'suspended' | null;
  state: TaskState;
  attempt: number;
  failures: number;
  sentAt: Date | null;
  quietUntil: Date | null;
  lastNegativeAt: Date | null;
  reason?: string | null;
  /** Of an account that a client left behind: its name. */
  username?: string | null;
  /** `righted`: a status that gives back what a suspension of ours may have taken (see `putRight`). */
  moved?: { righted?: true } | null;
};

/** Why a task waits, was refused or needs a person; said in words by lib/accounts/messages.ts. */
export type TaskReason =
  | CallTrace['reason']
  | 'package_missing'
  | 'panel_off'
  | 'status_unproved'
  | 'frozen'
  /** The panel was left to name the account, and did not tell how. */
  | 'unnamed'
  /** The panel gave the account a name that another client here has. */
  | 'name_clash'
  /** An account left behind waits for the client's new one. */
  | 'new_missing'
  /** An account left behind is somebody's again. */
  | 'in_use'
  | LeftStop
  /** The client has the other status by now. */
  | 'outdated'
  /** The client was archived before it was sent. */
  | 'archived';

type Change = {
  state: TaskState;
  attempt: number;
  failures: number;
  reason: TaskReason | null;
  nextRunAt: Date;
  lastNegativeAt: Date | null;
};

export type Decision =
  | { kind: 'send' }
  | { kind: 'change'; change: Change }
  /** The panel shows what was wanted. `sent` tells whether one of our sends may have done it. */
  | { kind: 'done'; sent: boolean };

/** Sends that may have reached the panel. */
const MAX_SENDS = 2;
export const LEASE_MS = 5 * MINUTE_MS;
/** Longest wait between the durable attempt and the first byte: a frozen process must not send. */
export const SEND_GUARD_MS = 10 * SECOND_MS;
const SECOND_NEGATIVE_MS = MINUTE_MS;
const READ_BACKS_MS = [5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 5 * MINUTE_MS];
const BACK_OFF_MS = [30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS];

/** Whose customers are ours on this panel; null while the panel has not told our user's id. */
type Owner = string | null;

/**
 * After a reading of the panel: send, wait, stop, or be done. `named` tells whether the account bears the name
 * that was read; where the panel named it, not finding ours proves nothing (sigma-api.md section 5.4).
 */
export function afterReading(
  task: AccountTask,
  reading: CustomerReading,
  owner: Owner,
  neverResend: boolean,
  now: Date,
  named = true,
): Decision {
  if (!named && task.attempt > 0 && reading.kind !== 'found') return unnamed(task, now);
  // The name is another reseller's: absent for us, and yet nothing may be created under it.
  if (reading.trace.reason === 'not_ours') return stop(task, 'rejected', 'not_ours', now);
  if (reading.kind === 'unreadable') return waited(task, reading.trace, now);
  if (reading.kind === 'found') {
    const theirs = reading.customer.ownerId;
    if (theirs && owner && theirs !== owner) return stop(task, 'rejected', 'not_ours', now);
    // Put right: what our own suspension did not do, an end of the date or a ban, is not ours to turn.
    const stands = reading.customer.status === task.wanted;
    const untouched = task.moved?.righted && reading.customer.status !== 'suspended';
    if (task.kind === 'create' || stands || untouched) return { kind: 'done', sent: task.attempt > 0 };
  }
  // Left behind, and no longer there: nothing is left to suspend.
  if (reading.kind === 'absent' && task.username) return { kind: 'done', sent: task.attempt > 0 };
  if (reading.kind === 'absent' && task.kind === 'status')
    return stop(task, 'rejected', 'customer_absent', now);
  if (task.state === 'pending')
    return task.attempt < MAX_SENDS ? { kind: 'send' } : stop(task, 'review', 'unproved', now);
  return negative(task, neverResend, now);
}

/**
 * After our one send: what its class says about the task (sigma-api.md section 9). An adapter calls a status
 * `applied` only when its reading afterwards shows it.
 */
export function afterSend(
  task: AccountTask,
  answer: CreateAnswer | StatusAnswer,
  now: Date,
  named = true,
): Decision {
  const { trace } = answer;
  switch (answer.class) {
    case 'applied':
      return { kind: 'done', sent: true };
    case 'rejected':
      // A second send may be refused because the first one arrived late after all: read before ending.
      return change(task, {
        state: task.attempt > 1 ? 'unknown' : 'rejected',
        // Nothing was made by the first: its attempt is given back.
        attempt: task.attempt > 1 ? task.attempt : 0,
        reason: trace.reason,
        nextRunAt: now,
      });
    case 'not_sent':
    case 'edge_block':
      return change(task, {
        state: 'pending',
        attempt: Math.max(0, task.attempt - 1),
        failures: task.failures + 1,
        reason: trace.reason,
        nextRunAt: later(now, Math.max(backOffMs(task.failures), trace.retryAfterMs ?? 0)),
      });
    case 'unknown':
      if (!named) return unnamed(task, now);
      return change(task, {
        state: 'unknown',
        // The panel said yes without proof: a resend could make a second account or turn a toggle back.
        attempt: trace.reason === 'unproved' ? MAX_SENDS : task.attempt,
        reason: trace.reason,
        nextRunAt: later(now, READ_BACKS_MS[0] ?? 0),
      });
  }
}

/** The panel refused credentials of ours and shall make its own: at once, after a new reading. */
export const afterCeding = (task: AccountTask, reason: TaskReason, now: Date): Decision =>
  change(task, { state: 'pending', attempt: 0, reason, nextRunAt: now });

/** The process froze between the attempt and the send: nothing left us, the attempt is given back. */
export const afterFreeze = (task: AccountTask, now: Date): Decision =>
  change(task, {
    state: 'pending',
    attempt: Math.max(0, task.attempt - 1),
    reason: 'frozen',
    nextRunAt: now,
  });

/** A refusal found before anything was sent, such as a plan without a panel package. */
export const stop = (
  task: AccountTask,
  state: 'rejected' | 'review',
  reason: TaskReason,
  now: Date,
): Decision => change(task, { state, reason, nextRunAt: now });

/** The wait after the n-th failure in a row: 30 s, 1, 2, 5, 10 min. */
export const backOffMs = (failures: number): number =>
  BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] ?? 0;

const unnamed = (task: AccountTask, now: Date): Decision =>
  stop(task, 'review', task.reason === 'name_clash' ? 'name_clash' : 'unnamed', now);

function negative(task: AccountTask, neverResend: boolean, now: Date): Decision {
  const quiet = task.quietUntil ?? now;
  if (now < quiet) return change(task, { state: 'unknown', nextRunAt: nextReadBack(task, quiet, now) });
  const first = task.lastNegativeAt;
  if (!first || first < quiet)
    return change(task, {
      state: 'unknown',
      lastNegativeAt: now,
      nextRunAt: later(now, SECOND_NEGATIVE_MS),
    });
  const second = later(first, SECOND_NEGATIVE_MS);
  if (now < second) return change(task, { state: 'unknown', nextRunAt: second });
  if (task.attempt >= MAX_SENDS || neverResend)
    return stop(task, 'review', task.kind === 'status' ? 'status_unproved' : 'unproved', now);
  return { kind: 'send' };
}

function nextReadBack(task: AccountTask, quiet: Date, now: Date): Date {
  const sent = task.sentAt ?? now;
  const next = READ_BACKS_MS.map((ms) => later(sent, ms)).find((at) => at > now);
  return next && next < quiet ? next : quiet;
}

/** Nothing was learnt: the same once more, later, and the later the more often it failed. */
export const waited = (task: AccountTask, trace: CallTrace, now: Date): Decision =>
  change(task, {
    state: task.state === 'pending' ? 'pending' : 'unknown',
    failures: task.failures + 1,
    reason: trace.reason,
    nextRunAt: later(now, Math.max(backOffMs(task.failures), trace.retryAfterMs ?? 0)),
  });

/** The task as it goes on: its failures in a row and its reason are forgotten unless told. */
export const change = (
  task: AccountTask,
  over: Partial<Change> & Pick<Change, 'state' | 'nextRunAt'>,
): Decision => ({
  kind: 'change',
  change: {
    attempt: task.attempt,
    failures: 0,
    reason: null,
    lastNegativeAt: task.lastNegativeAt,
    ...over,
  },
});

const later = (at: Date, ms: number) => new Date(at.getTime() + ms);

/** The panel's own last words on a task, already redacted by the adapter. */
export function lastDetail(evidence: unknown[]): string | null {
  const last = evidence.at(-1);
  const detail = last && typeof last === 'object' && 'detail' in last ? last.detail : null;
  return typeof detail === 'string' ? detail : null;
}
