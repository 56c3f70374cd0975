import 'server-only';
import { and, eq, gte, lte, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { channels, messages } from '@/db/schema/messages';
import { system } from '@/lib/audit/commands';
import { DAY_MS } from '@/lib/time';
import { type MessageRow, moveMessage, wakeSender } from '../outbox/commands';
import {
  afterSend,
  type GatewayKind,
  LEASE_MS,
  RECHECK_MS,
  type SendOutcome,
  UNKNOWN_QUIET_MS,
} from '../rules';

/**
 * Makes the attempt durable and takes the number's next free moment, both or none. The gateway's row is
 * locked first, so that of any number of workers one sends and the next waits out the gap.
 */
export async function claimMessage(
  { resellerId, id }: MessageRow,
  gateway: { id: string; kind: GatewayKind; phone: string | null; gapMs: number },
  now: Date,
): Promise<MessageRow | null> {
  return database().transaction(async (tx) => {
    const number = and(eq(channels.resellerId, resellerId), eq(channels.id, gateway.id));
    const [slot] = await tx.select().from(channels).where(number).for('update');
    if (slot?.state !== 'open' || (slot.nextSendAt && slot.nextSendAt > now)) return null;
    const leaseUntil = new Date(now.getTime() + LEASE_MS);
    const which = and(eq(messages.id, id), eq(messages.channel, gateway.kind), lte(messages.nextRunAt, now));
    const changes = { phone: gateway.phone, reason: null, leaseUntil, nextRunAt: leaseUntil };
    const claimed = await moveMessage(tx, system(resellerId), 'claim', which, changes, now);
    if (!claimed) return null;
    const nextSendAt = new Date(now.getTime() + gateway.gapMs);
    await tx.update(channels).set({ nextSendAt }).where(number);
    const [held] = await tx
      .update(messages)
      .set({ attempt: sql`${messages.attempt} + 1`, leaseToken: sql`${messages.leaseToken} + 1` })
      .where(and(eq(messages.resellerId, resellerId), eq(messages.id, id)))
      .returning();
    if (held) await wakeSender(tx, held);
    return held ?? null;
  });
}

/** Meta repeats a status for seven days. */
const DELIVERY_DAYS = 8;

/** Writes what a send did; null when the lease was taken over, then nothing is written. */
export async function settleMessage(
  held: MessageRow,
  outcome: SendOutcome,
  now: Date,
): Promise<MessageRow | null> {
  const { move, reason } = afterSend(outcome);
  const after = {
    arrive: { providerId: outcome.kind === 'sent' ? outcome.id : null, sentAt: now },
    giveBack: { attempt: held.attempt - 1, nextRunAt: new Date(now.getTime() + RECHECK_MS) },
    doubt: { nextRunAt: new Date(now.getTime() + UNKNOWN_QUIET_MS) },
    refuse: {},
  }[move];
  return database().transaction(async (tx) => {
    const which = and(eq(messages.id, held.id), eq(messages.leaseToken, held.leaseToken));
    const changes = { ...after, reason, leaseUntil: null };
    const row = await moveMessage(tx, system(held.resellerId), move, which, changes, now);
    if (row?.state === 'queued') await wakeSender(tx, row);
    return row;
  });
}

/**
 * What a gateway says later of a message it took: on the phone, or never. True when one of the last days bears
 * its id, whatever state that is in: said twice or late, it changes nothing.
 */
export async function recordDelivery(
  tx: Executor,
  resellerId: ResellerId,
  told: { providerId: string; status: 'delivered' | 'failed'; reason: string | null },
  now: Date,
): Promise<boolean> {
  const recent = new Date(now.getTime() - DELIVERY_DAYS * DAY_MS);
  const which = and(eq(messages.providerId, told.providerId), gte(messages.createdAt, recent));
  const [row] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.resellerId, resellerId), which));
  if (!row) return false;
  const move = told.status === 'delivered' ? 'deliver' : 'bounce';
  const changes = { reason: told.reason };
  await moveMessage(tx, system(resellerId), move, eq(messages.id, row.id), changes, now);
  return true;
}

/** A worker died between claim and answer: nobody knows whether it went. */
export async function doubtInterrupted(row: MessageRow, now: Date): Promise<boolean> {
  const nextRunAt = new Date(now.getTime() + UNKNOWN_QUIET_MS);
  const which = and(eq(messages.id, row.id), lte(messages.leaseUntil, now));
  const changes = { reason: 'interrupted', nextRunAt, leaseUntil: null };
  return database().transaction(
    async (tx) => (await moveMessage(tx, system(row.resellerId), 'doubt', which, changes, now)) !== null,
  );
}

/** Yesterday's news is not sent (fault F56). */
export async function expireMessage(row: MessageRow, now: Date): Promise<boolean> {
  const which = and(eq(messages.id, row.id), lte(messages.expiresAt, now));
  return database().transaction(
    async (tx) => (await moveMessage(tx, system(row.resellerId), 'expire', which, {}, now)) !== null,
  );
}

/** Looks again later. `reason` says why it waits; null while only the number's gap is in the way. */
export async function postponeMessage(row: MessageRow, at: Date, reason: string | null): Promise<void> {
  await database().transaction(async (tx) => {
    const [moved] = await tx
      .update(messages)
      .set({ nextRunAt: at, reason })
      .where(
        and(
          eq(messages.resellerId, row.resellerId),
          eq(messages.id, row.id),
          eq(messages.state, 'queued'),
          eq(messages.channel, row.channel),
        ),
      )
      .returning();
    if (moved) await wakeSender(tx, moved);
  });
}
