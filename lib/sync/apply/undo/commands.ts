import 'server-only';
import { and, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { syncBatches, syncRows, syncRuns } from '@/db/schema/sync';
import { auditOf, type Doer, recordAudits } from '@/lib/audit/commands';
import type { Columns } from '../../plan/rules';
import { undoImport } from '../../strangers/undo/commands';
import { writeClients } from '../commands';
import { busyAmong, columnsOf, openedRows } from '../queries';
import { isAboutAccount, undone } from '../rules';

/** Rows of one statement. */
const STEP = 500;
const audit = auditOf('sync');

/** `removed`: of clients who had been taken in. */
export type Undone = { undone: number; kept: number } | { removed: number; kept: number };

/**
 * Takes a whole batch back: every client becomes what it was, byte for byte. One that has changed since, has another
 * account by now, is archived, or is being renewed, stays as it is and is counted in `kept`. Null for an unknown batch or one that was undone.
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
    if (batch.kind === 'import') return undoImport(tx, doer, { runId: batch.runId, batchId }, now);
    await tx.execute(sql`set local statement_timeout = '60s'`);
    const [run] = await tx
      .select({ serverId: syncRuns.serverId })
      .from(syncRuns)
      .where(and(eq(syncRuns.resellerId, resellerId), eq(syncRuns.id, batch.runId)));
    const ofBatch = and(eq(syncRows.resellerId, resellerId), eq(syncRows.batchId, batchId));
    const [all] = await tx.select({ n: count() }).from(syncRows).where(ofBatch);
    const rows = await openedRows(tx, [ofBatch]).orderBy(desc(syncRows.id)).for('update', { of: clients });
    const current = new Map<string, Columns>(rows.map(({ client }) => [client.id, columnsOf(client)]));
    const back: { id: string; clientId: string }[] = [];
    const busy = await busyAmong(tx, resellerId, rows);
    for (const { row, client } of rows) {
      const known = current.get(client.id);
      const same = run && isAboutAccount(row, client, run.serverId) && !busy.has(client.id);
      const before = same && known && row.changed ? undone(row.changed, known) : null;
      if (!before) continue;
      current.set(client.id, before);
      back.push({ id: row.id, clientId: client.id });
    }
    for (let at = 0; at < back.length; at += STEP) {
      const some = back.slice(at, at + STEP);
      await writeClients(tx, doer, current, new Set(some.map(({ clientId }) => clientId)));
      await tx.execute(sql`delete from sync_rows o using sync_rows b
        where b.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(some.map(({ id }) => id))}::jsonb))
          and o.run_id = b.run_id and o.client_id = b.client_id and o.class = b.class
          and o.state = 'open' and o.id <> b.id`);
      await tx
        .update(syncRows)
        .set({ state: 'open', batchId: null, changed: null })
        .where(
          inArray(
            syncRows.id,
            some.map(({ id }) => id),
          ),
        );
    }
    const people = new Set(back.map(({ clientId }) => clientId));
    const entries = [...people].map((id) => ({
      ...{ action: 'client.sync_undone', subjectType: 'client' as const, subjectId: id, clientId: id },
      detail: { batchId },
    }));
    for (let at = 0; at < entries.length; at += STEP)
      await recordAudits(tx, doer, entries.slice(at, at + STEP), now);
    const kept = (all?.n ?? rows.length) - back.length;
    await audit(tx, doer, batch.runId, 'sync.undone', { batchId, count: people.size, kept }, now);
    return { undone: people.size, kept };
  });
}
