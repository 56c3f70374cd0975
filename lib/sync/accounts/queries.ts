import 'server-only';
import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';

/** A place in a server's accounts: distance to the expiry in milliseconds, then the client. */
export type Place = { ms: number; id: string };

/**
 * The next client of a server with an account on its panel: whose validity ends or ended nearest to `from`
 * first. `from` stays the same from the first account to the last, so that a place keeps its meaning; a
 * client whose date changes meanwhile may come twice or not at all.
 */
export async function nextAccount(
  { resellerId, serverId, from }: { resellerId: ResellerId; serverId: string; from: Date },
  after: Place | null,
) {
  const distance = sql<number>`floor(abs(extract(epoch from (${clients.expiresAt} - ${from.toISOString()}::timestamptz))) * 1000)::bigint`;
  const beyond: SQL | undefined = after
    ? sql`(${distance}, ${clients.id}) > (${after.ms}::bigint, ${after.id}::uuid)`
    : undefined;
  const [row] = await database()
    .select({
      id: clients.id,
      ms: distance.mapWith(Number),
      username: clients.username,
      panelExpiresAt: clients.panelExpiresAt,
      planDays: plans.days,
    })
    .from(clients)
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(
      and(
        eq(clients.resellerId, resellerId),
        eq(clients.serverId, serverId),
        eq(clients.panelState, 'linked'),
        isNull(clients.archivedAt),
        beyond,
      ),
    )
    .orderBy(asc(distance), asc(clients.id))
    .limit(1);
  return row ?? null;
}

export type Account = NonNullable<Awaited<ReturnType<typeof nextAccount>>>;

/** A client's renewals as they were sent, the newest first; cancelled ones left out. */
export async function renewalsOf(resellerId: ResellerId, clientId: string) {
  return database()
    .select({
      state: renewalIntents.state,
      attempt: renewalIntents.attempt,
      expiresBefore: renewalIntents.expiresBefore,
      expiresAfter: renewalIntents.expiresAfter,
      periodMs: renewalIntents.periodMs,
      minDeltaMs: renewalIntents.minDeltaMs,
      sentAt: renewalIntents.sentAt,
      quietUntil: renewalIntents.quietUntil,
      lastNegativeAt: renewalIntents.lastNegativeAt,
      verifiedAt: renewalIntents.verifiedAt,
    })
    .from(renewalIntents)
    .where(
      and(
        eq(renewalIntents.resellerId, resellerId),
        eq(renewalIntents.clientId, clientId),
        sql`${renewalIntents.state} <> 'cancelled'`,
      ),
    )
    .orderBy(sql`${renewalIntents.createdAt} desc`)
    .limit(20);
}

export type Renewal = Awaited<ReturnType<typeof renewalsOf>>[number];
