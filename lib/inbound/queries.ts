import 'server-only';
import { and, count, desc, eq, inArray, isNull, like, max, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { inboundEvents } from '@/db/schema/mercadopago';
import { messages } from '@/db/schema/messages';
import { resellers } from '@/db/schema/resellers';
import { cloudIncoming } from './cloud/api';
import { evolutionIncoming } from './evolution/api';
import type { Incoming } from './rules';

/** Which system told us of an event; null when there is none. */
export async function providerOf(id: string) {
  const [row] = await database()
    .select({ provider: inboundEvents.provider })
    .from(inboundEvents)
    .where(eq(inboundEvents.id, id));
  return row?.provider ?? null;
}

/** A kept piece as its gateway's reader sees it; null when it holds nothing to act on. */
export function readEvent({ provider, body }: { provider: string; body: string }): Incoming | null {
  if (!body) return null;
  const piece: unknown = JSON.parse(body);
  return provider === 'cloud' ? cloudIncoming(piece) : evolutionIncoming(piece);
}

/** Where a reseller's numbers and hours are read. */
export async function placeOf(tx: Executor, resellerId: ResellerId) {
  const [place] = await tx
    .select({ zone: resellers.timezone, country: resellers.country })
    .from(resellers)
    .where(eq(resellers.id, resellerId));
  if (!place) throw new Error('An event names no reseller');
  return place;
}

type StrangeGroup = { jid: string; messages: number; lastAt: Date };

/** WhatsApp groups that wrote in the last 40 days and are none of the reseller's, the latest first. */
export async function unregisteredGroups(resellerId: ResellerId, limit = 20): Promise<StrangeGroup[]> {
  const lastAt = max(inboundEvents.receivedAt);
  const rows = await database()
    .select({ jid: inboundEvents.subject, messages: count(), lastAt })
    .from(inboundEvents)
    .leftJoin(groups, and(eq(groups.resellerId, resellerId), eq(groups.jid, inboundEvents.subject)))
    .where(
      and(
        eq(inboundEvents.resellerId, resellerId),
        eq(inboundEvents.provider, 'evolution'),
        like(inboundEvents.subject, '%@g.us'),
        isNull(groups.id),
      ),
    )
    .groupBy(inboundEvents.subject)
    .orderBy(desc(lastAt))
    .limit(limit);
  return rows.flatMap((row) => (row.lastAt ? [{ ...row, lastAt: row.lastAt }] : []));
}

type Exchange = {
  id: string;
  at: Date;
  author: string | null;
  phone: string | null;
  text: string;
  reply: string | null;
};

/** The last messages of a group that were answered, with the answers, oldest first. */
export async function exchangesOf(resellerId: ResellerId, jid: string, limit = 20): Promise<Exchange[]> {
  const rows = await database()
    .select({ event: inboundEvents, reply: messages.body })
    .from(inboundEvents)
    .leftJoin(
      messages,
      and(
        eq(messages.resellerId, inboundEvents.resellerId),
        inArray(messages.kind, ['reply', 'outcome']),
        sql`${messages.subjectId} = ${inboundEvents.id}`,
      ),
    )
    .where(
      and(
        eq(inboundEvents.resellerId, resellerId),
        inArray(inboundEvents.provider, ['evolution', 'cloud']),
        eq(inboundEvents.subject, jid),
        eq(inboundEvents.state, 'done'),
      ),
    )
    .orderBy(desc(inboundEvents.receivedAt), desc(inboundEvents.id))
    .limit(limit);
  return rows.reverse().flatMap(({ event, reply }) => {
    const said = readEvent(event);
    if (said?.kind !== 'message') return [];
    const { author, text } = said;
    return [{ id: event.id, at: event.receivedAt, author: author.name, phone: author.phone, text, reply }];
  });
}
