import 'server-only';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { syncRows } from '@/db/schema/sync';
import { auditOf, type Doer, recordAudits } from '@/lib/audit/commands';
import { clientEntry } from '@/lib/clients/record/queries';
import { printOf } from '@/lib/imports/run/queries';
import { boundAmong, hold, removeClients } from '@/lib/imports/undo/commands';

/** Rows of one step. */
const STEP = 500;
const audit = auditOf('sync');

/**
 * Takes everybody out again whom a batch took in, in the caller's transaction. A client to whom something is bound by now
 * (invoice, renewal, message, work on the account), or whom somebody has changed, stays and is counted in `kept`.
 */
export async function undoImport(
  tx: Executor,
  doer: Doer,
  { runId, batchId }: { runId: string; batchId: string },
  now: Date,
): Promise<{ removed: number; kept: number }> {
  const { resellerId } = doer;
  await tx.execute(sql`set local statement_timeout = '60s'`);
  const rows = await tx
    .select({ id: syncRows.id, clientId: syncRows.clientId, changed: syncRows.changed })
    .from(syncRows)
    .where(
      and(eq(syncRows.resellerId, resellerId), eq(syncRows.batchId, batchId), eq(syncRows.state, 'applied')),
    )
    .orderBy(asc(syncRows.id));
  let removed = 0;
  for (let at = 0; at < rows.length; at += STEP) {
    const some = rows.slice(at, at + STEP);
    const ids = some.flatMap(({ clientId }) => clientId ?? []);
    const held = await hold(tx, resellerId, ids);
    const bound = await boundAmong(tx, resellerId, [...held.keys()]);
    const gone = some.filter(({ clientId, changed }) => {
      const client = held.get(clientId ?? '');
      return client && !bound.has(client.id) && printOf(client) === changed?.print;
    });
    await reopen(
      tx,
      doer,
      gone.map(({ id }) => id),
    );
    const goneIds = gone.flatMap(({ clientId }) => clientId ?? []);
    await removeClients(tx, resellerId, goneIds);
    await recordAudits(
      tx,
      doer,
      goneIds.map((id) => clientEntry('client.taken_out', id, { batchId })),
      now,
    );
    removed += gone.length;
  }
  const kept = rows.length - removed;
  await audit(tx, doer, runId, 'sync.undone', { batchId, count: removed, kept }, now);
  return { removed, kept };
}

/** Their rows are as before: of somebody unknown here. */
async function reopen(tx: Executor, { resellerId }: Doer, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`update sync_rows set state = 'open', batch_id = null, changed = null, client_id = null
    where reseller_id = ${resellerId}
      and id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`);
}
