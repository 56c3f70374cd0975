import 'server-only';
import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { syncRows, syncRuns } from '@/db/schema/sync';
import { matching } from '../filter/queries';
import type { RowFilter } from '../filter/rules';

/** A server's plans in use, by name: whose packages say where a customer unknown here belongs. */
export const plansOn = (tx: Executor, resellerId: ResellerId, serverId: string) =>
  tx
    .select({ id: plans.id, name: plans.name, packageId: plans.packageId })
    .from(plans)
    .where(and(eq(plans.resellerId, resellerId), eq(plans.serverId, serverId), isNull(plans.archivedAt)))
    .orderBy(asc(plans.name), asc(plans.id));

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
    .leftJoin(clients, and(eq(clients.resellerId, syncRows.resellerId), eq(clients.id, syncRows.clientId)))
    .where(
      and(
        eq(syncRows.resellerId, resellerId),
        eq(syncRows.runId, runId),
        eq(syncRows.class, 'missing_here'),
        eq(syncRows.state, 'open'),
        isNull(syncRows.reason),
        ...matching(filter),
      ),
    )
    .groupBy(packageId);
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
