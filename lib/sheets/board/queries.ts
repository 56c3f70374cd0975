import 'server-only';
import { and, asc, count, eq, inArray, min, type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { sheetGates, sheetRows, sheets } from '@/db/schema/sheets';
import { notDismissed } from '@/lib/dismissals/queries';
import type { SettledRow } from '../commands';
import { type BookPlace, writePlace } from './rules';

/** Every sheet of a reseller that something waits for or went to, with how its address is doing. */
export async function sheetStates(resellerId: ResellerId) {
  const n = (condition: ReturnType<typeof sql>) => count(sql`case when ${condition} then 1 end`);
  const rows = await database()
    .select({
      id: sheets.id,
      book: sheets.book,
      shown: sheets.shown,
      atOnce: sheets.atOnce,
      allowed: sheetGates.allowed,
      failures: sheetGates.failures,
      blockedUntil: sheetGates.blockedUntil,
      reason: sheetGates.reason,
      answeredAt: sheetGates.answeredAt,
      waiting: n(sql`${sheetRows.state} in ('queued', 'sending')`),
      review: n(sql`${sheetRows.state} = 'review' and ${onBoard}`),
      waitingSince: min(
        sql`case when ${sheetRows.state} in ('queued', 'sending') then ${sheetRows.createdAt} end`,
      ),
    })
    .from(sheets)
    .leftJoin(sheetGates, eq(sheetGates.urlHash, sheets.urlHash))
    .leftJoin(
      sheetRows,
      and(eq(sheetRows.sheetId, sheets.id), inArray(sheetRows.state, ['queued', 'sending', 'review'])),
    )
    .where(eq(sheets.resellerId, resellerId))
    .groupBy(sheets.id, sheetGates.urlHash)
    .orderBy(asc(sheets.book), asc(sheets.id));
  return rows.map((row) => ({
    ...row,
    waitingSince: row.waitingSince ? new Date(String(row.waitingSince)) : null,
  }));
}
export type SheetState = Awaited<ReturnType<typeof sheetStates>>[number];

/** The rows a person must look at, oldest first. */
export async function reviewRows(resellerId: ResellerId, limit = 50): Promise<SettledRow[]> {
  return database()
    .select()
    .from(sheetRows)
    .where(and(eq(sheetRows.resellerId, resellerId), eq(sheetRows.state, 'review'), onBoard))
    .orderBy(asc(sheetRows.id))
    .limit(limit);
}

const onBoard = notDismissed('sheet', 'sheet_rows');

/** One row with its evidence; null for an unknown or foreign id. */
export async function sheetRow(resellerId: ResellerId, id: string): Promise<SettledRow | null> {
  const [row] = await database()
    .select()
    .from(sheetRows)
    .where(and(eq(sheetRows.resellerId, resellerId), eq(sheetRows.id, id)));
  return row ?? null;
}

/** One reference in the built-in book: its order and its payment, as far as they stand there. */
export type BookLine = { order: SettledRow | null; payment: SettledRow | null };

/** A page of the built-in book's lines, keyset: those the phone has not confirmed whole first, each newest first. */
export async function bookLines(
  resellerId: ResellerId,
  after: BookPlace | null,
  limit: number,
): Promise<{ lines: BookLine[]; next: string | null }> {
  const open =
    after?.open === false ? [] : await openPairs(resellerId, after?.open ? after.id : null, limit + 1);
  const left = limit + 1 - open.length;
  const confirmed =
    left > 0 ? await confirmedPairs(resellerId, after?.open === false ? after.id : null, left) : [];
  const all = [
    ...open.map((pair) => ({ ...pair, open: true })),
    ...confirmed.map((pair) => ({ ...pair, open: false })),
  ];
  const page = all.slice(0, limit);
  const rows = await rowsById(
    resellerId,
    page.flatMap(({ order, payment }) => [order, payment].filter((id) => id !== null)),
  );
  const last = page.at(-1);
  return {
    lines: page.map(({ order, payment }) => ({
      order: rows.get(order ?? '') ?? null,
      payment: rows.get(payment ?? '') ?? null,
    })),
    next: all.length > limit && last ? writePlace(last) : null,
  };
}

/** A line by the ids of its rows; its own id is its order's, or its payment's where it has no order. */
type Pair = { id: string; order: string | null; payment: string | null };

const inBook = (row: string, resellerId: ResellerId, book: SQL) => {
  const r = sql.raw(row);
  return sql`${r}.reseller_id = ${resellerId} and ${r}.book = ${book} and ${r}.sheet_id is null and ${r}.state = 'done'`;
};

/** Lines of which the phone has still to confirm something: few, and by the index of what it is offered. */
const openPairs = (resellerId: ResellerId, before: string | null, limit: number): Promise<Pair[]> =>
  pairs(sql`select coalesce(o.id, p.id) as id, o.id as "order", p.id as payment
    from (select distinct ref_key from ${sheetRows} where reseller_id = ${resellerId} and sheet_id is null
      and state = 'done' and phone_state <> 'confirmed') open
    left join ${sheetRows} o on ${inBook('o', resellerId, sql`'orders'`)} and o.ref_key = open.ref_key
    left join ${sheetRows} p on ${inBook('p', resellerId, sql`'payments'`)} and p.ref_key = open.ref_key
    where ${before ? sql`coalesce(o.id, p.id) < ${before}::uuid` : sql`true`}
    order by 1 desc limit ${limit}`);

const confirmedPairs = (resellerId: ResellerId, before: string | null, limit: number): Promise<Pair[]> =>
  pairs(sql`select l.id, case l.book when 'orders' then l.id else s.id end as "order",
      case l.book when 'payments' then l.id else s.id end as payment
    from ${sheetRows} l left join ${sheetRows} s on s.ref_key = l.ref_key
      and ${inBook('s', resellerId, sql`case l.book when 'orders' then 'payments' else 'orders' end`)}
    where l.reseller_id = ${resellerId} and l.sheet_id is null and l.state = 'done'
      and l.phone_state = 'confirmed' and (l.book = 'orders' or s.id is null)
      and (s.id is null or s.phone_state = 'confirmed')
      and ${before ? sql`l.id < ${before}::uuid` : sql`true`}
    order by l.id desc limit ${limit}`);

const pairs = async (query: SQL): Promise<Pair[]> => [...(await database().execute<Pair>(query))];

async function rowsById(resellerId: ResellerId, ids: string[]): Promise<Map<string, SettledRow>> {
  const rows = await database()
    .select()
    .from(sheetRows)
    .where(and(eq(sheetRows.resellerId, resellerId), inArray(sheetRows.id, ids)));
  return new Map(rows.map((row) => [row.id, row]));
}
