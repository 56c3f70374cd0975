import 'server-only';
import { and, asc, desc, eq, gt, ne, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { importBatches, importRows } from '@/db/schema/imports';
import { unseal } from '@/lib/crypto';
import { type Reading, type ReadRow, readRow, textsOf } from './rows/schema';
import type { Field } from './rules';
import { isField } from './rules';
import type { View } from './schema';

export type BatchRow = typeof importBatches.$inferSelect;
const ROWS_SHOWN = 50;

/** One reseller's import: the WHERE of every read and write of it. */
export const ownBatch = (resellerId: ResellerId, id: string) =>
  and(eq(importBatches.resellerId, resellerId), eq(importBatches.id, id));
export const rowsOf = (batch: { resellerId: ResellerId; id: string }) =>
  and(eq(importRows.resellerId, batch.resellerId), eq(importRows.batchId, batch.id));

/** What binds sealed cells to their batch and line. */
export const cellsPlace = (resellerId: string, batchId: string, n: number | 'head') =>
  ({ resellerId, recordId: `${batchId}:${n}`, column: 'cells' }) as const;

/** A sealed line opened again; its password is the caller's to keep. */
export const openCells = (
  resellerId: string,
  batchId: string,
  n: number | 'head',
  sealed: string,
): string[] => (sealed ? (JSON.parse(unseal(sealed, cellsPlace(resellerId, batchId, n))) as string[]) : []);

/** One import; null for an unknown or foreign id. */
export async function getImport(
  resellerId: ResellerId,
  id: string,
  on: Executor = database(),
): Promise<BatchRow | null> {
  const [row] = await on.select().from(importBatches).where(ownBatch(resellerId, id));
  return row ?? null;
}

/** The latest imports, newest first. */
export async function listImports(resellerId: ResellerId, limit = 10) {
  return database()
    .select({
      id: importBatches.id,
      fileName: importBatches.fileName,
      userName: importBatches.userName,
      rowCount: importBatches.rowCount,
      state: importBatches.state,
      createdAt: importBatches.createdAt,
    })
    .from(importBatches)
    .where(eq(importBatches.resellerId, resellerId))
    .orderBy(desc(importBatches.createdAt), desc(importBatches.id))
    .limit(limit);
}

/** What columns with these titles were in the reseller's last files; undefined where never seen. */
export async function rememberedFields(
  resellerId: ResellerId,
  headKeys: string[],
): Promise<(Field | null | undefined)[]> {
  const last = await database()
    .select({ headKeys: importBatches.headKeys, fields: importBatches.fields })
    .from(importBatches)
    .where(and(eq(importBatches.resellerId, resellerId), ne(importBatches.state, 'mapping')))
    .orderBy(desc(importBatches.createdAt), desc(importBatches.id))
    .limit(5);
  const known = new Map<string, Field | null>();
  for (const file of last.reverse())
    file.headKeys.forEach((key, at) => {
      const field = file.fields[at] ?? null;
      known.set(key, isField(field) ? field : null);
    });
  return headKeys.map((key) => known.get(key));
}

/** The columns of a file with a hint of what is in them; what may be a password gives nothing away. */
export async function columnsOf(batch: BatchRow) {
  const lines = await database()
    .select({ n: importRows.n, sealed: importRows.cellsSealed })
    .from(importRows)
    .where(rowsOf(batch))
    .orderBy(asc(importRows.n))
    .limit(5);
  const open = lines.map(({ n, sealed }) => openCells(batch.resellerId, batch.id, n, sealed));
  return openCells(batch.resellerId, batch.id, 'head', batch.headSealed).map((title, at) => {
    const field = batch.fields[at] ?? null;
    const sample = open.map((cells) => cells[at] ?? '').find(Boolean) ?? '';
    return { name: `fields.${at}`, title: title || `Coluna ${at + 1}`, field, sample: hintOf(sample, field) };
  });
}

/** A column nobody has named yet may hold passwords: its first two characters must do. */
const hintOf = (sample: string, field: string | null): string =>
  sample && (field === 'password' ? '••••' : field ? sample.slice(0, 40) : `${sample.slice(0, 2)}••••`);

/** How many lines are in each verdict and state. */
export async function countRows(resellerId: ResellerId, id: string) {
  return database()
    .select({
      state: importRows.state,
      verdict: importRows.verdict,
      skip: importRows.skip,
      reason: importRows.reason,
      count: sql<number>`count(*)::int`,
    })
    .from(importRows)
    .where(and(eq(importRows.resellerId, resellerId), eq(importRows.batchId, id)))
    .groupBy(importRows.state, importRows.verdict, importRows.skip, importRows.reason);
}

/** One page of lines in the file's order, without passwords; with a reading also what each line comes to. */
export async function listRows(batch: BatchRow, view: View, after = 0, reading?: Reading) {
  const rows = await database()
    .select({
      n: importRows.n,
      sealed: importRows.cellsSealed,
      verdict: importRows.verdict,
      problems: importRows.problems,
      skip: importRows.skip,
      state: importRows.state,
      reason: importRows.reason,
      clientId: importRows.clientId,
    })
    .from(importRows)
    .where(and(rowsOf(batch), gt(importRows.n, after), ...viewed(view, batch)))
    .orderBy(asc(importRows.n))
    .limit(ROWS_SHOWN + 1);
  const shown = rows.slice(0, ROWS_SHOWN).map(({ sealed, ...row }) => {
    const cells = openCells(batch.resellerId, batch.id, row.n, sealed);
    const { password, ...texts } = textsOf(cells, batch.fields);
    const meant = reading ? meantBy(readRow(cells, reading)) : null;
    return { ...row, texts, meant, hasPassword: password !== '' };
  });
  return { rows: shown, next: rows.length > ROWS_SHOWN ? (shown.at(-1)?.n ?? null) : null };
}

/** What a line says, read: the day in the reseller's zone, the plan found. Null for a wrong one. */
function meantBy(read: ReadRow) {
  if (!read.ok) return null;
  const { name, phone, planId, given } = read.values;
  return { name, phone, planId, expiresAt: given.has('expiresOn') ? read.values.expiresAt() : null };
}

export type ShownRow = Awaited<ReturnType<typeof listRows>>['rows'][number];

function viewed(view: View, { unknownPlans }: BatchRow) {
  if (view === 'all') return [];
  // Lines that only wait for the meaning of their plan's name are mended by that, not one by one.
  if (view === 'error' && Object.keys(unknownPlans).length)
    return [
      eq(importRows.verdict, view),
      eq(importRows.skip, false),
      sql`${importRows.problems} - 'plan' <> '{}'`,
    ];
  if (view === 'skip') return [eq(importRows.skip, true)];
  if (view === 'left' || view === 'kept') return [eq(importRows.state, view)];
  return [eq(importRows.verdict, view), eq(importRows.skip, false)];
}

/** How far an import, or its undo, is; null for an unknown or foreign id. */
export async function importProgress(resellerId: ResellerId, id: string) {
  const batch = await getImport(resellerId, id);
  if (!batch) return null;
  const undoing = batch.state === 'undoing';
  const counts = await database()
    .select({ state: importRows.state, count: sql<number>`count(*)::int` })
    .from(importRows)
    .where(rowsOf(batch))
    .groupBy(importRows.state);
  const sum = (...states: string[]) =>
    counts.filter((c) => states.includes(c.state)).reduce((total, c) => total + c.count, 0);
  const back = sum('removed', 'restored', 'kept');
  return undoing
    ? { state: batch.state, total: sum('created', 'updated') + back, handled: back }
    : { state: batch.state, total: batch.rowCount, handled: batch.rowCount - sum('waiting') };
}

export type Progress = NonNullable<Awaited<ReturnType<typeof importProgress>>>;

/** How many lines are wrong in each field. */
export async function countProblems(resellerId: ResellerId, id: string): Promise<Map<string, number>> {
  const rows = await database().execute<{ field: string; count: number }>(sql`
    select field, count(*)::int as count from ${importRows}, jsonb_object_keys(problems) field
    where reseller_id = ${resellerId} and batch_id = ${id} and not skip group by field`);
  return new Map(rows.map((r) => [r.field, r.count]));
}
