import 'server-only';
import { and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { syncBatches, syncRows, syncRuns } from '@/db/schema/sync';
import { auditOf, type Doer, recordAudits } from '@/lib/audit/commands';
import { anewOf, sideOf } from '../../plan/rules';
import { oneAtATime, zoneOf } from '../../runs/queries';
import { plansOn } from '../../strangers/queries';
import { undoImport } from '../../strangers/undo/commands';
import { STEP, writeClients } from '../commands';
import { busyAmong, columnsOf, openedRows } from '../queries';
import { decideUndo, isAboutAccount } from '../rules';

const audit = auditOf('sync');

/** `removed`: of clients who had been taken in. */
export type Undone = { undone: number; kept: number } | { removed: number; kept: number };

/**
 * Takes a whole batch back: every client becomes what it was, byte for byte. One that has changed since, has another
 * account by now, is archived, is being renewed, or was on a plan that is not in use any more, stays as it is and is
 * counted in `kept`. Null for an unknown batch or one that was undone.
 */
export async function undoBatch(doer: Doer, batchId: string, now: Date): Promise<Undone | null> {
  const { resellerId } = doer;
  return database().transaction(async (tx) => {
    const [batch] = await tx
      .update(syncBatches)
      .set({ undoneAt: now })
      .where(
        and(
          eq(syncBatches.resellerId, resellerId),
          eq(syncBatches.id, batchId),
          isNull(syncBatches.undoneAt),
        ),
      )
      .returning({ runId: syncBatches.runId, kind: syncBatches.kind });
    if (!batch) return null;
    const [run] = await tx
      .select({ serverId: syncRuns.serverId })
      .from(syncRuns)
      .where(and(eq(syncRuns.resellerId, resellerId), eq(syncRuns.id, batch.runId)));
    if (!run) return null;
    await oneAtATime(tx, run.serverId);
    if (batch.kind === 'import') return undoImport(tx, doer, { runId: batch.runId, batchId }, now);
    return undoChanges(tx, doer, { runId: batch.runId, batchId, serverId: run.serverId }, now);
  });
}

async function undoChanges(
  tx: Executor,
  doer: Doer,
  { runId, batchId, serverId }: { runId: string; batchId: string; serverId: string },
  now: Date,
): Promise<Undone> {
  const { resellerId } = doer;
  const rows = await openedRows(tx, [ofBatch(doer, batchId), eq(syncRows.state, 'applied')])
    .orderBy(desc(syncRows.id))
    .for('update', { of: clients });
  const busy = await busyAmong(tx, resellerId, rows);
  // Held, so that no plan is archived while clients come back to it.
  const plans = await plansOn(tx, resellerId, serverId).for('share');
  const { back, became } = decideUndo(
    rows
      .filter(({ row, client }) => isAboutAccount(row, client, serverId) && !busy.has(client.id))
      .map(({ row: { id, changed }, client }) => ({
        id,
        clientId: client.id,
        change: changed,
        current: columnsOf(client),
      })),
    new Set(plans.map(({ id }) => id)),
  );
  const zone = await zoneOf(resellerId, tx);
  for (let at = 0; at < back.length; at += STEP) {
    const some = back.slice(at, at + STEP);
    const named = new Set(some.map(({ clientId }) => clientId));
    await writeClients(tx, doer, new Map([...became].filter(([id]) => named.has(id))));
    // By id alone: by batch, one without statistics is walked through for each of them.
    const ids = JSON.stringify(some.map(({ id }) => id));
    await reopen(
      tx,
      doer,
      sql`${syncRows.id} in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))`,
    );
    await compareAnew(tx, doer, { clientIds: [...named], zone });
  }
  await reopen(tx, doer, and(ofBatch(doer, batchId), eq(syncRows.state, 'stale')));
  const entries = [...became.keys()].map((id) => ({
    ...{ action: 'client.sync_undone', subjectType: 'client' as const, subjectId: id, clientId: id },
    detail: { batchId },
  }));
  for (let at = 0; at < entries.length; at += STEP)
    await recordAudits(tx, doer, entries.slice(at, at + STEP), now);
  const kept = rows.length - back.length;
  await audit(tx, doer, runId, 'sync.undone', { batchId, count: became.size, kept }, now);
  return { undone: became.size, kept };
}

const ofBatch = ({ resellerId }: Doer, batchId: string) =>
  and(eq(syncRows.resellerId, resellerId), eq(syncRows.batchId, batchId));

/** What a difference is about: two dates are one thing. */
const about = (kind: SQL) => sql`case ${kind} when 'earlier' then 'later' else ${kind} end`;

/**
 * Rows of a batch are as before. One of which a later reading says something else, or that the account is gone, goes: that
 * is the panel's word.
 */
async function reopen(tx: Executor, { resellerId }: Doer, which: SQL | undefined): Promise<void> {
  const these = and(eq(syncRows.resellerId, resellerId), which);
  const replaced = sql`exists (select from ${syncRows} n
    where n.reseller_id = ${syncRows.resellerId} and n.client_id = ${syncRows.clientId} and n.id <> ${syncRows.id}
      and n.state in ('open', 'stale')
      and (n.class = 'missing_there' or ${about(sql`n.class`)} = ${about(sql`${syncRows.class}`)})
      and (n.read_at > ${syncRows.readAt} or n.run_id = ${syncRows.runId} and n.state = 'open'))`;
  await tx.delete(syncRows).where(and(these, replaced));
  await tx.update(syncRows).set({ state: 'open', batchId: null, changed: null }).where(these);
}

/**
 * What later readings left open about clients who are as before was held against what is undone by now: it is held against
 * the client as they are, and goes where both sides agree.
 */
async function compareAnew(
  tx: Executor,
  { resellerId }: Doer,
  { clientIds, zone }: { clientIds: string[]; zone: string },
): Promise<void> {
  const open = await openedRows(tx, [
    eq(syncRows.resellerId, resellerId),
    eq(syncRows.state, 'open'),
    inArray(syncRows.clientId, clientIds),
  ]);
  const anew = open.map(({ row, client, packageId }) => {
    const ours = { expiresAt: client.expiresAt, status: client.status, packageId };
    return { id: row.id, class: anewOf(row, ours, zone), ours: sideOf(ours) };
  });
  const agreed = anew.filter((one) => one.class === null).map(({ id }) => id);
  await tx.delete(syncRows).where(and(eq(syncRows.resellerId, resellerId), inArray(syncRows.id, agreed)));
  await tx.execute(sql`update sync_rows r set class = d.class, ours = d.ours
    from jsonb_to_recordset(${JSON.stringify(anew)}::jsonb) as d(id uuid, class text, ours jsonb)
    where r.id = d.id and r.reseller_id = ${resellerId} and (r.class, r.ours) is distinct from (d.class, d.ours)`);
}
