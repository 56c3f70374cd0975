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
      readAt: clients.panelReadAt,
    })
    .from(clients)
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(and(onPanel(resellerId, serverId), inArray(clients.id, ids)));
  const acted = await actedAmong(tx, resellerId, ids);
  return new Map(
    rows.map(({ id, readAt, ...ours }) => [id, { ...ours, actedAt: latest(readAt, acted.get(id)) }]),
  );
}

/** Whether a renewal is under way, or something the account still needs: its protocol owns the client (F69). */
export const underWay = sql<boolean>`(exists (select from ${renewalIntents} i
    where i.reseller_id = ${clients.resellerId} and i.client_id = ${clients.id}
      and i.state not in ('verified', 'cancelled', 'closed'))
  or exists (select from ${accountTasks} a
    where a.reseller_id = ${clients.resellerId} and a.client_id = ${clients.id}
      and a.state in ('pending', 'sending', 'unknown', 'rejected', 'review')))`;

/** When something was last done on the accounts of these clients; who is not in it: never. */
export async function actedAmong(
  tx: Executor,
  resellerId: ResellerId,
  ids: string[],
): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map();
  const among = sql`reseller_id = ${resellerId}
    and client_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;
  const rows = await tx.execute<{
    id: string;
    at: Date | string;
  }>(sql`select client_id as id, max(at) as at from (
    select client_id, greatest(sent_at, verified_at) as at from ${renewalIntents} where ${among}
    union all select client_id, sent_at from ${accountTasks} where ${among}
  ) as acts where at is not null group by client_id`);
  return new Map(rows.map(({ id, at }) => [id, new Date(at)]));
}

/** The later of two instants, of which either may not be. */
export const latest = (a: Date | null, b: Date | null | undefined): Date | null =>
  a && b ? (a > b ? a : b) : (a ?? b ?? null);

/** The zone in which a reseller's dates are compared. */
export async function zoneOf(resellerId: ResellerId, on: Executor = database()): Promise<string> {
  const [row] = await on
    .select({ zone: resellers.timezone })
    .from(resellers)
    .where(eq(resellers.id, resellerId));
  if (!row) throw new Error('A run names no reseller');
  return row.zone;
}
