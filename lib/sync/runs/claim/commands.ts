import 'server-only';
import { and, eq, inArray, lte, max, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { sigmaCredentials } from '@/db/schema/servers';
import { syncRows, syncRuns } from '@/db/schema/sync';
import { SECOND_MS } from '@/lib/time';
import { beginFedAnew } from '../../audit/fed/commands';
import { advance, forgetList, type RunRow, wakeRun } from '../commands';
import { latest, ready } from '../queries';
import { FOLLOWED_MS, LEASE_MS, NOTHING_OWED } from '../rules';

/**
 * Takes a due run under a lease; null when it is not due, another has it, or one reads the same panel: the one at which
 * its server is now, of whichever reseller the other is.
 */
export async function claimRun(id: string, now: Date): Promise<RunRow | null> {
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  return database().transaction(async (tx) => {
    const [known] = await tx
      .select({ before: syncRuns.origin, current: sigmaCredentials.tokenOrigin })
      .from(syncRuns)
      .leftJoin(
        sigmaCredentials,
        and(
          eq(sigmaCredentials.resellerId, syncRuns.resellerId),
          eq(sigmaCredentials.serverId, syncRuns.serverId),
        ),
      )
      .where(eq(syncRuns.id, id));
    if (!known) return null;
    const origin = known.current ?? known.before;
    // Two runs of one panel look at each other here, one after the other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('sync'), hashtext(${origin}))`);
    const at = sql`${now.toISOString()}::timestamptz`;
    const [row] = await tx
      .update(syncRuns)
      .set({ origin, leaseToken: sql`${syncRuns.leaseToken} + 1`, leaseUntil })
      .where(
        and(
          eq(syncRuns.id, id),
          eq(syncRuns.state, 'running'),
          lte(syncRuns.nextRunAt, now),
          sql`not exists (select from sync_runs o where o.origin = ${origin} and o.state = 'running'
            and o.lease_until >= ${at})`,
        ),
      )
      .returning();
    if (row) await wakeRun(tx, row, new Date(now.getTime() + FOLLOWED_MS));
    else await lookLater(tx, { id, origin }, now);
    return row ?? null;
  });
}

/**
 * Has a run that is due, but whose panel another reads, looked at again when that one's lease is over: its end wakes only
 * who has waited longest, and its death nobody.
 */
async function lookLater(tx: Executor, run: Pick<RunRow, 'id' | 'origin'>, now: Date): Promise<void> {
  const [due] = await tx
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(and(eq(syncRuns.id, run.id), ready(now)));
  if (!due) return;
  const [other] = await tx
    .select({ until: max(syncRuns.leaseUntil) })
    .from(syncRuns)
    .where(and(eq(syncRuns.origin, run.origin), eq(syncRuns.state, 'running')));
  await wakeRun(tx, run, new Date((latest(now, other?.until) ?? now).getTime() + SECOND_MS));
}

/**
 * Begins a run at its start whose server was edited since it was read, and keeps nothing of what was said there but
 * what a person took over. Answers the run as it is then; null: it is no longer ours, or edited again.
 */
export async function beginAnew(held: RunRow, version: number): Promise<RunRow | null> {
  return database().transaction(async (tx) => {
    const fresh = {
      ...{ serverVersion: version, readCount: 0, sameCount: 0, leftCount: 0 },
      ...{ cursorMs: null, cursorId: null, owed: NOTHING_OWED, heardAt: null, failures: 0, reason: null },
      ...{ listState: 'none' as const, listPage: 0, listPages: null, listSkipped: 0 },
    };
    if (!(await advance(tx, held, fresh, version))) return null;
    await forgetList(tx, held);
    await tx
      .delete(syncRows)
      .where(
        and(
          eq(syncRows.resellerId, held.resellerId),
          eq(syncRows.runId, held.id),
          inArray(syncRows.state, ['open', 'stale']),
        ),
      );
    await beginFedAnew(tx, held);
    return { ...held, ...fresh };
  });
}
