import 'server-only';
import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { importRows } from '@/db/schema/imports';
import { seal } from '@/lib/crypto';
import { fold } from '@/lib/search';
import { type Checked, judge, keyOf, recheck, whileOpen } from '../check/commands';
import { targetOf } from '../check/queries';
import { type BatchRow, cellsPlace, openCells, rowsOf } from '../queries';
import { readRow } from '../rows/schema';
import type { Field } from '../rules';

/** Says which plan each unknown name of the plan column means. */
export async function namePlans(
  resellerId: ResellerId,
  { id, names }: { id: string; names: { name: string; planId: string }[] },
  now: Date,
): Promise<Checked> {
  return whileOpen(resellerId, id, async (tx, batch) => {
    const chosen = names.filter((n) => n.planId).map((n) => [fold(n.name), n.planId]);
    const planNames = { ...batch.planNames, ...Object.fromEntries(chosen) };
    return recheck(tx, { ...batch, planNames }, now);
  });
}

/** Writes new texts into a line's cells and reads it, and its doubles, again. */
export async function fixRow(
  resellerId: ResellerId,
  { id, n, cells }: { id: string; n: number; cells: Partial<Record<Field, string>> },
  now: Date,
): Promise<Checked> {
  return whileOpen(resellerId, id, async (tx, batch) => {
    const row = await rowAt(tx, batch, n);
    if (!row) return { ok: false, reason: 'absent' };
    const texts = openCells(resellerId, id, n, row.cellsSealed);
    for (const [field, text] of Object.entries(cells)) {
      const at = batch.fields.indexOf(field);
      if (at >= 0) texts[at] = text;
    }
    const cellsSealed = seal(JSON.stringify(texts), cellsPlace(resellerId, id, n));
    await tx
      .update(importRows)
      .set({ cellsSealed })
      .where(and(rowsOf(batch), eq(importRows.n, n)));
    return judgeAgain(tx, batch, n, row.key, now);
  });
}

/** Leaves a line out, or takes it in again. */
export async function skipRow(
  resellerId: ResellerId,
  { id, n, skip }: { id: string; n: number; skip: boolean },
  now: Date,
): Promise<Checked> {
  return whileOpen(resellerId, id, async (tx, batch) => {
    const row = await rowAt(tx, batch, n);
    if (!row) return { ok: false, reason: 'absent' };
    await tx
      .update(importRows)
      .set({ skip })
      .where(and(rowsOf(batch), eq(importRows.n, n)));
    return judgeAgain(tx, batch, n, row.key, now);
  });
}

/** Empties one optional column in every line where it is wrong. */
export async function emptyWrong(
  resellerId: ResellerId,
  { id, field }: { id: string; field: 'phone' | 'email' | 'notes' },
  now: Date,
): Promise<Checked> {
  return whileOpen(resellerId, id, async (tx, batch) => {
    const at = batch.fields.indexOf(field);
    const wrong = sql`${importRows.problems} ? ${field}`;
    const rows = await tx
      .select()
      .from(importRows)
      .where(and(rowsOf(batch), wrong));
    for (const { n, cellsSealed } of at < 0 ? [] : rows) {
      const texts = openCells(resellerId, id, n, cellsSealed).with(at, '');
      const sealed = seal(JSON.stringify(texts), cellsPlace(resellerId, id, n));
      await tx
        .update(importRows)
        .set({ cellsSealed: sealed })
        .where(and(rowsOf(batch), eq(importRows.n, n)));
    }
    return recheck(tx, batch, now);
  });
}

const rowAt = async (tx: Executor, batch: BatchRow, n: number) =>
  (
    await tx
      .select()
      .from(importRows)
      .where(and(rowsOf(batch), eq(importRows.n, n)))
  )[0];

/** Reads one line again, with all that were or are of the same account. */
async function judgeAgain(
  tx: Executor,
  batch: BatchRow,
  n: number,
  oldKey: string | null,
  now: Date,
): Promise<Checked> {
  const target = await targetOf(tx, batch, now);
  if (!target) return { ok: false, reason: 'server_absent' };
  const row = await rowAt(tx, batch, n);
  if (!row) return { ok: false, reason: 'absent' };
  const read = readRow(openCells(batch.resellerId, batch.id, n, row.cellsSealed), target);
  const username = read.ok ? read.values.username : read.username;
  const keys = [keyOf(batch.id, username), oldKey].filter((k) => k !== null);
  const near = and(rowsOf(batch), or(eq(importRows.n, n), inArray(importRows.key, keys)));
  const rows = await tx.select().from(importRows).where(near).orderBy(asc(importRows.n));
  await judge(tx, batch, target, rows);
  return { ok: true };
}
