import 'server-only';
import { and, asc, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { syncRows, syncRuns } from '@/db/schema/sync';
import { samePanelAs } from '@/lib/accounts/left/queries';
import { leftBehind } from '@/lib/clients/record/queries';
import { USERNAME } from '@/lib/clients/schema';
import { matching, reachedFrom } from '../filter/queries';
import type { RowFilter } from '../filter/rules';
import { planByPackage } from './rules';

/** A server's plans in use, by name: whose packages say where a customer unknown here belongs. */
export const plansOn = (tx: Executor, resellerId: ResellerId, serverId: string) =>
  tx
    .select({ id: plans.id, name: plans.name, packageId: plans.packageId })
    .from(plans)
    .where(and(eq(plans.resellerId, resellerId), eq(plans.serverId, serverId), isNull(plans.archivedAt)))
    .orderBy(asc(plans.name), asc(plans.id));

/** Who can be taken in, as lib/sync/strangers/schema.ts reads them, on a plan that stands out or that a person picks. */
export const takeable = sql<boolean>`(${syncRows.class} = 'missing_here' and ${syncRows.reason} is null
  and ${syncRows.theirs} ->> 'expiresAt' is not null
  and ${syncRows.theirs} ->> 'status' in ('active', 'suspended')
  and ${syncRows.username} ~ ${USERNAME.source})`;

/** Who is open to be taken in of a run, as the filter shows them: how many of each package. Null: the panel says none. */
export async function strangersByPackage(
  resellerId: ResellerId,
  runId: string,
  filter: RowFilter,
): Promise<{ packageId: string | null; n: number }[]> {
  const packageId = sql<string | null>`${syncRows.theirs} ->> 'packageId'`;
  return database()
    .select({ packageId, n: count() })
    .from(syncRows)
    .where(
      and(
        eq(syncRows.resellerId, resellerId),
        reachedFrom(resellerId, runId),
        eq(syncRows.state, 'open'),
        takeable,
        ...matching(filter),
      ),
    )
    .groupBy(packageId);
}

/**
 * What taking in does: a server's plans, the one that sells a package, and of the customers whom a filter shows, who
 * `come` by themselves and for whom a plan has to be picked.
 */
export async function intakeOf(
  resellerId: ResellerId,
  { serverId, runId, filter }: { serverId: string; runId: string; filter: RowFilter },
) {
  const [plans, packages] = await Promise.all([
    plansOn(database(), resellerId, serverId),
    strangersByPackage(resellerId, runId, filter),
  ]);
  const planOf = planByPackage(plans);
  const of = (known: boolean) =>
    packages.reduce((sum, { packageId, n }) => ((planOf(packageId) !== null) === known ? sum + n : sum), 0);
  return { plans, planOf, come: of(true), pick: of(false) };
}

/**
 * Which usernames, in small letters, are somebody's already: of clients in use on the other servers that are the same panel
 * and user, or of accounts that clients left behind there. One account is one client (docs/decisions/0028).
 */
export async function takenElsewhere(
  tx: Executor,
  { resellerId, serverId, usernames }: { resellerId: ResellerId; serverId: string; usernames: string[] },
): Promise<Set<string>> {
  const others = [...(await samePanelAs(resellerId, serverId, tx))].filter((id) => id !== serverId);
  const name = sql<string>`lower(${clients.username})`;
  const names = usernames.map((one) => one.toLowerCase());
  const rows = await tx
    .select({ name })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        inArray(clients.serverId, others),
        isNull(clients.archivedAt),
        inArray(name, names),
      ),
    );
  const left = await leftBehind(tx, resellerId, [serverId, ...others]);
  return new Set([...rows.map((row) => row.name), ...left.map(({ username }) => username.toLowerCase())]);
}

/** A run's server, held until the transaction ends; null for an unknown run. */
export async function runOf(tx: Executor, resellerId: ResellerId, runId: string) {
  const [run] = await tx
    .select({ serverId: syncRuns.serverId })
    .from(syncRuns)
    .where(and(eq(syncRuns.resellerId, resellerId), eq(syncRuns.id, runId)))
    .for('update');
  return run ?? null;
}
