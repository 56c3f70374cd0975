import 'server-only';
import { and, asc, between, count, eq, inArray, isNull, min, or, type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { sheetRows } from '@/db/schema/sheets';
import type { SettledRow } from '../commands';
import { refKeyOf } from '../rules';
import type { Book } from '../schema';
import { MOST_ROWS } from './rules';

/** The rows of one built-in book. */
export const ofBook = (resellerId: ResellerId, book: Book) =>
  and(
    eq(sheetRows.resellerId, resellerId),
    eq(sheetRows.book, book),
    isNull(sheetRows.sheetId),
    eq(sheetRows.state, 'done'),
  );

/** Those of one group, and those of none: a package without a group must not wait for ever. */
export const ofGroup = (group: string | undefined): SQL | undefined =>
  group ? or(eq(sheetRows.chat, group), eq(sheetRows.chat, '')) : undefined;

/** What stands under a reference in a reseller's book, wherever that is kept. */
export async function rowOf(
  resellerId: ResellerId,
  book: Book,
  reference: string,
): Promise<SettledRow | null> {
  const [row] = await database()
    .select()
    .from(sheetRows)
    .where(
      and(
        eq(sheetRows.resellerId, resellerId),
        eq(sheetRows.book, book),
        eq(sheetRows.refKey, refKeyOf(reference)),
      ),
    );
  return row ?? null;
}

/** Which of these references stand in a built-in book, by their keys. */
export async function knownKeys(
  resellerId: ResellerId,
  book: Book,
  references: string[],
): Promise<Set<string>> {
  if (references.length === 0) return new Set();
  const rows = await database()
    .select({ refKey: sheetRows.refKey })
    .from(sheetRows)
    .where(and(ofBook(resellerId, book), inArray(sheetRows.refKey, references.map(refKeyOf))));
  return new Set(rows.map((row) => row.refKey));
}

/** What the phone has confirmed in a while, oldest first. */
export async function confirmedRows(
  resellerId: ResellerId,
  book: Book,
  { group, since, until }: { group: string | undefined; since: Date; until: Date },
): Promise<SettledRow[]> {
  const confirmed = and(eq(sheetRows.phoneState, 'confirmed'), between(sheetRows.phoneAt, since, until));
  return database()
    .select()
    .from(sheetRows)
    .where(and(ofBook(resellerId, book), confirmed, ofGroup(group)))
    .orderBy(asc(sheetRows.id))
    .limit(10 * MOST_ROWS);
}

/** What the phone has still to do in each built-in book, and since when. */
export async function bookSummary(resellerId: ResellerId, now: Date) {
  const at = now.toISOString();
  const leased = sql`${sheetRows.phoneState} = 'leased' and ${sheetRows.phoneLeaseUntil} > ${at}`;
  const rows = await database()
    .select({
      book: sheetRows.book,
      waiting: count(sql`case when not (${leased}) then 1 end`),
      leased: count(sql`case when ${leased} then 1 end`),
      waitingSince: min(sheetRows.createdAt),
    })
    .from(sheetRows)
    .where(
      and(
        eq(sheetRows.resellerId, resellerId),
        isNull(sheetRows.sheetId),
        eq(sheetRows.state, 'done'),
        sql`${sheetRows.phoneState} <> 'confirmed'`,
      ),
    )
    .groupBy(sheetRows.book);
  const none = { waiting: 0, leased: 0, waitingSince: null as Date | null };
  const of = (book: Book) => ({ ...none, ...rows.find((row) => row.book === book) });
  return { orders: of('orders'), payments: of('payments') };
}
