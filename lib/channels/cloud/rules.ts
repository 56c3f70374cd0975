import type { Heard } from '../evolution/rules';
import { type ChannelReason, type Connection, gatewayState, type SendOutcome } from '../rules';

/** A text longer than this is refused by Meta (channels.md section 7). */
export const TEXT_MOST = 4096;

/**
 * What one send did (channels.md section 7). An error with one of Meta's codes says that nothing was sent;
 * `accepted` only says that they took it, and what became of it comes as a status.
 */
export function cloudOutcome(heard: Heard): SendOutcome {
  const { status, body } = heard;
  const still = standstill(heard);
  if (still) return { kind: 'not_sent', reason: still };
  if (status === null)
    return { kind: 'unknown', reason: heard.phase === 'bytes_written' ? 'timeout' : 'bad_answer' };
  if (status === 200) {
    const sent = field(body, 'messages');
    const id = Array.isArray(sent) ? field(sent[0], 'id') : undefined;
    return typeof id === 'string' && id
      ? { kind: 'sent', id: id.slice(0, 200) }
      : { kind: 'unknown', reason: 'bad_answer' };
  }
  const code = codeOf(body);
  if (code === null) return { kind: 'unknown', reason: status >= 500 ? 'server_error' : 'bad_answer' };
  const reason = reasonOfCode(code);
  const again = reason === 'rate_limited' || gatewayState(reason) !== null;
  return { kind: again ? 'not_sent' : 'rejected', reason };
}

/** What reading the number itself says: whether the token opens it. */
export function cloudConnection(heard: Heard): Connection {
  const still = standstill(heard);
  if (still) return { state: gatewayState(still) ?? 'unreachable', reason: still };
  if (heard.status === 200 && typeof field(heard.body, 'id') === 'string')
    return { state: 'open', reason: null };
  const code = codeOf(heard.body);
  if (code === null) return { state: 'unreachable', reason: 'unreachable' };
  const reason = reasonOfCode(code);
  // A number that the token does not open answers as a wrong parameter.
  if (reason === 'refused') return { state: 'unauthorized', reason: 'instance_absent' };
  return { state: gatewayState(reason) ?? 'unreachable', reason };
}

/** Meta's codes by what to do about them (channels.md section 7). */
export function reasonOfCode(code: number): ChannelReason {
  if ([130429, 131056, 4, 80007, 131000, 131016, 1, 2, 133004].includes(code)) return 'rate_limited';
  if (code === 131047) return 'template_needed';
  if ([131026, 130472, 131050].includes(code)) return 'undeliverable';
  if (code === 131049) return 'wait_a_day';
  if (code === 0 || code === 190) return 'bad_key';
  if ([131048, 131042, 131031, 368, 131005, 10].includes(code) || (code >= 200 && code < 300))
    return 'account_stopped';
  return 'refused';
}

/** Why nothing can go at all; null when the answer is about the message. */
function standstill({ status, body, phase, refusedHere }: Heard): ChannelReason | null {
  if (refusedHere) return 'address_refused';
  if (status === null) return ['blocked', 'dns', 'tcp', 'tls'].includes(phase) ? 'unreachable' : null;
  if (codeOf(body) !== null) return null;
  if (status === 401) return 'bad_key';
  return status === 429 ? 'rate_limited' : null;
}

function codeOf(body: unknown): number | null {
  const code = field(field(body, 'error'), 'code');
  return typeof code === 'number' ? code : null;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
