import type { CallTrace, PanelReason } from '@/lib/panels/rules';
import { MINUTE_MS } from '@/lib/time';

/** Readings in flight at one panel at most. */
export const AT_ONCE = 8;
/** A customer whose reading fails is asked for so often before it is passed over. */
export const TRIES = 3;
/** So many customers in a row, each asked for the first time, who cannot be read: that is the panel, not they. */
const PANEL_IS_ILL = AT_ONCE;
/** A panel that cannot be read is left alone for this long. */
export const PAUSE_MS = 10 * MINUTE_MS;
/** The first readings keep the ordinary pace of one a second (sigma-api.md section 8), until so many were good. */
const CAREFUL = 2;
/** An answer so much slower than the quickest says that the panel has enough to do. */
const SLOWER = { times: 3, ms: 250 };

/** What a panel bore is remembered for this long. */
const KNOWN_MS = 2 * MINUTE_MS;

/** How a panel is being read: what it bears is found out, and found out again. */
export type Pace = {
  allowed: number;
  /** Good answers since the last step. */
  good: number;
  heard: number;
  bestMs: number | null;
  /** First askings in a row that failed. */
  failuresInRow: number;
  /** Raised at each step down: what was under way with it counts no second time. */
  epoch: number;
};

export const FIRST: Pace = { allowed: 1, good: 0, heard: 0, bestMs: null, failuresInRow: 0, epoch: 0 };
/** Of a reading that was going well a moment ago and was only cut off: the panel is known, half of it is taken. */
export const GOING_ON: Pace = { ...FIRST, allowed: AT_ONCE / 2, heard: CAREFUL };

/** Whether the panel is not known yet, and keeps its ordinary pace. */
export const isCareful = (pace: Pace): boolean => pace.heard < CAREFUL;

/** One more at once after as many good answers as are allowed; half after a failure; one less when they slow down. */
export function afterReading(
  pace: Pace,
  answer: { ok: boolean; first: boolean; ms: number; epoch: number },
): Pace {
  const stale = answer.epoch !== pace.epoch;
  if (!answer.ok) {
    const counted = { ...pace, failuresInRow: pace.failuresInRow + (answer.first ? 1 : 0), good: 0 };
    return stale
      ? counted
      : { ...counted, allowed: Math.max(1, Math.floor(pace.allowed / 2)), epoch: pace.epoch + 1 };
  }
  const bestMs = Math.min(pace.bestMs ?? answer.ms, answer.ms);
  const heard = { ...pace, bestMs, failuresInRow: 0, heard: pace.heard + 1 };
  if (answer.ms > bestMs * SLOWER.times + SLOWER.ms)
    return stale
      ? heard
      : { ...heard, allowed: Math.max(1, pace.allowed - 1), good: 0, epoch: pace.epoch + 1 };
  if (pace.good + 1 < pace.allowed) return { ...heard, good: pace.good + 1 };
  return { ...heard, good: 0, allowed: Math.min(AT_ONCE, pace.allowed + 1) };
}

/**
 * What an unreadable answer means for the run; `pause` leaves the panel alone, as does a gate of ours that keeps the
 * call back, `stop` needs a person.
 */
export function afterTrouble(
  { reason, phase }: Pick<CallTrace, 'reason' | 'phase'>,
  pace: Pace,
): 'again' | 'pause' | 'stop' {
  if (needsPerson(reason)) return 'stop';
  if (phase === 'blocked' || OF_THE_PANEL.has(reason) || pace.failuresInRow >= PANEL_IS_ILL) return 'pause';
  return 'again';
}

/** Whether a panel that answered at `heardAt` is still known to bear half of what it may. */
export const isGoingOn = (heardAt: Date | null, now: Date): boolean =>
  heardAt !== null && now.getTime() - heardAt.getTime() <= KNOWN_MS;

/** Whether what a panel said cannot pass by itself. */
export const needsPerson = (reason: string): boolean => NEED_PERSON.has(reason);

const NEED_PERSON: ReadonlySet<string> = new Set<PanelReason>([
  'bad_token',
  'no_permission',
  'capability_off',
  'address_refused',
  'user_not_found',
  'wrong_path',
]);
const OF_THE_PANEL = new Set<PanelReason>(['block_page', 'rate_limited', 'moved', 'unreachable', 'busy']);
