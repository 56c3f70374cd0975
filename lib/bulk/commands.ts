import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { bulkPaymentRows, bulkPayments } from '@/db/schema/bulk';
import { invoices } from '@/db/schema/invoices';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import { type RowReason, type RowState, retryDelayMs } from './rules';

type Person = Doer & { userId: string };
type Batch = { bulkId: string; invoiceIds: string[] };

/**
 * Makes a batch out of the reseller's own invoices and wakes the worker, in one transaction. The same key
 * again is the same batch. False when none of the invoices is there, or the key is another reseller's.
 */
export async function startBulk(doer: Person, { bulkId, invoiceIds }: Batch, now: Date): Promise<boolean> {
  const { resellerId, userId, userName } = doer;
  return database().transaction(async (tx) => {
    const mine = await tx
      .select({ id: invoices.id })
      .from(invoices)
      .where(and(eq(invoices.resellerId, resellerId), inArray(invoices.id, invoiceIds)));
    const known = new Set(mine.map((row) => row.id));
    const asked = [...new Set(invoiceIds)].filter((id) => known.has(id));
    if (asked.length === 0) return false;
    const [made] = await tx
      .insert(bulkPayments)
      .values({ id: bulkId, resellerId, userId, userName, createdAt: now })
      .onConflictDoNothing()
      .returning();
    if (!made) return hasBulk(tx, resellerId, bulkId);
    const rows = asked.map((invoiceId, position) => ({
      id: newId(),
      resellerId,
      bulkId,
      invoiceId,
      position,
      nextRunAt: now,
    }));
    await tx.insert(bulkPaymentRows).values(rows);
    await wake(tx, { queue: 'bulk', id: bulkId, group: bulkId, at: now });
    await recordAudit(tx, doer, entry('bulk.started', bulkId, asked.length), now);
    return true;
  });
}

/** Puts what failed back into the queue, under the same keys; answers how many. */
export async function retryFailed(doer: Doer, bulkId: string, now: Date): Promise<number> {
  return database().transaction(async (tx) => {
    const again = await tx
      .update(bulkPaymentRows)
      .set({ state: 'pending', reason: null, failures: 0, nextRunAt: now, settledAt: null })
      .where(
        and(
          eq(bulkPaymentRows.resellerId, doer.resellerId),
          eq(bulkPaymentRows.bulkId, bulkId),
          eq(bulkPaymentRows.state, 'failed'),
        ),
      )
      .returning({ id: bulkPaymentRows.id });
    if (again.length === 0) return 0;
    await wake(tx, { queue: 'bulk', id: bulkId, group: bulkId, at: now });
    await recordAudit(tx, doer, entry('bulk.retried', bulkId, again.length), now);
    return again.length;
  });
}

type Row = { id: string; resellerId: ResellerId; bulkId: string; failures: number };
type Settled = { state: Exclude<RowState, 'pending'>; reason: RowReason | null };

/** Writes what became of a row; false when another executor already has. */
export async function settleRow(row: Row, settled: Settled, now: Date): Promise<boolean> {
  const written = await database()
    .update(bulkPaymentRows)
    .set({ ...settled, settledAt: now })
    .where(stillPending(row))
    .returning({ id: bulkPaymentRows.id });
  return written.length === 1;
}

/** After the unexpected: the row waits and is woken again, or is left to the person. */
export async function postponeRow(row: Row, now: Date): Promise<void> {
  const failures = row.failures + 1;
  const delay = retryDelayMs(failures);
  if (delay === null) {
    await settleRow(row, { state: 'failed', reason: 'error' }, now);
    return;
  }
  const at = new Date(now.getTime() + delay);
  await database().transaction(async (tx) => {
    await tx.update(bulkPaymentRows).set({ failures, nextRunAt: at }).where(stillPending(row));
    await wake(tx, { queue: 'bulk', id: row.bulkId, group: row.bulkId, at });
  });
}

const stillPending = (row: Row) =>
  and(
    eq(bulkPaymentRows.resellerId, row.resellerId),
    eq(bulkPaymentRows.id, row.id),
    eq(bulkPaymentRows.state, 'pending'),
  );

async function hasBulk(tx: Executor, resellerId: ResellerId, bulkId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: bulkPayments.id })
    .from(bulkPayments)
    .where(and(eq(bulkPayments.resellerId, resellerId), eq(bulkPayments.id, bulkId)));
  return row !== undefined;
}

const entry = (action: string, bulkId: string, count: number) => ({
  action,
  subjectType: 'invoice' as const,
  subjectId: bulkId,
  detail: { count },
});
