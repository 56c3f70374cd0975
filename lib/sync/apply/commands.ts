import 'server-only';
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { syncBatches, syncRows, syncRuns } from '@/db/schema/sync';
import { auditOf, type Doer, recordAudits } from '@/lib/audit/commands';
import { matching, reachedFrom } from '../filter/queries';
import type { RowFilter } from '../filter/rules';
import type { Columns } from '../plan/rules';
import { actedAmong, latest, oneAtATime, zoneOf } from '../runs/queries';
import { plansOn } from '../strangers/queries';
import { planByPackage } from '../strangers/rules';
import { busyAmong, columnsOf, type Opened, openedRows } from './queries';
import { APPLIED, type AppliedClass, type Decided, decide, isAboutAccount } from './rules';
import { LEFT_NONE, leftToPeople } from './spared/queries';

/** Rows of one step: locked, changed and noted together. */
export const STEP = 500;
/** So many of those left alone are named. */
const NAMED = 3;
const audit = auditOf('sync');

type Which =
  | { ids: string[] }
  | { classes: readonly AppliedClass[]; clientIds?: string[]; filter?: RowFilter | undefined };
/**
 * `stale` were no longer as read, `busy` have a renewal under way, `noPlan` a package that no single plan sells, `paid`
 * would have lost days that were paid for: all are left as they are, and only the first is not to be decided any more.
 */
export type Applied = {
  batchId: string;
  updated: number;
  stale: number;
  busy: number;
  /** The first of them, by name. */
  busyNames: string[];
  noPlan: number;
  paid: number;
};
type Asked = { runId: string; which: Which };

/**
 * Takes differences that a run's page shows over, chosen one by one or by class, in one transaction. Only a client who
 * still is as they were read is changed: the account that was read, of the server as it is, and nothing done on it
 * since. One with a renewal under way is left alone (F69). Null for an unknown run.
 */
export async function applyDifferences(doer: Doer, asked: Asked, now: Date): Promise<Applied | null> {
  return database().transaction((tx) => applyIn(tx, doer, { ...asked, automatic: false }, now));
}

/**
 * The same inside somebody else's transaction. `automatic`: no person chose, so that an earlier date is left to one
 * wherever it would take away what was paid for.
 */
export async function applyIn(
  tx: Executor,
  doer: Doer,
  { runId, which, automatic }: Asked & { automatic: boolean },
  now: Date,
): Promise<Applied | null> {
  const { resellerId, userName } = doer;
  const ours = and(eq(syncRuns.resellerId, resellerId), eq(syncRuns.id, runId));
  const [run] = await tx.select({ serverId: syncRuns.serverId }).from(syncRuns).where(ours);
  if (!run) return null;
  await oneAtATime(tx, run.serverId);
  const batchId = newId();
  await tx
    .insert(syncBatches)
    .values({ id: batchId, resellerId, runId, userName, automatic, appliedCount: 0, createdAt: now });
  const batch = and(eq(syncBatches.resellerId, resellerId), eq(syncBatches.id, batchId));
  const spareIn = automatic ? await zoneOf(resellerId, tx) : null;
  const sum = { stale: 0, busy: new Map<string, string>(), noPlan: 0, paid: 0 };
  const updated = new Set<string>();
  for (let after = ''; ; ) {
    const rows = await chosen(tx, doer, { runId, which, automatic, after });
    const last = rows.at(-1);
    if (!last) break;
    after = last.row.id;
    await applyStep(tx, doer, { batchId, serverId: run.serverId, rows, sum, updated, spareIn }, now);
  }
  await tx.update(syncBatches).set({ appliedCount: updated.size }).where(batch);
  if (updated.size === 0) {
    await tx
      .update(syncRows)
      .set({ batchId: null })
      .where(and(eq(syncRows.resellerId, resellerId), eq(syncRows.batchId, batchId)));
    await tx.delete(syncBatches).where(batch);
  } else await audit(tx, doer, runId, 'sync.applied', { batchId, count: updated.size }, now);
  const { busy, ...left } = sum;
  const busyNames = [...busy.values()].slice(0, NAMED);
  return { batchId, updated: updated.size, ...left, busy: busy.size, busyNames };
}

/** The next open rows with their clients, locked: an earlier reading's may be reached from two runs at once. */
async function chosen(
  tx: Executor,
  { resellerId }: Doer,
  { runId, which, automatic, after }: Asked & { automatic: boolean; after: string },
) {
  return openedRows(tx, [
    eq(syncRows.resellerId, resellerId),
    // A person decides what the page shows, of earlier readings too; by itself only what was just read.
    automatic ? eq(syncRows.runId, runId) : reachedFrom(resellerId, runId),
    eq(syncRows.state, 'open'),
    inArray(syncRows.class, [...('ids' in which ? APPLIED : which.classes)]),
    'ids' in which ? inArray(syncRows.id, which.ids) : undefined,
    ...('classes' in which && which.filter ? matching(which.filter) : []),
    'classes' in which && which.clientIds ? inArray(syncRows.clientId, which.clientIds) : undefined,
    after ? gt(syncRows.id, after) : undefined,
  ])
    .orderBy(asc(syncRows.id))
    .limit(STEP)
    .for('update', { of: [clients, syncRows] });
}

