import 'server-only';
import { and, asc, desc, eq, inArray, not, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { bulkRows } from '@/db/schema/bulk';
import { accountTasks, clients } from '@/db/schema/clients';
import { importBatches, importRows } from '@/db/schema/imports';
import { invoices } from '@/db/schema/invoices';
import { messages } from '@/db/schema/messages';
import { auditFindings, syncRows } from '@/db/schema/sync';
import { recordAudit, recordAudits } from '@/lib/audit/commands';
import { clientEntry } from '@/lib/clients/record/queries';
import { untouched } from '@/lib/invoices/untouched/queries';
import { heldPlans } from '../check/queries';
import { batchEntry } from '../commands';
import { type BatchRow, ownBatch, rowsOf } from '../queries';
import { type Outcome, settleRows, writeClients } from '../rows/commands';
import { CHUNK } from '../rules';
import { type ClientRow, printOf, renewingAmong, type Written } from '../run/queries';

/**
 * Takes the next 200 lines of an import back: a client it made goes, unless somebody has worked with that
 * client since; a client it changed is what it was, unless somebody has changed it since, or its plan is not in
 * use any more.
 */
export async function undoChunk(tx: Executor, batch: BatchRow, now: Date): Promise<'more' | 'end'> {
  const { resellerId, id } = batch;
  const rows = await tx
    .select()
    .from(importRows)
    .where(and(rowsOf(batch), inArray(importRows.state, ['created', 'updated'])))
    .orderBy(desc(importRows.n))
    .limit(CHUNK);
  if (rows.length === 0) {
    await tx.update(importBatches).set({ state: 'undone' }).where(ownBatch(resellerId, id));
    await recordAudit(tx, batch, batchEntry('import.undone', id, {}), now);
    return 'end';
  }
  const ids = rows.map((row) => row.clientId ?? '').filter(Boolean);
  const held = await hold(tx, resellerId, ids);
  const bound = await boundAmong(tx, resellerId, [...held.keys()]);
  const renewing = await renewingAmong(tx, resellerId, [...held.keys()]);
  const plans = batch.serverId ? await heldPlans(tx, resellerId, batch.serverId) : new Set<string>();
  const removed: string[] = [];
  const restored: (Written & { id: string; username: string })[] = [];
  const outcomes = rows.map((row): Outcome => {
    const { n, state, before, written } = row;
    const keep = (reason: string): Outcome => ({ n, state: 'kept', reason });
    const client = held.get(row.clientId ?? '');
    if (!client) return keep('gone');
    if (state === 'created') {
      const reason = bound.get(client.id) ?? (printOf(client) === written ? null : 'changed');
      if (reason) return keep(reason);
      removed.push(client.id);
      return { n, state: 'removed' };
    }
    if (renewing.has(client.id)) return keep('renewing');
    if (!before || printOf(client) !== written) return keep('changed');
    const was = beforeOf(before);
    if (was.planId !== client.planId && !plans.has(was.planId)) return keep('plan_away');
    restored.push({ ...was, id: client.id, username: client.username });
    return { n, state: 'restored' };
  });
  await removeClients(tx, resellerId, removed);
  await writeClients(tx, batch, restored);
  const touched = [...removed, ...restored.map((r) => r.id)];
  const entries = touched.map((clientId) => clientEntry('client.import_undone', clientId, { importId: id }));
  await recordAudits(tx, batch, entries, now);
  await settleRows(tx, batch, outcomes);
  return 'more';
}

/** Takes clients out of the register to whom nothing is bound, and the invoices that the routine made for them. */
export async function removeClients(tx: Executor, resellerId: ResellerId, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  // What readings of the panel noted about them belongs to nobody else.
  for (const noted of [auditFindings, syncRows])
    await tx.delete(noted).where(and(eq(noted.resellerId, resellerId), inArray(noted.clientId, ids)));
  await tx
    .delete(invoices)
    .where(and(eq(invoices.resellerId, resellerId), inArray(invoices.clientId, ids), untouched()));
  await tx.delete(clients).where(among(resellerId, ids));
}

const among = (resellerId: ResellerId, ids: string[]) =>
  and(eq(clients.resellerId, resellerId), inArray(clients.id, ids));

/** The clients, held: an invoice for one of them waits until this transaction has ended. */
export async function hold(
  tx: Executor,
  resellerId: ResellerId,
  ids: string[],
): Promise<Map<string, ClientRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(clients)
    .where(among(resellerId, ids))
    .orderBy(asc(clients.id))
    .for('update');
  return new Map(rows.map((row) => [row.id, row]));
}

/** Why a client cannot go: what refers to them. Every table with a key to clients stands here or is emptied above. */
export async function boundAmong(
  tx: Executor,
  resellerId: ResellerId,
  ids: string[],
): Promise<Map<string, string>> {
  const bound = new Map<string, string>();
  if (ids.length === 0) return bound;
  for (const [table, reason, binds] of [
    [accountTasks, 'has_account', undefined],
    [messages, 'has_message', undefined],
    [invoices, 'has_invoice', not(untouched() ?? sql`false`)],
    [bulkRows, 'has_bulk', undefined],
  ] as const) {
    const rows = await tx
      .select({ id: table.clientId })
      .from(table)
      .where(and(eq(table.resellerId, resellerId), inArray(table.clientId, ids), binds))
      .groupBy(table.clientId);
    for (const row of rows) if (row.id) bound.set(row.id, reason);
  }
  return bound;
}

/** A client's fields as they were kept: JSON keeps an instant as its text. */
function beforeOf(kept: Record<string, unknown>): Written {
  const { expiresAt, ...rest } = kept as Omit<Written, 'expiresAt'> & { expiresAt: string };
  return { ...rest, expiresAt: new Date(expiresAt) };
}
