import type { Phase } from '@/lib/panels/rules';
import { type ChannelReason, type Connection, gatewayState, type SendOutcome } from '../rules';

/** How one call ended, whatever the library. `status` is null when no whole answer came back. */
export type Heard = { status: number | null; body: unknown; phase: Phase; refusedHere: boolean };

const NOTHING_LEFT: readonly Phase[] = ['blocked', 'dns', 'tcp', 'tls'];

/**
 * What one sendText did (channels.md section 6). Only what certainly reached no phone is `not_sent` or
 * `rejected`; every other answer, and silence after the first byte, is `unknown`.
 */
export function sendOutcome(heard: Heard): SendOutcome {
  const { status, body } = heard;
  const refusal = gatewayRefusal(heard);
  if (refusal) return { kind: 'not_sent', reason: refusal };
  if (status === null) {
    return { kind: 'unknown', reason: heard.phase === 'bytes_written' ? 'timeout' : 'bad_answer' };
  }
  if (status === 200 || status === 201) {
    const id = field(field(body, 'key'), 'id');
    return typeof id === 'string' && id
      ? { kind: 'sent', id: id.slice(0, 200) }
      : { kind: 'unknown', reason: 'bad_answer' };
  }
  if (status === 400 && saysAbsent(body)) return { kind: 'rejected', reason: 'not_on_whatsapp' };
  if ([400, 413, 422].includes(status) && isObject(body)) return { kind: 'rejected', reason: 'refused' };
  return { kind: 'unknown', reason: status >= 500 ? 'server_error' : 'bad_answer' };
}

/** What connectionState says: only `open` can send. */
export function connectionOf(heard: Heard): Connection {
  const refusal = gatewayRefusal(heard);
  if (refusal) return { state: gatewayState(refusal) ?? 'unreachable', reason: refusal };
  const { status, body } = heard;
  if (status !== null && status >= 300 && status < 400) return { state: 'unauthorized', reason: 'moved' };
  const state = status === 200 ? field(field(body, 'instance'), 'state') : undefined;
  if (state === 'open') return { state: 'open', reason: null };
  if (typeof state === 'string') return { state: 'closed', reason: 'disconnected' };
  return { state: 'unreachable', reason: 'unreachable' };
}

/** `[{id, subject}, …]` as names by id; what is no group with a name passes by. */
export function namesOf(body: unknown): Record<string, string> | null {
  if (!Array.isArray(body)) return null;
  const named = body.flatMap((one): [string, string][] => {
    const [id, subject] = [field(one, 'id'), field(one, 'subject')];
    const known = typeof id === 'string' && id.endsWith('@g.us') && typeof subject === 'string';
    return known && subject.trim() ? [[id, subject.trim().slice(0, 80)]] : [];
  });
  return Object.fromEntries(named);
}

/** Why a webhook was not set; null when it was. */
export function webhookRefusal(heard: Heard): ChannelReason | null {
  const refusal = gatewayRefusal(heard);
  if (refusal) return refusal;
  const { status } = heard;
  if (status === 200 || status === 201) return null;
  return status !== null && status >= 400 && status < 500 ? 'refused' : 'unreachable';
}

/** Why the gateway itself stands still; null when the answer is about the message. */
function gatewayRefusal({ status, body, phase, refusedHere }: Heard): ChannelReason | null {
  if (refusedHere) return 'address_refused';
  if (status === null) return NOTHING_LEFT.includes(phase) ? 'unreachable' : null;
  if (status === 401) return 'bad_key';
  // A page in front of the gateway, not the gateway.
  if (status === 403) return isObject(body) ? 'bad_key' : 'unreachable';
  if (status === 404) return 'instance_absent';
  if (status === 429) return 'rate_limited';
  if (status === 503 && field(body, 'code') === 'LICENSE_REQUIRED') return 'license';
  if (status === 500 && words(body).includes("reading 'textMessage'")) return 'v1_server';
  return null;
}

const saysAbsent = (body: unknown): boolean => {
  const said = field(field(body, 'response'), 'message');
  return Array.isArray(said) && field(said[0], 'exists') === false;
};

const words = (body: unknown): string => (isObject(body) ? JSON.stringify(body).slice(0, 2_000) : '');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const field = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