type Step = {
  batchId: string;
  /** Whose panel was read. */
  serverId: string;
  rows: Opened[];
  sum: { stale: number; busy: Map<string, string>; noPlan: number; paid: number };
  updated: Set<string>;
  /** The zone in which a paid date is compared, where one is spared. */
  spareIn: string | null;
};

async function applyStep(tx: Executor, doer: Doer, step: Step, now: Date): Promise<void> {
  const { resellerId } = doer;
  const { batchId, sum, updated } = step;
  const here = step.rows.filter(
    ({ row, client, current }) => current && isAboutAccount(row, client, step.serverId),
  );
  const left = step.spareIn === null ? LEFT_NONE : await leftToPeople(tx, resellerId, here, step.spareIn);
  sum.paid += left.paid.size;
  const rows = here.filter(
    ({ row: { id } }) => !left.paid.has(id) && !left.moved.has(id) && !left.undone.has(id),
  );
  const ids = rows.map(({ client }) => client.id);
  const busy = await busyAmong(tx, resellerId, rows);
  const acted = await actedAmong(tx, resellerId, ids);
  // Held, so that no plan is archived while clients come to it.
  const planOf = planByPackage(await plansOn(tx, resellerId, step.serverId).for('share'));
  for (const { client } of rows) if (busy.has(client.id)) sum.busy.set(client.id, client.name);
  const open = rows
    .filter(({ client }) => !busy.has(client.id))
    .map(({ row, client, packageId }) => ({
      ...{ row, clientId: client.id, current: { ...columnsOf(client), packageId } },
      actedAt: latest(client.panelReadAt, acted.get(client.id)),
    }));
  const { changes, became, stale, noPlan } = decide(open, planOf);
  const gone = step.rows.filter((one) => !here.includes(one)).map(({ row }) => row.id);
  sum.stale += stale.length + gone.length;
  sum.noPlan += noPlan;
  for (const id of became.keys()) updated.add(id);
  await setAside(tx, doer, batchId, [...gone, ...stale]);
  if (changes.length === 0) return;
  await writeClients(tx, doer, became);
  await noteChanges(tx, doer, { batchId, changes }, now);
}

/** Rows that are not to be decided any more. They are of the batch too: its undo has them as before. */
async function setAside(tx: Executor, { resellerId }: Doer, batchId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(syncRows)
    .set({ state: 'stale', batchId })
    .where(and(eq(syncRows.resellerId, resellerId), inArray(syncRows.id, ids)));
}

/** What was done, at its rows and in its clients' histories. */
async function noteChanges(
  tx: Executor,
  doer: Doer,
  { batchId, changes }: { batchId: string; changes: Decided<Opened['row']>['changes'] },
  now: Date,
): Promise<void> {
  const noted = JSON.stringify(changes.map(({ row, change }) => ({ id: row.id, changed: change })));
  await tx.execute(sql`update sync_rows r set state = 'applied', batch_id = ${batchId}, changed = d.changed
    from jsonb_to_recordset(${noted}::jsonb) as d(id uuid, changed jsonb)
    where r.id = d.id and r.reseller_id = ${doer.resellerId}`);
  await recordAudits(
    tx,
    doer,
    changes.map(({ row, clientId, change }) => ({
      ...{ action: 'client.synced', subjectType: 'client' as const, subjectId: clientId, clientId },
      detail: { class: row.class, batchId, ...change },
    })),
    now,
  );
}

/** Writes the columns of clients. */
export async function writeClients(
  tx: Executor,
  { resellerId }: Doer,
  columns: Map<string, Columns>,
): Promise<void> {
  const rows = JSON.stringify([...columns].map(([id, one]) => ({ id, ...one })));
  await tx.execute(sql`update clients c
    set expires_at = d."expiresAt", panel_expires_at = d."panelExpiresAt", panel_read_at = d."panelReadAt",
        panel_state = d."panelState", status = d.status, plan_id = d."planId"
    from jsonb_to_recordset(${rows}::jsonb) as d(id uuid, "expiresAt" timestamptz, "panelExpiresAt" timestamptz,
      "panelReadAt" timestamptz, "panelState" text, status text, "planId" uuid)
    where c.id = d.id and c.reseller_id = ${resellerId}`);
}
