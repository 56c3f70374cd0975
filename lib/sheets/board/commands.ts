import 'server-only';
import { and, eq, inArray, isNull, notInArray, or, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { sheetGates, sheetRows, sheets } from '@/db/schema/sheets';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import { BOOK_SPACING_MS } from '../book/rules';
import type { SettledRow } from '../commands';

type OnSettled = (tx: Executor, rows: SettledRow[], now: Date) => Promise<void>;

/** *É a mesma*: a person has looked, and the row in the sheet is ours. False when it is no longer in review. */
export async function acceptRow(doer: Doer, id: string, onSettled: OnSettled, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const seen = [{ at: now, kind: 'accepted', by: doer.userName }];
    const [row] = await tx
      .update(sheetRows)
      .set({
        ...{ state: 'done', doneAt: now },
        // In the built-in book: the phone has had it.
        phoneState: sql`case when ${sheetRows.sheetId} is null then 'confirmed' end`,
        evidence: sql`${sheetRows.evidence} || ${JSON.stringify(seen)}::jsonb`,
      })
      .where(inReview(doer, id))
      .returning();
    if (!row) return false;
    await onSettled(tx, [row], now);
    await audit(tx, doer, row, 'sheet.row_accepted', now);
    return true;
  });
}

/**
 * Sends a row in review again under the same reference: a sheet that has it answers so, and is read. An order
 * waits out the 20 h after the package's latest renewal, whichever that is.
 */
export async function retryRow(doer: Doer, id: string, onSettled: OnSettled, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [row] = await tx
      .update(sheetRows)
      .set({
        state: 'queued',
        failures: 0,
        nextRunAt: sql`greatest(${now.toISOString()}::timestamptz, ${freeAt})`,
      })
      .where(inReview(doer, id))
      .returning();
    if (!row) return false;
    if (row.sheetId) await wakeSheet(tx, row.sheetId, row.nextRunAt);
    else await offerAgain(tx, row, now);
    await onSettled(tx, [row], now);
    await audit(tx, doer, row, 'sheet.row_retried', now);
    return true;
  });
}

/** For an order: 20 h after the latest other renewal of its package; null for anything else. */
const freeAt = sql`(select max(coalesce(s.ordered_at, s.sent_at)) + ${`${BOOK_SPACING_MS} milliseconds`}::interval
  from package_slots s where sheet_rows.book = 'orders' and s.subscription_id = sheet_rows.subscription_id
    and s.id <> sheet_rows.slot_id)`;

/** In the built-in book a row need not be posted: the phone is offered it. */
const offerAgain = (tx: Executor, row: SettledRow, now: Date) =>
  tx
    .update(sheetRows)
    .set({ state: 'done', doneAt: row.doneAt ?? now, phoneState: 'pending', reason: null })
    .where(and(eq(sheetRows.resellerId, row.resellerId), eq(sheetRows.id, row.id)));

/**
 * *Tentar agora*: ends an address's rest and brings its rows forward, but for those whose script may still be
 * running. False when the sheet is not the reseller's.
 */
export async function tryNow(doer: Doer, sheetId: string, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const mine = and(eq(sheets.resellerId, doer.resellerId), eq(sheets.id, sheetId));
    const [sheet] = await tx.select().from(sheets).where(mine);
    if (!sheet) return false;
    await tx.update(sheetGates).set({ blockedUntil: null }).where(eq(sheetGates.urlHash, sheet.urlHash));
    await tx
      .update(sheetRows)
      .set({ nextRunAt: now })
      .where(
        and(
          eq(sheetRows.resellerId, doer.resellerId),
          eq(sheetRows.sheetId, sheetId),
          inArray(sheetRows.state, ['queued']),
          or(isNull(sheetRows.reason), notInArray(sheetRows.reason, ['timeout', 'cut'])),
          sql`${sheetRows.nextRunAt} > ${now.toISOString()}`,
        ),
      );
    await wakeSheet(tx, sheetId, now);
    const entry = { action: 'sheet.tried', subjectType: 'sheet', subjectId: sheetId } as const;
    await recordAudit(tx, doer, { ...entry, detail: { shown: sheet.shown } }, now);
    return true;
  });
}

const inReview = (doer: Doer, id: string) =>
  and(eq(sheetRows.resellerId, doer.resellerId), eq(sheetRows.id, id), eq(sheetRows.state, 'review'));

async function wakeSheet(tx: Executor, sheetId: string, now: Date): Promise<void> {
  const [sheet] = await tx.select({ id: sheets.urlHash }).from(sheets).where(eq(sheets.id, sheetId));
  if (sheet) await wake(tx, { queue: 'sheet', id: sheet.id, group: sheet.id, at: now });
}

const audit = (tx: Executor, doer: Doer, row: SettledRow, action: string, now: Date) =>
  recordAudit(
    tx,
    doer,
    {
      ...{ action, subjectType: 'sheet', subjectId: row.sheetId ?? row.id },
      detail: { reference: row.reference, book: row.book },
    },
    now,
  );
