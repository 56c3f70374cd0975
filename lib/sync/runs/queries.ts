import 'server-only';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { literals } from '@/db/literals';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { resellers } from '@/db/schema/resellers';
import { servers } from '@/db/schema/servers';
import { syncRows, syncRuns } from '@/db/schema/sync';
import { OPEN_STATES } from '@/lib/accounts/queries';
import { notDismissed } from '@/lib/dismissals/queries';
import { ENDED } from '@/lib/renewals/rules';
import { accountsAmong, onPanel } from '../accounts/queries';
import type { Ours } from '../plan/rules';

/** The runs to go on with; `group` is the panel. */
export async function dueSyncs(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  return database()
    .select({ id: syncRuns.id, group: syncRuns.origin })
    .from(syncRuns)
    .where(ready(now))
    .orderBy(asc(syncRuns.nextRunAt))
    .limit(limit);
}

/** Due, and nobody goes on with it. */
export const ready = (now: Date) =>
  and(
    eq(syncRuns.state, 'running'),
    lte(syncRuns.nextRunAt, now),
    sql`coalesce(${syncRuns.leaseUntil} < ${now.toISOString()}::timestamptz, true)`,
  );

/** Whether a server still is as its panel was opened: the same address, user and token, and the same of its APIs. */
export async function isStill(
  { resellerId, serverId }: Pick<typeof syncRuns.$inferSelect, 'resellerId' | 'serverId'>,
  { version, panelType }: { version: number; panelType: string },
): Promise<boolean> {
  const rows = await database()
    .select({ id: servers.id })
    .from(servers)
    .where(
      and(
        eq(servers.resellerId, resellerId),
        eq(servers.id, serverId),
        eq(servers.version, version),
        eq(servers.panelType, panelType),
      ),
    );
  return rows.length === 1;
}

/** The accounts that a run passed over and still owes a reading, by name: who is not on the panel any more is let go. */
export async function owedAccounts(run: typeof syncRuns.$inferSelect) {
  const { failed, left } = run.owed;
  if (left.length === 0) return { failed, left: [] };
  const accounts = await accountsAmong(
    run,
    left.map((one) => one.of),
  );
  const tries = new Map(left.map((one) => [one.of, one.tries]));
  return {
    failed,
    // Behind the place reached: theirs is none to go on from.
    left: accounts.map((account) => ({
      item: { ...account, ms: 0, listed: null },
      tries: tries.get(account.id) ?? 0,
    })),
  };
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

/**
 * Whether a renewal `i` or an account task `a` is under way. What an account left behind on another server needs says nothing
 * of the one here, nor does a status that a person dismissed.
 */
export const GOES_ON = {
  renewal: sql`i.state not in ${literals(ENDED)}`,
  account: sql`(a.username is null and a.state in ${literals(OPEN_STATES)}
    and (a.kind <> 'status' or ${notDismissed('account', 'a')}))`,
};

/** Whether a renewal is under way, or something the account still needs: its protocol owns the client (F69). */
export const underWay = sql<boolean>`(exists (select from ${renewalIntents} i
    where i.reseller_id = ${clients.resellerId} and i.client_id = ${clients.id} and ${GOES_ON.renewal})
  or exists (select from ${accountTasks} a
    where a.reseller_id = ${clients.resellerId} and a.client_id = ${clients.id} and ${GOES_ON.account}))`;

/** Whether a row's run read the panel of its server as that is now; edited since, it tells of somebody else's accounts. */
export const readAsIs = sql<boolean>`exists (select from ${syncRuns} u
  join ${servers} s on s.reseller_id = u.reseller_id and s.id = u.server_id
  where u.id = ${syncRows.runId} and coalesce(u.server_version = s.version, true))`;

/**
 * When something was last done on the accounts of these clients, as far as its proof: between what was sent and that, a
 * reading may show either. Who is not in it: never. A look that neither sent nor proved anything did nothing, and what an
 * account left behind needs is none of the one here.
 */
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
    union all select client_id, greatest(sent_at, (evidence -> -1 ->> 'at')::timestamptz) from ${accountTasks} where ${among}
      and username is null and (sent_at is not null or state = 'done')
  ) as acts where at is not null group by client_id`);
  return new Map(rows.map(({ id, at }) => [id, new Date(at)]));
}

/**
 * Has the caller's transaction wait until nobody else writes down or takes over what readings of the server say: they lock
 * many clients and rows, each in an order of its own, and would end in a deadlock. Longer than other locks are waited for,
 * since thousands may be taken over at once.
 */
export async function oneAtATime(tx: Executor, serverId: string): Promise<void> {
  await tx.execute(
    sql`select set_config('statement_timeout', '60s', true), set_config('lock_timeout', '30s', true)`,
  );
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('sync rows'), hashtext(${serverId}))`);
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
