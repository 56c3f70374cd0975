import 'server-only';
import { and, asc, count, desc, eq, inArray, min, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { sheetGates, sheetRows, sheets } from '@/db/schema/sheets';
import type { SettledRow } from '../commands';

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
      review: n(sql`${sheetRows.state} = 'review'`),
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
    .where(and(eq(sheetRows.resellerId, resellerId), eq(sheetRows.state, 'review')))
    .orderBy(asc(sheetRows.id))
    .limit(limit);
}

/** The rows still on their way to a script, those that have failed first. */
export async function waitingRows(resellerId: ResellerId, limit = 50): Promise<SettledRow[]> {
  return database()
    .select()
    .from(sheetRows)
    .where(and(eq(sheetRows.resellerId, resellerId), inArray(sheetRows.state, ['queued', 'sending'])))
    .orderBy(desc(sheetRows.failures), asc(sheetRows.id))
    .limit(limit);
}
