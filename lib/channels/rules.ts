import type { Kind } from '@/lib/templates/rules';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/time';

/**
 * The life of one message. Each move names the states it may start from, and every command puts them in its
 * WHERE. Only a person leads out of `unknown` (channels.md section 12): its text may already have arrived.
 */
export const MOVES = {
  /** Its renewal is proved. */
  release: { from: ['waiting'], to: 'queued' },
  /** Its renewal is proved, but the wording cannot be filled for this client. */
  block: { from: ['waiting'], to: 'failed' },
  /** The payment was undone; only what certainly reached nobody can still be stopped. */
  cancel: { from: ['waiting', 'queued', 'failed', 'expired'], to: 'cancelled' },
  /** Durable before the first byte leaves. */
  claim: { from: ['queued'], to: 'sending' },
  giveBack: { from: ['sending'], to: 'queued' },
  /** A late yes is believed as long as nobody took the message on since. */
  arrive: { from: ['sending', 'unknown'], to: 'sent' },
  refuse: { from: ['sending'], to: 'failed' },
  doubt: { from: ['sending'], to: 'unknown' },
  /** The gateway says that it is on the phone, or that it will never be. */
  deliver: { from: ['sent'], to: 'delivered' },
  bounce: { from: ['sent'], to: 'failed' },
  expire: { from: ['queued'], to: 'expired' },
  markSent: { from: ['queued', 'unknown', 'failed', 'expired'], to: 'sent' },
  resend: { from: ['unknown', 'failed', 'expired'], to: 'queued' },
  discard: { from: ['queued', 'unknown', 'failed', 'expired'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly MessageState[]; to: MessageState }>;

export type MessageState =
  | 'waiting'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'unknown'
  | 'failed'
  | 'expired'
  | 'cancelled';
export type Move = keyof typeof MOVES;

/**
 * What a message is about that is no client's: the answer to a question, what became of a command or a receipt
 * that did something, a package activated, a package about to end. It goes to a number or to a group.
 */
export type DirectKind = 'reply' | 'outcome' | 'package' | 'package_ending';

/** What a message is: for a client, in a wording of the reseller's; `alert` is for the reseller's own people. */
export type MessageKind = Kind | DirectKind | 'alert';

/** Whether its text is drawn from a wording, for a client. */
export const isClientKind = (kind: MessageKind): kind is Kind =>
  kind === 'renewed' || kind === 'welcome' || kind === 'custom';

/**
 * An open gateway that brings nothing for so long has lost its way to us: groups rest at night, not longer
 * (channels.md: "open but silent").
 */
export const SILENT_AFTER_MS = 12 * HOUR_MS;

/** Why something did not go: a key of lib/channels/messages.ts. */
export type ChannelReason =
  | 'bad_key'
  | 'instance_absent'
  | 'disconnected'
  | 'license'
  | 'v1_server'
  | 'unreachable'
  | 'address_refused'
  | 'moved'
  | 'rate_limited'
  | 'not_on_whatsapp'
  | 'refused'
  | 'timeout'
  | 'bad_answer'
  | 'server_error'
  | 'interrupted'
  | 'no_phone'
  | 'other_gateway'
  | 'group_absent'
  | 'group_needs_evolution'
  | 'template_needed'
  | 'undeliverable'
  | 'account_stopped'
  | 'wait_a_day'
  | 'password_unreadable';

/** What one send did. In doubt: `unknown`. */
export type SendOutcome =
  | { kind: 'sent'; id: string }
  | { kind: 'not_sent'; reason: ChannelReason }
  | { kind: 'rejected'; reason: ChannelReason }
  | { kind: 'unknown'; reason: ChannelReason };

/** The systems a message can leave by. */
export type GatewayKind = 'evolution' | 'cloud';

export type GatewayState = 'open' | 'closed' | 'unauthorized' | 'unreachable';
export type Connection = { state: GatewayState; reason: ChannelReason | null };

/** A way to a phone or a group. `to` is E.164, or a group's id (`…@g.us`). */
export interface Channel {
  connection(): Promise<Connection>;
  send(to: string, text: string): Promise<SendOutcome>;
}

/** A lost answer proves nothing for this long (channels.md section 12). */
export const UNKNOWN_QUIET_MS = 10 * MINUTE_MS;
export const LEASE_MS = 2 * MINUTE_MS;
/** A process frozen longer than this between claim and send does not send. */
export const SEND_GUARD_MS = 10 * SECOND_MS;
/** How often a phone that is off is looked at again. */
export const RECHECK_MS = 5 * MINUTE_MS;

/** After this a message is stale and is not sent by itself any more (fault F56). */
export const TTL_MS = {
  renewed: 48 * HOUR_MS,
  welcome: 7 * 24 * HOUR_MS,
  custom: 3 * 24 * HOUR_MS,
  alert: 48 * HOUR_MS,
  // An answer that comes late answers nothing.
  reply: 10 * MINUTE_MS,
  // Something was done: whoever asked for it must hear so, however late.
  outcome: 24 * HOUR_MS,
  package: 24 * HOUR_MS,
  package_ending: 20 * HOUR_MS,
} as const satisfies Record<MessageKind, number>;

/**
 * Who goes first where a number has several to send: what was done, then answers, for which somebody waits,
 * then the rest, a batch among it.
 */
export const FIRST_KINDS: readonly MessageKind[] = ['outcome', 'package'];
export const SECOND_KINDS: readonly MessageKind[] = ['reply'];

/** The random pause between two messages of one number (channels.md sections 6, 7); `random` in [0, 1). */
export const gapMs = (random: number, kind: GatewayKind = 'evolution'): number =>
  kind === 'cloud' ? SECOND_MS : Math.round((5 + 10 * random) * SECOND_MS);
export const MEAN_GAP_MS = gapMs(0.5);

const MOVE_AFTER = { sent: 'arrive', not_sent: 'giveBack', rejected: 'refuse', unknown: 'doubt' } as const;

/** How a message to a number or a group leaves: groups only Evolution reaches (channels.md section 7). */
export const directChannel = (gateway: GatewayKind | null, toGroup: boolean): GatewayKind | 'manual' =>
  gateway === 'evolution' || (gateway === 'cloud' && !toGroup) ? gateway : 'manual';

/** What a send's outcome makes of the message. */
export const afterSend = (
  outcome: SendOutcome,
): { move: (typeof MOVE_AFTER)[SendOutcome['kind']]; reason: ChannelReason | null } => ({
  move: MOVE_AFTER[outcome.kind],
  reason: outcome.kind === 'sent' ? null : outcome.reason,
});

/** The state a gateway is in when it refused for `reason`; null when the refusal says nothing about it. */
export function gatewayState(reason: ChannelReason): GatewayState | null {
  switch (reason) {
    case 'bad_key':
    case 'instance_absent':
    case 'license':
    case 'v1_server':
    case 'address_refused':
    case 'moved':
    case 'account_stopped':
      return 'unauthorized';
    case 'disconnected':
      return 'closed';
    case 'unreachable':
    case 'rate_limited':
      return 'unreachable';
    default:
      return null;
  }
}

/** Whether a person may send a doubtful message again: never within the quiet time. */
export const mayResend = (message: { state: MessageState; nextRunAt: Date }, now: Date): boolean =>
  (MOVES.resend.from as readonly string[]).includes(message.state) &&
  (message.state !== 'unknown' || message.nextRunAt <= now);
