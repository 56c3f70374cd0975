import 'server-only';
import { and, asc, eq } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { importBatches, importRows } from '@/db/schema/imports';
import { type AuditEntry, recordAudit, recordAudits } from '@/lib/audit/commands';
import { clientEntry } from '@/lib/clients/record/queries';
import { passwordPlace, seal, unseal } from '@/lib/crypto';
import { searchText } from '@/lib/search';
import { type Target, targetOf } from '../check/queries';
import { batchEntry } from '../commands';
import { type BatchRow, openCells, ownBatch, rowsOf } from '../queries';
import { type Outcome, settleRows, writeClients } from '../rows/commands';
import { type RowValues, readRow } from '../rows/schema';
import { CHUNK } from '../rules';
import {
  type ClientRow,
  heldByUsername,
  printOf,
  renewingAmong,
  WRITTEN,
  type Written,
  writtenBy,
  writtenOf,
} from './queries';

type Row = typeof importRows.$inferSelect;
/** The next 200 lines of a running import, in the caller's transaction, which holds the batch. */
export async function runChunk(tx: Executor, batch: BatchRow, now: Date): Promise<'more' | 'end'> {
  const rows = await tx
    .select()
    .from(importRows)
    .where(and(rowsOf(batch), eq(importRows.state, 'waiting')))
    .orderBy(asc(importRows.n))
    .limit(CHUNK);
  if (rows.length === 0) {
    await tx
      .update(importBatches)
      .set({ state: 'done', finishedAt: now })
      .where(ownBatch(batch.resellerId, batch.id));
    await recordAudit(tx, batch, batchEntry('import.done', batch.id, { rows: batch.rowCount }), now);
    return 'end';
  }
  const target = await targetOf(tx, batch, now, { held: true });
  const outcomes = target
    ? await writeRows(tx, batch, target, rows, now)
    : rows.map(({ n }): Outcome => ({ n, state: 'left', reason: 'no_server' }));
  await settleRows(tx, batch, outcomes);
  return 'more';
}

type Ready = { row: Row; key: string; values: RowValues };

async function writeRows(
  tx: Executor,
  batch: BatchRow,
  target: Target,
  rows: Row[],
  now: Date,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const leave = ({ n }: Row, reason: string) => outcomes.push({ n, state: 'left', reason });
  const ready = new Map<string, Ready>();
  for (const row of rows) {
    const read = readRow(openCells(batch.resellerId, batch.id, row.n, row.cellsSealed), target);
    const key = read.ok ? read.values.username.toLowerCase() : '';
    if (row.skip) leave(row, 'skipped');
    else if (!read.ok) leave(row, 'error');
    else if (ready.has(key)) leave(row, 'twice');
    else ready.set(key, { row, key, values: read.values });
  }
  const held = await heldByUsername(tx, batch.resellerId, target.serverId, [...ready.keys()]);
  const ids = [...held.values()].map((c) => c.id);
  const renewing = await renewingAmong(tx, batch.resellerId, ids);
  const earlier = await writtenBy(tx, batch, ids);
  const fresh: Ready[] = [];
  const changes: Change[] = [];
  for (const one of ready.values()) {
    const client = held.get(one.key);
    if (!client) fresh.push(one);
    else if (earlier.has(client.id)) leave(one.row, 'twice');
    else if (batch.existing === 'skip') leave(one.row, 'known');
    else if (renewing.has(client.id)) leave(one.row, 'renewing');
    else {
      const change = changeOf(batch, client, one);
      if (change) changes.push(change);
      else leave(one.row, 'same');
    }
  }
  outcomes.push(...(await insertClients(tx, batch, target, fresh, now)));
  outcomes.push(...(await updateClients(tx, batch, changes, now)));
  return outcomes;
}

/**
 * New clients, who exist elsewhere already: no account is created for them, nothing is renewed, nobody is
 * welcomed. A line whose username somebody took this very moment stays waiting and is read again as known.
 */
async function insertClients(
  tx: Executor,
  batch: BatchRow,
  target: Target,
  fresh: Ready[],
  now: Date,
): Promise<Outcome[]> {
  const { resellerId } = batch;
  const made = fresh.map(({ row, values }) => {
    const id = newId();
    const { password, given: _, expiresAt, ...rest } = values;
    const client = {
      id,
      resellerId,
      serverId: target.serverId,
      ...rest,
      expiresAt: expiresAt(),
      passwordEncrypted: seal(password, passwordPlace(resellerId, id)),
      panelState: target.panel
        ? batch.onPanel
          ? ('linked' as const)
          : ('missing' as const)
        : ('none' as const),
      search: searchText(values),
    };
    return { n: row.n, client };
  });
  if (made.length === 0) return [];
  const stored = await tx
    .insert(clients)
    .values(made.map((m) => m.client))
    .onConflictDoNothing()
    .returning({ id: clients.id });
  const ids = new Set(stored.map((s) => s.id));
  const mine = made.filter(({ client }) => ids.has(client.id));
  const entries = mine.map(({ client }) => clientEntry('client.imported', client.id, { importId: batch.id }));
  await recordAudits(tx, batch, entries, now);
  return mine.map(({ n, client }) => ({
    n,
    state: 'created',
    clientId: client.id,
    written: printOf(writtenOf(client)),
  }));
}

type Change = { n: number; client: ClientRow; after: Written; entry: AuditEntry };

/** What a line changes of a client: only what it says. Null when that is what the client is already. */
function changeOf(batch: BatchRow, client: ClientRow, { row, values }: Ready): Change | null {
  const { given } = values;
  const place = passwordPlace(batch.resellerId, client.id);
  const newPassword = given.has('password') && unseal(client.passwordEncrypted, place) !== values.password;
  const after: Written = {
    name: given.has('name') ? values.name : client.name,
    email: given.has('email') ? values.email : client.email,
    phone: given.has('phone') ? values.phone : client.phone,
    notes: given.has('notes') ? values.notes : client.notes,
    planId: given.has('plan') ? values.planId : client.planId,
    expiresAt: given.has('expiresOn') ? values.expiresAt(client.expiresAt) : client.expiresAt,
    passwordEncrypted: newPassword ? seal(values.password, place) : client.passwordEncrypted,
  };
  const differs = WRITTEN.filter((field) => String(client[field]) !== String(after[field]));
  if (differs.length === 0) return null;
  const detail = differs.map((field) =>
    field === 'passwordEncrypted'
      ? ['password', 'trocada']
      : [field, { from: client[field], to: after[field] }],
  );
  const entry = clientEntry('client.updated', client.id, {
    ...Object.fromEntries(detail),
    importId: batch.id,
  });
  return { n: row.n, client, after, entry };
}

async function updateClients(
  tx: Executor,
  batch: BatchRow,
  changes: Change[],
  now: Date,
): Promise<Outcome[]> {
  await writeClients(
    tx,
    batch,
    changes.map(({ client, after }) => ({ id: client.id, username: client.username, ...after })),
  );
  const entries = changes.map((c) => c.entry);
  await recordAudits(tx, batch, entries, now);
  return changes.map(({ n, client, after }) => ({
    n,
    state: 'updated',
    clientId: client.id,
    before: writtenOf(client),
    written: printOf(after),
  }));
}
