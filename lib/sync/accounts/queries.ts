import 'server-only';
import { and, asc, desc, eq, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import type { Known } from '../audit/rules';

/** A place in a server's accounts: distance to the expiry in milliseconds, then the client. */
export type Place = { ms: number; id: string };

/**
 * The next clients of a server with an account on its panel: whose validity ends or ended nearest to `from`
 * first. `from` stays the same from the first account to the last, so that a place keeps its meaning; a
 * client whose date changes meanwhile may come twice or not at all.
 */
export async function nextAccounts(
  { resellerId, serverId, from }: { resellerId: ResellerId; serverId: string; from: Date },
  after: Place | null,
  limit: number,
) {
  const distance = sql<number>`floor(abs(extract(epoch from (${clients.expiresAt} - ${from.toISOString()}::timestamptz))) * 1000)::bigint`;
  const beyond: SQL | undefined = after
    ? sql`(${distance}, ${clients.id}) > (${after.ms}::bigint, ${after.id}::uuid)`
    : undefined;
  return database()
    .select({
      id: clients.id,
      ms: distance.mapWith(Number),
      username: clients.username,
      panelExpiresAt: clients.panelExpiresAt,
      planDays: plans.days,
    })
    .from(clients)
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(and(onPanel(resellerId, serverId), beyond))
    .orderBy(asc(distance), asc(clients.id))
    .limit(limit);
}

export type Account = Awaited<ReturnType<typeof nextAccounts>>[number];

/** Those of the clients that still have an account on the server's panel. */
export const accountsAmong = (
  { resellerId, serverId }: { resellerId: ResellerId; serverId: string },
  ids: string[],
) =>
  database()
    .select({
      id: clients.id,
      username: clients.username,
      panelExpiresAt: clients.panelExpiresAt,
      planDays: plans.days,
    })
    .from(clients)
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(and(onPanel(resellerId, serverId), inArray(clients.id, ids)));

/** Of the clients of a server, those whose account is known to exist on its panel. */
export const onPanel = (resellerId: ResellerId, serverId: string) =>
  and(
    eq(clients.resellerId, resellerId),
    eq(clients.serverId, serverId),
    eq(clients.panelState, 'linked'),
    isNull(clients.archivedAt),
  );

/** Renewals of some clients as they were sent, each client's newest first; cancelled ones left out. */
export async function renewalsOf(
  tx: Executor,
  resellerId: ResellerId,
  clientIds: string[],
): Promise<Map<string, Known['renewals']>> {
  const rows = await tx
    .select({
      clientId: renewalIntents.clientId,
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
        inArray(renewalIntents.clientId, clientIds),
        ne(renewalIntents.state, 'cancelled'),
      ),
    )
    .orderBy(desc(renewalIntents.createdAt));
  const byClient = new Map<string, Known['renewals']>();
  for (const row of rows) byClient.set(row.clientId, [...(byClient.get(row.clientId) ?? []), row]);
  return byClient;
}
