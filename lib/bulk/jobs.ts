import 'server-only';
import { and, asc, eq, lte, min } from 'drizzle-orm';
import { database } from '@/db/client';
import { bulkPaymentRows, bulkPayments } from '@/db/schema/bulk';
import { payments } from '@/db/schema/invoices';
import { env } from '@/lib/env';
import { payInvoice } from '@/lib/invoices/commands';
import { log } from '@/lib/log';
import { SECOND_MS } from '@/lib/time';
import { postponeRow, settleRow } from './commands';
import { settled } from './rules';

/** Where instants come from: the caller's clock, or the database's. */
export type Clock = () => Date | Promise<Date>;

/** The batches with rows to pay, the longest waiting first. A batch is its own group: its rows go one by one. */
export async function dueBulks(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  return database()
    .select({ id: bulkPaymentRows.bulkId, group: bulkPaymentRows.bulkId })
    .from(bulkPaymentRows)
    .where(and(eq(bulkPaymentRows.state, 'pending'), lte(bulkPaymentRows.nextRunAt, now)))
    .groupBy(bulkPaymentRows.bulkId)
    .orderBy(min(bulkPaymentRows.nextRunAt))
    .limit(limit);
}

/**
 * Pays what a batch still owes, row by row; null when nothing is due. Two executors at once, or one after a
 * crash, do a row again under its own key, which payInvoice answers as before: there is nothing to lock.
 */
export async function runBulk(bulkId: string, now: Clock): Promise<number | null> {
  let done = 0;
  for (;;) {
    const row = await nextRow(bulkId, await now());
    if (!row) return done > 0 ? done : null;
    try {
      await payRow(row, await now());
    } catch (err) {
      log.error({ err, row: row.id }, 'bulk row failed');
      await postponeRow(row, await now());
    }
    done++;
  }
}

async function payRow(row: BulkRow, now: Date): Promise<void> {
  const [before] = await database()
    .select({ voidedAt: payments.voidedAt })
    .from(payments)
    .where(and(eq(payments.resellerId, row.resellerId), eq(payments.id, row.id)));
  // Paid before a crash, then taken back by a person: paying once more would be against their will.
  if (before?.voidedAt) {
    await settleRow(row, { state: 'skipped', reason: 'undone' }, now);
    return;
  }
  const doer = { resellerId: row.resellerId, userId: row.userId, userName: row.userName };
  const holdMs = env().RENEWAL_HOLD_SECONDS * SECOND_MS;
  const asked = { invoiceId: row.invoiceId, intentId: row.id, source: 'bulk' as const, holdMs };
  await settleRow(row, settled(await payInvoice(doer, asked, now)), now);
}

async function nextRow(bulkId: string, now: Date) {
  const [row] = await database()
    .select({
      id: bulkPaymentRows.id,
      resellerId: bulkPaymentRows.resellerId,
      bulkId: bulkPaymentRows.bulkId,
      invoiceId: bulkPaymentRows.invoiceId,
      failures: bulkPaymentRows.failures,
      userId: bulkPayments.userId,
      userName: bulkPayments.userName,
    })
    .from(bulkPaymentRows)
    .innerJoin(bulkPayments, eq(bulkPayments.id, bulkPaymentRows.bulkId))
    .where(
      and(
        eq(bulkPaymentRows.bulkId, bulkId),
        eq(bulkPaymentRows.state, 'pending'),
        lte(bulkPaymentRows.nextRunAt, now),
      ),
    )
    .orderBy(asc(bulkPaymentRows.position))
    .limit(1);
  return row ?? null;
}

type BulkRow = NonNullable<Awaited<ReturnType<typeof nextRow>>>;
