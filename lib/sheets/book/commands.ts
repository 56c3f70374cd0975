import 'server-only';
import { and, eq, inArray, isNotNull, isNull, lte, ne, type SQL, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { sheetRows } from '@/db/schema/sheets';
import type { SettledRow } from '../commands';
import { cell, type Half, refKeyOf } from '../rules';
import type { Book } from '../schema';
import { ofBook, ofGroup } from './queries';
import { BOOK_SPACING_MS, MOST_ROWS, PHONE_LEASE_MS } from './rules';

/**
 * Hands out what waits for the phone, oldest first, for ten minutes. Of one package's renewals one at a time:
 * a phone that was off for three days must not pour three of them at once. Two phones that ask together get
 * different rows.
 */
export async function leaseForPhone(
  resellerId: ResellerId,
  book: Book,
  group: string | undefined,
  now: Date,
): Promise<SettledRow[]> {
  const at = now.toISOString();
  const free = sql`(${sheetRows.phoneState} = 'pending'
    or (${sheetRows.phoneState} = 'leased' and ${sheetRows.phoneLeaseUntil} <= ${at}))`;
  const offered = database()
    .select({ id: sheetRows.id })
    .from(sheetRows)
    .where(
      and(
        ofBook(resellerId, book),
        free,
        isNull(sheetRows.recalledAt),
        ofGroup(group),
        book === 'orders' ? inTurn(now) : undefined,
      ),
    )
    .orderBy(sheetRows.id)
    .limit(MOST_ROWS)
    .for('update', { skipLocked: true });
  const until = new Date(now.getTime() + PHONE_LEASE_MS);
  const rows = await database()
    .update(sheetRows)
    .set({ phoneState: 'leased', phoneLeaseUntil: until, phoneAt: now })
    .where(sql`${sheetRows.id} = any(array(${offered}))`)
    .returning();
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What of cancelled packages a phone has had too long without a word: taken back, and offered no more. */
export async function closeRecalledLeases(
  resellerId: ResellerId,
  book: Book,
  onSettled: OnSettled,
  now: Date,
): Promise<void> {
  await database().transaction(async (tx) => {
    const rows = await tx
      .update(sheetRows)
      .set({ phoneState: 'pending', phoneLeaseUntil: null })
      .where(
        and(
          ofBook(resellerId, book),
          isNotNull(sheetRows.recalledAt),
          eq(sheetRows.phoneState, 'leased'),
          lte(sheetRows.phoneLeaseUntil, now),
        ),
      )
      .returning();
    if (rows.length > 0) await onSettled(tx, rows, now);
  });
}

/** A renewal whose package has no earlier order waiting, and none handed out in the last 20 h. */
function inTurn(now: Date): SQL {
  const since = new Date(now.getTime() - BOOK_SPACING_MS).toISOString();
  return sql`(${sheetRows.slotId} is null or not exists (
    select from sheet_rows other
    where other.reseller_id = ${sheetRows.resellerId} and other.subscription_id = ${sheetRows.subscriptionId}
      and other.book = 'orders' and other.sheet_id is null and other.state = 'done' and other.id <> ${sheetRows.id}
      and ((other.phone_state <> 'confirmed' and other.id < ${sheetRows.id})
        or (other.phone_state <> 'pending' and other.phone_at > ${since}))))`;
}

/** The phone has these; answers the references that were still open. Confirming again changes nothing. */
export async function confirmRows(
  { resellerId, book }: Which,
  references: string[],
  onSettled: OnSettled,
  now: Date,
): Promise<Set<string>> {
  const change = { phoneState: 'confirmed', phoneLeaseUntil: null, phoneAt: now } as const;
  return database().transaction(async (tx) => {
    const rows = await moved(
      tx,
      { resellerId, book },
      references,
      ne(sheetRows.phoneState, 'confirmed'),
      change,
    );
    await onSettled(tx, rows, now);
    return new Set(rows.map((row) => row.refKey));
  });
}

/** The phone gives these back: they are offered again. */
export async function revertRows(
  { resellerId, book }: Which,
  references: string[],
  onSettled: OnSettled,
  now: Date,
): Promise<Set<string>> {
  const change = { phoneState: 'pending', phoneLeaseUntil: null, phoneAt: null } as const;
  return database().transaction(async (tx) => {
    const rows = await moved(
      tx,
      { resellerId, book },
      references,
      ne(sheetRows.phoneState, 'pending'),
      change,
    );
    await onSettled(tx, rows, now);
    return new Set(rows.map((row) => row.refKey));
  });
}

type Which = { resellerId: ResellerId; book: Book };
/** What becomes of the rows' renewals, in the transaction that moves the rows. */
export type OnSettled = (tx: Executor, rows: SettledRow[], now: Date) => Promise<void>;

async function moved(
  tx: Executor,
  { resellerId, book }: Which,
  references: string[],
  from: SQL,
  change: Partial<typeof sheetRows.$inferInsert>,
): Promise<SettledRow[]> {
  if (references.length === 0) return [];
  return tx
    .update(sheetRows)
    .set(change)
    .where(and(ofBook(resellerId, book), inArray(sheetRows.refKey, references.map(refKeyOf)), from))
    .returning();
}

/** Puts a row from outside into the built-in book; false when its reference stands there already. */
export async function insertRow(
  resellerId: ResellerId,
  book: Book,
  half: Half,
  { group, message }: { group: string; message: string },
  now: Date,
): Promise<boolean> {
  const rows = await database()
    .insert(sheetRows)
    .values({
      ...{ id: newId(), resellerId, book, ...half, refKey: refKeyOf(half.reference) },
      ...{ chat: cell(group).slice(0, 200), message: cell(message).slice(0, 1_000) },
      ...{ state: 'done', phoneState: 'pending', nextRunAt: now, doneAt: now, createdAt: now },
    })
    .onConflictDoNothing({ target: [sheetRows.resellerId, sheetRows.book, sheetRows.refKey] })
    .returning({ id: sheetRows.id });
  return rows.length > 0;
}

/** Confirms one payment if its value is this; null when it is not there or another. */
export async function confirmPayment(
  resellerId: ResellerId,
  { reference, value }: { reference: string; value: string },
  onSettled: OnSettled,
  now: Date,
): Promise<'done' | 'known' | null> {
  const [row] = await database()
    .select({ phoneState: sheetRows.phoneState })
    .from(sheetRows)
    .where(
      and(
        ofBook(resellerId, 'payments'),
        eq(sheetRows.refKey, refKeyOf(reference)),
        eq(sheetRows.value, value),
      ),
    );
  if (!row) return null;
  const confirmed = await confirmRows({ resellerId, book: 'payments' }, [reference], onSettled, now);
  return confirmed.size > 0 ? 'done' : 'known';
}
