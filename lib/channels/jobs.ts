import 'server-only';
import { and, eq, inArray, lte, or, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { channels, messages } from '@/db/schema/messages';
import { log } from '@/lib/log';
import { recordConnection } from './gateways/commands';
import { type GatewayRow, openGateway } from './gateways/queries';
import { type MessageRow, withPassword } from './outbox/commands';
import { recipient } from './outbox/queries';
import { type Channel, gapMs, gatewayState, RECHECK_MS, SEND_GUARD_MS, type SendOutcome } from './rules';
import {
  claimMessage,
  doubtInterrupted,
  expireMessage,
  postponeMessage,
  settleMessage,
} from './sending/commands';
import { aheadOf, lineOrder } from './sending/queries';

/** Where instants come from: the process, or the database's own clock. */
type Clock = () => Date | Promise<Date>;
/** Null: nothing to do, or another caller has it. */
type SendReport = null | 'waiting' | 'sent' | 'failed' | 'unknown' | 'expired';

/**
 * Does what one message needs now; any number of callers, at once or late. Sends at most once per claim:
 * whatever is in doubt ends `unknown`, and only a person sends that again.
 */
export async function sendMessage(messageId: string, now: Clock): Promise<SendReport> {
  const found = await messageOf(messageId);
  if (!found) return null;
  const { row, to, password } = found;
  const at = await now();
  if (row.state === 'sending')
    return row.leaseUntil && row.leaseUntil <= at && (await doubtInterrupted(row, at)) ? 'unknown' : null;
  if (row.state !== 'queued') return null;
  if (row.expiresAt && row.expiresAt <= at) return (await expireMessage(row, at)) ? 'expired' : null;
  if (row.channel === 'manual' || row.nextRunAt > at) return null;

  const gateway = await openGateway(row.resellerId);
  if (gateway?.row.kind !== row.channel) return null;
  // Only a person can mend it, and mending it wakes what waits.
  if (gateway.row.state === 'unauthorized') return null;
  const { id, kind, nextSendAt } = gateway.row;
  const ahead = gateway.row.state === 'open' && !(nextSendAt && nextSendAt > at) && (await aheadOf(row, at));
  if (ahead) {
    // The number's moment is another's, whose own wake-up may be lost: that one goes, this one comes back.
    await postponeMessage(row, new Date(at.getTime() + gapMs(0, kind)), null);
    return sendMessage(ahead, now);
  }
  const obstacle = await obstacleOf(gateway, now);
  if (obstacle) {
    await postponeMessage(row, obstacle.until, obstacle.reason);
    return 'waiting';
  }
  const claimedAt = await now();
  const phone = row.chat ? null : to;
  const slot = { id, kind, phone, gapMs: gapMs(Math.random(), kind) };
  const held = await claimMessage(row, slot, claimedAt);
  if (!held) {
    // Another worker took the number's moment, or this message. Back before the next moment, not to miss it.
    await postponeMessage(row, new Date(claimedAt.getTime() + gapMs(0, kind)), null);
    return 'waiting';
  }
  const outcome = await deliver(gateway.channel, held, { to, password }, claimedAt, now);
  return settle(held, gateway.row, outcome, await now());
}

/** The messages whose moment has come, one per number: the next waits out the gap. `group` is the number. */
export async function dueMessages(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  const at = now.toISOString();
  const ready = sql`coalesce(${channels.nextSendAt}, ${at}) <= ${at}
    and (${channels.state} = 'open' or (${channels.state} in ('closed', 'unreachable')
      and ${channels.checkedAt} <= ${new Date(now.getTime() - RECHECK_MS).toISOString()}))`;
  const settling = or(eq(messages.state, 'sending'), lte(messages.expiresAt, now));
  const due = and(inArray(messages.state, ['queued', 'sending']), lte(messages.nextRunAt, now));
  const mine = and(eq(channels.resellerId, messages.resellerId), sql`${channels.kind} = ${messages.channel}`);
  const overdue = await database()
    .select({ id: messages.id, group: messages.resellerId })
    .from(messages)
    .where(and(due, settling))
    .orderBy(messages.nextRunAt)
    .limit(limit);
  const next = await database()
    .selectDistinctOn([messages.resellerId], { id: messages.id, group: messages.resellerId })
    .from(messages)
    .innerJoin(channels, mine)
    .where(and(due, eq(messages.state, 'queued'), sql`(${ready})`))
    .orderBy(messages.resellerId, ...lineOrder)
    .limit(limit);
  const seen = new Set(overdue.map((m) => m.id));
  return [...overdue, ...next.filter((m) => !seen.has(m.id))].slice(0, limit);
}

/** What stands between a queued message and its number; a fresh look at the phone is part of it. */
async function obstacleOf(
  { row, channel }: { row: GatewayRow; channel: Channel },
  now: Clock,
): Promise<{ until: Date; reason: string | null } | null> {
  const at = await now();
  if (row.nextSendAt && row.nextSendAt > at) return { until: row.nextSendAt, reason: null };
  const recheckAt = new Date(row.checkedAt.getTime() + RECHECK_MS);
  if (row.state !== 'open' && recheckAt > at) return { until: recheckAt, reason: row.reason };
  const connection = await channel.connection();
  const seenAt = await now();
  await recordConnection(row.resellerId, row.id, connection, seenAt);
  if (connection.state === 'open') return null;
  return { until: new Date(seenAt.getTime() + RECHECK_MS), reason: connection.reason };
}

async function deliver(
  channel: Channel,
  held: MessageRow,
  { to, password }: { to: string | null; password: string | null },
  claimedAt: Date,
  now: Clock,
): Promise<SendOutcome> {
  if (!to) return { kind: 'rejected', reason: 'no_phone' };
  let text: string;
  try {
    text = withPassword(held, password);
  } catch (err) {
    log.error({ err, message: held.id }, 'client password cannot be opened');
    return { kind: 'rejected', reason: 'password_unreadable' };
  }
  // A process that was frozen may no longer own its lease.
  if ((await now()).getTime() - claimedAt.getTime() > SEND_GUARD_MS)
    return { kind: 'not_sent', reason: 'interrupted' };
  return channel.send(to, text);
}

async function settle(
  held: MessageRow,
  gateway: GatewayRow,
  outcome: SendOutcome,
  now: Date,
): Promise<SendReport> {
  const row = await settleMessage(held, outcome, now);
  const state = outcome.kind === 'sent' ? null : gatewayState(outcome.reason);
  if (state && outcome.kind !== 'sent')
    await recordConnection(gateway.resellerId, gateway.id, { state, reason: outcome.reason }, now);
  log.info({ message: held.id, outcome: outcome.kind, reason: row?.reason ?? null }, 'message');
  return outcome.kind === 'rejected' ? 'failed' : outcome.kind === 'not_sent' ? 'waiting' : outcome.kind;
}

async function messageOf(id: string) {
  const [found] = await database()
    .select({ row: messages, to: recipient, password: clients.passwordEncrypted })
    .from(messages)
    .leftJoin(clients, and(eq(clients.resellerId, messages.resellerId), eq(clients.id, messages.clientId)))
    .where(eq(messages.id, id));
  return found;
}
