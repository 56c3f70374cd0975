import type { CallTrace, PanelReason } from '@/lib/panels/rules';
import { MINUTE_MS } from '@/lib/time';

export type Circuit = 'closed' | 'open' | 'paused';
/** What a call does: `read` is harmless, `status` changes the account, `credit` costs money (create, renew). */
export type PanelCall = 'read' | 'status' | 'credit';

export type Health = {
  circuit: Circuit;
  circuitReason: string | null;
  circuitOpenedAt: Date | null;
  probeAt: Date | null;
  /** Since when the panel has no credits left; null when it never said so, or a person has closed the circuit since. */
  creditsOutAt: Date | null;
  failuresInRow: number;
  /** Answers in a row that came, or broke off, without the panel itself saying anything. */
  badInRow: number;
  lastOkAt: Date | null;
  lastLatencyMs: number | null;
};

/**
 * So many calls leave together after a rest, then one each PANEL_CALL_EVERY_MS (sigma-api.md section 8): a
 * reading and the change it allows are one act (docs/decisions/0019-credentials-and-pace.md).
 */
export const BURST = 2;
export const PROBE_EVERY_MS = MINUTE_MS;
const FAILURES_TO_OPEN = 5;

/**
 * The panel's health after one answer (renewal-protocol.md section 4). The circuit opens on a refused
 * token, a block page, a read that is sent elsewhere, or 5 calls in a row that never arrived; a good read
 * closes it. No credits pauses what costs credits until a person says otherwise, also when the panel was away since.
 * A panel that fails inside is heard: it opens nothing, and is counted to be shown.
 */
export function afterAnswer(
  health: Health,
  { call, trace }: { call: PanelCall; trace: CallTrace },
  now: Date,
): Health {
  const { reason } = trace;
  const opened = {
    circuitReason: reason,
    circuitOpenedAt: now,
    probeAt: new Date(now.getTime() + PROBE_EVERY_MS),
  };
  const open = (): Health =>
    health.circuit === 'open'
      ? { ...health, circuitReason: reason }
      : { ...health, ...opened, circuit: 'open' };

  if (reason === 'bad_token' || reason === 'block_page') return open();
  if (reason === 'moved' && call === 'read') return open();
  if (neverArrived(trace)) {
    const counted = { ...health, failuresInRow: health.failuresInRow + 1 };
    return counted.failuresInRow < FAILURES_TO_OPEN
      ? counted
      : { ...open(), failuresInRow: counted.failuresInRow };
  }
  const worse = { ...health, badInRow: health.badInRow + 1 };
  if (trace.status === null) return worse;
  const heard = { ...health, failuresInRow: 0, badInRow: 0 };
  if (reason === 'no_credits') {
    const creditsOutAt = health.creditsOutAt ?? now;
    const answered = { ...heard, creditsOutAt, lastOkAt: now, lastLatencyMs: trace.latencyMs };
    return heard.circuit === 'closed' ? { ...answered, ...pausedSince(creditsOutAt) } : answered;
  }
  // Asking for patience is the panel's own word, but no answer.
  if (reason === 'rate_limited') return { ...health, failuresInRow: 0 };
  if (!ANSWERS.has(reason)) return { ...worse, failuresInRow: 0 };
  const good = { ...heard, lastOkAt: now, lastLatencyMs: trace.latencyMs };
  if (health.circuit !== 'open' || call !== 'read') return good;
  return { ...good, ...(good.creditsOutAt ? pausedSince(good.creditsOutAt) : CLOSED) };
}

export const CLOSED = {
  circuit: 'closed',
  circuitReason: null,
  circuitOpenedAt: null,
  probeAt: null,
  creditsOutAt: null,
} as const;

const pausedSince = (creditsOutAt: Date) =>
  ({ circuit: 'paused', circuitReason: 'no_credits', circuitOpenedAt: creditsOutAt, probeAt: null }) as const;

/** A single bad answer may be one customer's; with a second one the panel is shown as failing. */
const BAD_TO_SHOW = 2;

/** Whether what the panel answered last was no use, although its circuit is closed. */
export const answersBadly = ({ badInRow }: Pick<Health, 'badInRow'>): boolean => badInRow >= BAD_TO_SHOW;

/** Whether the panel itself answered, whatever it decided: neither an edge, nor a failure, nor a refused token. */
export const isAnswer = (reason: PanelReason): boolean => reason === 'no_credits' || ANSWERS.has(reason);

/** The panel understood us and the token was good, whatever it decided. */
const ANSWERS = new Set<PanelReason>([
  'ok',
  'unproved',
  'customer_absent',
  'not_ours',
  'user_not_found',
  'package_gone',
  'validation',
  'refused',
]);

/** Certainly not delivered to the application: before the first byte, or an edge that could not reach it. */
const neverArrived = (trace: CallTrace): boolean =>
  ['blocked', 'dns', 'tcp', 'tls'].includes(trace.phase) ||
  (trace.status !== null && [521, 523, 525, 526].includes(trace.status));
