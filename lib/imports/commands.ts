import 'server-only';
import { and, eq, inArray, lt, notInArray } from 'drizzle-orm';
import { database } from '@/db/client';
import { newId } from '@/db/ids';
import { importBatches, importRows } from '@/db/schema/imports';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { fingerprint, seal } from '@/lib/crypto';
import { fold } from '@/lib/search';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import type { ImportRefusal } from './messages';
import { cellsPlace, ownBatch, rememberedFields, rowsOf } from './queries';
import { guessFields, sourceOf, type Table, UNDO_HOURS } from './rules';

const PART = 1_000;

/** Puts a file's lines down, each sealed, with a first guess at what its columns are. Answers the import's id. */
export async function storeTable(
  { resellerId, userId, userName }: Doer & { userId: string },
  fileName: string,
  table: Table,
  now: Date,
): Promise<string> {
  const id = newId();
  const headKeys = table.head.map((title) => fingerprint(fold(title)));
  const fields = guessFields(table.head, await rememberedFields(resellerId, headKeys));
  const sealed = (n: number | 'head', cells: string[]) =>
    seal(JSON.stringify(cells), cellsPlace(resellerId, id, n));
  const rows = table.lines.map(({ n, cells }) => ({
    batchId: id,
    n,
    resellerId,
    cellsSealed: sealed(n, cells),
  }));
  await database().transaction(async (tx) => {
    await tx.insert(importBatches).values({
      id,
      resellerId,
      userId,
      userName,
      fileName: fileName.slice(0, 120),
      source: sourceOf(table.head),
      rowCount: rows.length,
      headSealed: sealed('head', table.head),
      headKeys,
      fields,
      createdAt: now,
    });
    for (let at = 0; at < rows.length; at += PART)
      await tx.insert(importRows).values(rows.slice(at, at + PART));
  });
  return id;
}

type Moved = { ok: true } | { ok: false; reason: ImportRefusal };

/** Lets a checked import run. Pressed twice, it starts once. */
export async function startImport(doer: Doer, id: string, now: Date): Promise<Moved> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<Moved> => {
    const [batch] = await tx.select().from(importBatches).where(ownBatch(resellerId, id)).for('update');
    if (!batch) return { ok: false, reason: 'absent' };
    if (batch.state === 'running' || batch.state === 'done') return { ok: true };
    if (batch.state !== 'checked') return { ok: false, reason: 'busy' };
    const useful = and(
      rowsOf(batch),
      eq(importRows.skip, false),
      inArray(importRows.verdict, ['new', 'update']),
    );
    const [one] = await tx.select({ n: importRows.n }).from(importRows).where(useful).limit(1);
    if (!one) return { ok: false, reason: 'nothing' };
    await tx.update(importBatches).set({ state: 'running' }).where(ownBatch(resellerId, id));
    await recordAudit(tx, doer, batchEntry('import.started', id, { rows: batch.rowCount }), now);
    return { ok: true };
  });
}

/** Lets an import be taken back, within 24 hours of its end. */
export async function startUndo(doer: Doer, id: string, now: Date): Promise<Moved> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<Moved> => {
    const [batch] = await tx.select().from(importBatches).where(ownBatch(resellerId, id)).for('update');
    if (!batch) return { ok: false, reason: 'absent' };
    if (batch.state === 'undoing' || batch.state === 'undone') return { ok: true };
    if (batch.state !== 'done' || !batch.finishedAt) return { ok: false, reason: 'busy' };
    if (batch.forgottenAt || now > undoableUntil(batch.finishedAt)) return { ok: false, reason: 'too_late' };
    await tx.update(importBatches).set({ state: 'undoing' }).where(ownBatch(resellerId, id));
    await recordAudit(tx, doer, batchEntry('import.undo', id, {}), now);
    return { ok: true };
  });
}

export const undoableUntil = (finishedAt: Date): Date =>
  new Date(finishedAt.getTime() + UNDO_HOURS * HOUR_MS);

/** Forgets what no undo needs any more: files never imported after a week, the lines of the others after a day. */
export async function forgetOldImports(now: Date): Promise<void> {
  const weekAgo = new Date(now.getTime() - 7 * DAY_MS);
  await database()
    .delete(importBatches)
    .where(and(inArray(importBatches.state, ['mapping', 'checked']), lt(importBatches.createdAt, weekAgo)));
  const over = and(
    inArray(importBatches.state, ['done', 'undone']),
    lt(importBatches.finishedAt, new Date(now.getTime() - (UNDO_HOURS + 1) * HOUR_MS)),
  );
  await database().transaction(async (tx) => {
    const old = await tx
      .update(importBatches)
      .set({ forgottenAt: now, headSealed: '' })
      .where(and(over, notInArray(importBatches.headSealed, [''])))
      .returning({ id: importBatches.id });
    if (old.length === 0) return;
    await tx
      .update(importRows)
      .set({ cellsSealed: '', before: null, key: null })
      .where(
        inArray(
          importRows.batchId,
          old.map((b) => b.id),
        ),
      );
  });
}

export const batchEntry = (action: string, id: string, detail: Record<string, unknown>) =>
  ({ action, subjectType: 'import', subjectId: id, detail }) as const;
