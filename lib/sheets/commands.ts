import 'server-only';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { sheetRows, sheets } from '@/db/schema/sheets';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { wakeAll } from '@/lib/queue/api';
import { sheetOf } from './queries';
import { isWritable, refKeyOf, shownAddress } from './rules';
import type { Book } from './schema';

/** A row after its sheet answered: `done`, `review`, or `queued` again. */
export type SettledRow = typeof sheetRows.$inferSelect;

export type NewRow = {
  resellerId: ResellerId;
  book: Book;
  /** Null: the built-in book. */
  sheetId: string | null;
  reference: string;
  /** MB or MT with the fewest digits. */
  value: string;
  /** National digits. */
  number: string;
  /** The WhatsApp group's id; empty without one. */
  chat: string;
  message: string;
  subscriptionId: string | null;
  slotId: string | null;
};

/** `taken`: that reference stands in that book for something else, and nothing was filed. */
export type FiledRow = NewRow & { id: string; state: 'queued' | 'done' | 'taken'; doneAt: Date | null };

/**
 * Files rows in their books, in the caller's transaction: one answer per row, in order. The unique index keeps
 * a reference to once per book; filing the same row again answers how it stands. Throws on what no book may
 * hold, because callers check what people type.
 */
export async function fileRows(tx: Executor, rows: NewRow[], now: Date): Promise<FiledRow[]> {
  const wrong = rows.find((row) => !isWritable(row));
  if (wrong) throw new Error(`This cannot stand in a book: ${JSON.stringify(wrong.reference)}`);
  if (rows.length === 0) return [];
  const wanted = rows.map((row) => ({ ...row, id: newId(), refKey: refKeyOf(row.reference) }));
  const inserted = await insertRows(tx, wanted, now);
  const ours = new Set(inserted.map((row) => row.id));
  await wakeSheets(
    tx,
    wanted.filter((row) => ours.has(row.id)),
    now,
  );
  const met = await standing(
    tx,
    wanted.filter((row) => !ours.has(row.id)),
  );
  return wanted.map(({ refKey, ...row }) => {
    if (ours.has(row.id))
      return row.sheetId ? { ...row, state: 'queued', doneAt: null } : { ...row, state: 'done', doneAt: now };
    const there = met.get(keyOf({ ...row, refKey }));
    if (!there || !isSame(there, row)) return { ...row, state: 'taken', doneAt: null };
    const state = there.state === 'done' ? 'done' : 'queued';
    return { ...row, id: there.id, state, doneAt: there.doneAt };
  });
}

type Wanted = NewRow & { id: string; refKey: string };

/** One statement with one value, however many rows: deliveries come in hundreds. */
async function insertRows(tx: Executor, rows: Wanted[], now: Date): Promise<{ id: string }[]> {
  const values = rows.map((row) => ({
    ...{ id: row.id, reseller_id: row.resellerId, book: row.book, sheet_id: row.sheetId },
    ...{ reference: row.reference, ref_key: row.refKey, value: row.value, number: row.number },
    ...{ chat: row.chat, message: row.message, subscription_id: row.subscriptionId, slot_id: row.slotId },
  }));
  const at = sql`${now.toISOString()}::timestamptz`;
  return tx.execute<{ id: string }>(sql`
    insert into sheet_rows (id, reseller_id, book, sheet_id, reference, ref_key, value, number, chat, message,
      subscription_id, slot_id, state, next_run_at, done_at, phone_state)
    select id, reseller_id, book, sheet_id, reference, ref_key, value, number, chat, message, subscription_id, slot_id,
      case when sheet_id is null then 'done' else 'queued' end, ${at},
      case when sheet_id is null then ${at} end, case when sheet_id is null then 'pending' end
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as d(id uuid, reseller_id uuid, book text,
      sheet_id uuid, reference text, ref_key text, value text, number text, chat text, message text,
      subscription_id uuid, slot_id uuid)
    on conflict (reseller_id, book, ref_key) do nothing
    returning id`);
}

/** Keeps an address for a book, sealed. The same address is the same sheet. */
export async function saveSheet(
  tx: Executor,
  doer: Doer,
  book: Book,
  url: string,
  now: Date,
): Promise<string> {
  const id = await sheetOf(tx, doer.resellerId, book, url);
  const detail = { book, shown: shownAddress(url) };
  await recordAudit(tx, doer, { action: 'sheet.saved', subjectType: 'sheet', subjectId: id, detail }, now);
  return id;
}

const keyOf = (row: { resellerId: ResellerId; book: Book; refKey: string }) =>
  [row.resellerId, row.book, row.refKey].join('|');

/** The same order or payment: equal cells, and of no other slot or package. */
const isSame = (there: SettledRow, row: NewRow): boolean =>
  there.value === row.value &&
  there.number === row.number &&
  (there.slotId === null || there.slotId === row.slotId) &&
  (there.subscriptionId === null || there.subscriptionId === row.subscriptionId);

/** The rows that stand where these wanted to. One that came from outside and is the same becomes this package's. */
async function standing(tx: Executor, rows: Wanted[]): Promise<Map<string, SettledRow>> {
  if (rows.length === 0) return new Map();
  const found = await tx
    .select()
    .from(sheetRows)
    .where(
      and(
        inArray(sheetRows.resellerId, [...new Set(rows.map((r) => r.resellerId))]),
        inArray(
          sheetRows.refKey,
          rows.map((r) => r.refKey),
        ),
      ),
    );
  const met = new Map(found.map((row) => [keyOf(row), row]));
  for (const row of rows) {
    const there = met.get(keyOf(row));
    if (!there || there.subscriptionId !== null || row.subscriptionId === null || !isSame(there, row))
      continue;
    const { subscriptionId, slotId } = row;
    await tx
      .update(sheetRows)
      .set({ subscriptionId, slotId })
      .where(and(eq(sheetRows.resellerId, there.resellerId), eq(sheetRows.id, there.id)));
  }
  return met;
}

/** One wake-up for each address that got a row. */
export async function wakeSheets(tx: Executor, rows: Pick<NewRow, 'sheetId'>[], at: Date): Promise<void> {
  const ids = [...new Set(rows.flatMap((row) => (row.sheetId ? [row.sheetId] : [])))];
  if (ids.length === 0) return;
  const addresses = await tx
    .select({ id: sheets.urlHash })
    .from(sheets)
    .where(inArray(sheets.id, ids))
    .groupBy(sheets.urlHash);
  await wakeAll(
    tx,
    'sheet',
    addresses.map(({ id }) => ({ id, group: id, at })),
  );
}
