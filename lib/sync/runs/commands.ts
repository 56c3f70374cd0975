import 'server-only';
import { and, asc, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { servers, sigmaCredentials } from '@/db/schema/servers';
import { syncListed, syncRows, syncRuns } from '@/db/schema/sync';
import { auditOf, type Doer, system } from '@/lib/audit/commands';
import type { CustomerReading } from '@/lib/panels/rules';
import { wake } from '@/lib/queue/api';
import { openPanel } from '@/lib/servers/queries';
import { onPanel } from '../accounts/queries';
import { beginFedAudit, endFedAudit } from '../audit/fed/commands';
import { settleRun } from '../drift/commands';
import { followReadings } from '../drift/follow/commands';
import type { Listable } from '../list/queries';
import { compare, rowsOf } from '../plan/rules';
import type { Batch } from '../reading/jobs';
import { oneAtATime, oursOf, ready } from './queries';
import { LEASE_MS } from './rules';

export type RunRow = typeof syncRuns.$inferSelect;
const audit = auditOf('sync');

/**
 * Begins to read a server's customers from its panel, or every server's; answers the runs begun. A server that is
 * being read already, has no panel, or no customers here and no list of them there, begins none; nor does one whose
 * schedule's `slot` had its run.
 */
export async function startSync(
  doer: Doer,
  {
    serverId,
    source,
    slot = null,
  }: { serverId: string | null; source: RunRow['source']; slot?: string | null },
  now: Date,
): Promise<string[]> {
  const { resellerId, userName } = doer;
  const found = await database()
    .select({ id: servers.id, origin: sigmaCredentials.tokenOrigin, serverVersion: servers.version })
    .from(servers)
    .innerJoin(
      sigmaCredentials,
      and(eq(sigmaCredentials.resellerId, servers.resellerId), eq(sigmaCredentials.serverId, servers.id)),
    )
    .where(
      and(
        eq(servers.resellerId, resellerId),
        isNull(servers.archivedAt),
        ne(servers.panelType, 'none'),
        isNotNull(servers.panelUrl),
        serverId ? eq(servers.id, serverId) : undefined,
      ),
    )
    .orderBy(servers.id);
  const worth: ((typeof found)[number] & { total: number })[] = [];
  for (const one of found) {
    const total = await database().$count(clients, onPanel(resellerId, one.id));
    if (total > 0 || (await hasList(resellerId, one.id, now))) worth.push({ ...one, total });
  }
  return database().transaction(async (tx) => {
    const begun: string[] = [];
    for (const { id, origin, serverVersion, total } of worth) {
      const of = { resellerId, serverId: id, origin, serverVersion };
      const values = { id: newId(), ...of, source, slot, total, userName };
      const [run] = await tx
        .insert(syncRuns)
        .values({ ...values, nextRunAt: now, createdAt: now })
        .onConflictDoNothing()
        .returning({ id: syncRuns.id });
      if (!run) continue;
      if (slot) await beginFedAudit(tx, { id: run.id, resellerId, serverId: id }, now);
      await wakeRun(tx, { id: run.id, origin }, now);
      await audit(tx, doer, run.id, 'sync.started', { serverId: id, total }, now);
      begun.push(run.id);
    }
    return begun;
  });
}

/** Whether a server's panel shows its customers without being asked for each by name. */
async function hasList(resellerId: ResellerId, serverId: string, now: Date): Promise<boolean> {
  const panel = await openPanel(resellerId, serverId, now);
  return panel?.adapter.listCustomers !== undefined;
}

/** Ends a run by a person's word; what was read stays to be looked at. False: it had ended. */
export async function cancelSync(doer: Doer, runId: string, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [run] = await tx
      .update(syncRuns)
      .set({ state: 'cancelled', finishedAt: now, leaseUntil: null })
      .where(
        and(eq(syncRuns.resellerId, doer.resellerId), eq(syncRuns.id, runId), eq(syncRuns.state, 'running')),
      )
      .returning({ origin: syncRuns.origin });
    if (!run) return false;
    await forgetList(tx, { resellerId: doer.resellerId, id: runId });
    await endFedAudit(
      tx,
      { resellerId: doer.resellerId, id: runId },
      { state: 'stopped', reason: null },
      now,
    );
    await audit(tx, doer, runId, 'sync.cancelled', {}, now);
    await wakeNext(tx, run.origin, now);
    return true;
  });
}

type Kept = Batch<Listable, CustomerReading> & { version: number; zone: string };

/**
 * Keeps readings, the place reached and whom it passed over. False when the lease was lost, the run cancelled, or the
 * server's address or token replaced meanwhile: then nothing is written.
 */
