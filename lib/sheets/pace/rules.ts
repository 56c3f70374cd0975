import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/time';
import type { Reading, SheetReason } from '../answers/rules';

/** When a row is tried again after its nth failure (channels.md section 2). */
const SCHEDULE_MS = [
  0,
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  10 * HOUR_MS,
] as const;
/** A script runs for 6 minutes at most; after a minute of waiting it may write for five more. */
const STILL_RUNNING_MS = 5 * MINUTE_MS;
/** After a cut line the script usually ends within seconds. */
const MAY_BE_WRITING_MS = 30 * SECOND_MS;
/** What certainly never left is tried again soon: the address's own pause is what spares it. */
const NOT_SENT_MS = MINUTE_MS;
/** The address itself is in trouble: its rows wait no longer than this, so that they go soon after it is well. */
const TROUBLED_MS = 30 * MINUTE_MS;
const OF_THE_ROW: readonly (SheetReason | null)[] = [
  'timeout',
  'cut',
  'refused',
  'duplicate_unread',
  'empty',
  'strange',
];
/** A row that has met trouble this often, while the address has served others, is in trouble itself. */
const TROUBLES = 96;
/** So often a script may refuse a row before a person looks at it. */
const REFUSALS = 3;

/** A claimed row's attempt is over after this long, whatever became of its driver: longer than a post and its reading back. */
export const ROW_LEASE_MS = 5 * MINUTE_MS;
/** A claimed row is posted within this time or given back. */
export const START_WITHIN_MS = MINUTE_MS;

type Next = { state: 'queued'; delayMs: number } | { state: 'review' };

/**
 * When to try a row again that has failed `failures` times, this one included; full jitter from `random` in
 * [0, 1). What the address does to every row is tried for days; what this row meets, until a person looks.
 */
export function nextTry(
  { kind, reason }: Pick<Reading, 'kind' | 'reason'>,
  failures: number,
  random: number,
): Next {
  if (kind === 'not_sent') return { state: 'queued', delayMs: SECOND_MS + random * NOT_SENT_MS };
  if (kind === 'refused' && failures >= REFUSALS) return { state: 'review' };
  if (!OF_THE_ROW.includes(reason)) {
    if (failures >= TROUBLES) return { state: 'review' };
    const upTo = Math.min(TROUBLED_MS, SCHEDULE_MS[failures] ?? TROUBLED_MS);
    return { state: 'queued', delayMs: Math.round(Math.max(SECOND_MS, random * upTo)) };
  }
  const upTo = SCHEDULE_MS[failures];
  if (upTo === undefined) return { state: 'review' };
  return { state: 'queued', delayMs: Math.round(Math.max(leastDelayMs(reason), random * upTo)) };
}

function leastDelayMs(reason: SheetReason | null): number {
  if (reason === 'timeout') return STILL_RUNNING_MS;
  return reason === 'cut' ? MAY_BE_WRITING_MS : SECOND_MS;
}

/** How an address is treated: posts in flight at most, and until when it is left alone. */
export type Pace = {
  allowed: number;
  /** Rebuffs in a row. */
  failures: number;
  blockedUntil: Date | null;
  /** How the last answer was; null when good. */
  reason: SheetReason | null;
  /** Good answers since the last step up. */
  good: number;
  /** Raised at each rebuff: the posts that were under way with it are not counted again. */
  epoch: number;
};

export const START_AT_ONCE = 2;
/** From this many rebuffs on the address rests. */
const TO_OPEN = 3;
/** Before that it gets a breath, doubled the second time. */
const BREATH_MS = 300;
const REST_MS = 30 * SECOND_MS;
const LONGEST_REST_MS = 15 * MINUTE_MS;

/**
 * The pace after one answer to a post of `epoch`: one more at once after a round of good answers, back to one
 * on 429, HTML, a lock error or silence before the first byte; after three of those in a row, a rest that doubles.
 */
export function afterAnswer(
  pace: Pace,
  reading: Reading,
  { epoch, atOnce, now }: { epoch: number; atOnce: number; now: Date },
): Pace {
  if (!reading.slowDown) return goodOrNeutral(pace, reading, atOnce);
  if (epoch !== pace.epoch) return { ...pace, allowed: 1, good: 0, reason: reading.reason };
  const failures = pace.failures + 1;
  const restMs =
    failures < TO_OPEN
      ? failures * BREATH_MS
      : Math.min(LONGEST_REST_MS, REST_MS * 2 ** Math.min(10, failures - TO_OPEN));
  return {
    ...{ allowed: 1, good: 0, failures, epoch: pace.epoch + 1, reason: reading.reason },
    blockedUntil: new Date(now.getTime() + restMs),
  };
}

function goodOrNeutral(pace: Pace, { kind, reason }: Reading, atOnce: number): Pace {
  // Too slow or cut: neither a reason to rest nor one to give it more.
  if (kind === 'unknown')
    return { ...pace, reason, allowed: reason === 'timeout' ? Math.max(1, pace.allowed >> 1) : pace.allowed };
  const good = pace.good + 1;
  const up = good >= pace.allowed;
  return {
    ...pace,
    ...{ failures: 0, blockedUntil: null, reason: kind === 'refused' ? reason : null },
    allowed: Math.min(atOnce, up ? pace.allowed + 1 : pace.allowed),
    good: up ? 0 : good,
  };
}
