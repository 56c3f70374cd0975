import 'server-only';
import { and, inArray, isNotNull, lte, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { sheetRows } from '@/db/schema/sheets';
import { type SettledRow, wakeSheets } from '../commands';

/**
 * Takes back what of cancelled packages has not arrived: orders that wait are cancelled with their payments; one that a
 * driver or a phone has in its hands is recalled, so that it goes no further should it come back (fault F49), and its
 * payment waits for it. Once the order has arrived, its payment goes too. Repeating it changes nothing. Answers the slots
 * whose orders were cancelled.
 */
export async function recallRows(tx: Executor, subscriptionIds: string[], now: Date): Promise<string[]> {
  if (subscriptionIds.length === 0) return [];
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await tx
    .select()
    .from(sheetRows)
    .where(and(inArray(sheetRows.subscriptionId, subscriptionIds), isNotNull(sheetRows.slotId)))
    // A row that is being settled: whoever settles it comes here after.
    .for('update', { skipLocked: true });
  const orders = new Map(
    rows.flatMap((row) => (row.book === 'orders' && row.slotId ? [[row.slotId, row]] : [])),
  );
  const cancelled: SettledRow[] = [];
  const held: SettledRow[] = [];
  const freed: SettledRow[] = [];
  for (const row of rows) {
    const order = orders.get(row.slotId ?? '');
    if (!order || isOver(row)) continue;
    if (hasArrived(order)) freed.push(row);
    else if (isGone(order) && row.state !== 'sending') cancelled.push(row);
    else held.push(row);
  }
  await change(
    tx,
    cancelled,
    sql`state = 'cancelled', phone_state = null, recalled_at = coalesce(recalled_at, ${at})`,
  );
  await change(
    tx,
    held,
    sql`recalled_at = coalesce(recalled_at, ${at}),
      next_run_at = case when state = 'queued' then ${at} + interval '1 hour' else next_run_at end`,
  );
  await change(tx, freed, sql`recalled_at = null, next_run_at = least(next_run_at, ${at})`);
  await wakeSheets(tx, freed, now);
  return cancelled.flatMap((row) => (row.book === 'orders' && row.slotId ? [row.slotId] : []));
}

/**
 * Rows that were recalled while somebody had them who is gone: given back, so that they can be cancelled. Answers
 * them.
 */
export async function recalledRows(tx: Executor, which: SQL | undefined, now: Date): Promise<SettledRow[]> {
  return tx
    .update(sheetRows)
    .set({ state: 'queued' })
    .where(
      and(
        which,
        isNotNull(sheetRows.recalledAt),
        inArray(sheetRows.state, ['queued', 'sending']),
        lte(sheetRows.nextRunAt, now),
      ),
    )
    .returning();
}

/** Neither in a driver's hands nor in the phone's: it goes nowhere any more. */
const isGone = (row: SettledRow): boolean =>
  row.state === 'queued' ||
  row.state === 'cancelled' ||
  (row.sheetId === null && row.state === 'done' && row.phoneState === 'pending');
/** Where it was to go. */
const hasArrived = (row: SettledRow): boolean =>
  row.state === 'done' && (row.sheetId !== null || row.phoneState === 'confirmed');
/** Nothing more happens to it by itself. */
const isOver = (row: SettledRow): boolean =>
  row.state === 'cancelled' || row.state === 'review' || hasArrived(row);

async function change(tx: Executor, rows: SettledRow[], set: SQL): Promise<void> {
  if (rows.length === 0) return;
  const ids = JSON.stringify(rows.map((row) => row.id));
  await tx.execute(sql`update sheet_rows set ${set}
    where id in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))`);
}