export async function keepReadings(
  held: RunRow,
  { heard, reached, carried, version, zone }: Kept,
  now: Date,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    await oneAtATime(tx, held.serverId);
    const read = heard.map(({ item, reading, agoMs }) => {
      const readAt = item.listed?.readAt ?? new Date(now.getTime() - agoMs);
      return { ...item, clientId: item.id, reading, readAt };
    });
    const ids = read.map(({ clientId }) => clientId);
    const compared = compare(read, await oursOf(tx, held, ids), zone);
    const same = compared.filter(({ found }) => found.length === 0).length;
    const left = heard.length - compared.length;
    const byName = heard.some(({ item }) => !item.listed);
    const kept = await advance(
      tx,
      held,
      {
        leaseUntil: new Date(now.getTime() + LEASE_MS),
        readCount: sql`${syncRuns.readCount} + ${heard.length}`,
        sameCount: sql`${syncRuns.sameCount} + ${same}`,
        leftCount: sql`${syncRuns.leftCount} + ${left}`,
        ...(reached ? { cursorMs: reached.ms, cursorId: reached.id } : {}),
        owed: { ...carried, left: carried.left.map(({ item, tries }) => ({ of: item.id, tries })) },
        ...(heard.length > 0 ? { failures: 0, reason: null } : {}),
        ...(byName ? { heardAt: now } : {}),
      },
      version,
    );
    if (!kept) return false;
    const followed = compared.filter(({ overtaken }) => !overtaken);
    await followReadings(tx, held, followed, now);
    const rows = rowsOf(held, compared);
    if (rows.length > 0) await tx.insert(syncRows).values(rows).onConflictDoNothing();
    return true;
  });
}

/** Gives the run back until `at`. */
export async function pauseRun(
  held: RunRow,
  { at, ...more }: { at: Date; reason?: string; failures?: number },
): Promise<void> {
  await database().transaction(async (tx) => {
    if (await advance(tx, held, { ...more, leaseUntil: null, nextRunAt: at })) await wakeRun(tx, held, at);
  });
}

/**
 * The end of a run: read to its end, or stopped by the panel with what was read. One that the schedule began takes over
 * what it may at once.
 */
export async function finishRun(held: RunRow, reason: string | null, now: Date): Promise<void> {
  await database().transaction(async (tx) => {
    const state = reason ? 'stopped' : 'done';
    await oneAtATime(tx, held.serverId);
    if (!(await advance(tx, held, { state, reason, leaseUntil: null, finishedAt: now }))) return;
    await forgetList(tx, held);
    await audit(tx, system(held.resellerId), held.id, 'sync.finished', { state, reason }, now);
    await settleRun(tx, held, { state, reason }, now);
    await wakeNext(tx, held.origin, now);
  });
}

/** A panel is free: of the runs that wait for it, whose ever they are, the oldest goes on. */
async function wakeNext(tx: Executor, origin: string, now: Date): Promise<void> {
  const [next] = await tx
    .select({ id: syncRuns.id, origin: syncRuns.origin })
    .from(syncRuns)
    .where(and(eq(syncRuns.origin, origin), ready(now)))
    .orderBy(asc(syncRuns.createdAt))
    .limit(1);
  if (next) await wakeRun(tx, next, now);
}

/** What a panel's list said is kept no longer than its run; what became rows stays. */
export async function forgetList(
  tx: Executor,
  { resellerId, id }: Pick<RunRow, 'resellerId' | 'id'>,
): Promise<void> {
  await tx.delete(syncListed).where(and(eq(syncListed.resellerId, resellerId), eq(syncListed.runId, id)));
}

/** Changes a run while its lease is ours, and its server still is of `version`; false when not. */
export async function advance(
  tx: Executor,
  held: RunRow,
  set: PgUpdateSetSource<typeof syncRuns>,
  version?: number,
): Promise<boolean> {
  const rows = await tx
    .update(syncRuns)
    .set(set)
    .where(
      and(
        eq(syncRuns.resellerId, held.resellerId),
        eq(syncRuns.id, held.id),
        eq(syncRuns.state, 'running'),
        eq(syncRuns.leaseToken, held.leaseToken),
        version === undefined
          ? undefined
          : sql`exists (select from servers s where s.id = ${held.serverId} and s.reseller_id = ${held.resellerId} and s.version = ${version})`,
      ),
    )
    .returning({ id: syncRuns.id });
  return rows.length === 1;
}

/** Has a run looked at then, by whoever works. */
export const wakeRun = (
  tx: Executor,
  { id, origin }: { id: string; origin: string },
  at: Date,
): Promise<void> => wake(tx, { queue: 'sync', id, group: origin, at });
