import 'server-only';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { resellers } from '@/db/schema/resellers';
import { syncRuns } from '@/db/schema/sync';
import { onPanel } from '../accounts/queries';
import type { Ours } from '../plan/rules';

/** The runs to go on with; `group` is the panel. */
export async function dueSyncs(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  return database()
    .select({ id: syncRuns.id, group: syncRuns.origin })
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.state, 'running'),
        lte(syncRuns.nextRunAt, now),
        sql`coalesce(${syncRuns.leaseUntil} < ${now.toISOString()}::timestamptz, true)`,
      ),
    )
    .orderBy(asc(syncRuns.nextRunAt))
    .limit(limit);
}

/** Those of the clients that still are on the server's panel, as they are at this instant. */
export async function oursOf(
  tx: Executor,
  { resellerId, serverId }: Pick<typeof syncRuns.$inferSelect, 'resellerId' | 'serverId'>,
  ids: string[],
): Promise<Map<string, Ours>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      id: clients.id,
      expiresAt: clients.expiresAt,
      status: clients.status,
      packageId: plans.packageId,
      inFlight: underWay,
      actedAt: actedAt.mapWith(clients.panelReadAt),
    })
    .from(clients)
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(and(onPanel(resellerId, serverId), inArray(clients.id, ids)));
  return new Map(rows.map(({ id, ...ours }) => [id, ours]));
}

/** Whether a renewal is under way, or something the account still needs: its protocol owns the client (F69). */
export const underWay = sql<boolean>`(exists (select from ${renewalIntents} i
    where i.reseller_id = ${clients.resellerId} and i.client_id = ${clients.id}
      and i.state not in ('verified', 'cancelled', 'closed'))
  or exists (select from ${accountTasks} a
    where a.reseller_id = ${clients.resellerId} and a.client_id = ${clients.id}
      and a.state in ('pending', 'sending', 'unknown', 'rejected', 'review')))`;

/** When something was last done on a client's account, or it was last read one by one. */
export const actedAt = sql<Date | null>`greatest(${clients.panelReadAt},
  (select max(greatest(i.sent_at, i.verified_at)) from ${renewalIntents} i
    where i.reseller_id = ${clients.resellerId} and i.client_id = ${clients.id}),
  (select max(a.sent_at) from ${accountTasks} a
    where a.reseller_id = ${clients.resellerId} and a.client_id = ${clients.id}))`;

/** The zone in which a reseller's dates are compared. */
export async function zoneOf(resellerId: ResellerId): Promise<string> {
  const [row] = await database()
    .select({ zone: resellers.timezone })
    .from(resellers)
    .where(eq(resellers.id, resellerId));
  if (!row) throw new Error('A run names no reseller');
  return row.zone;
}
