import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import { database } from '@/db/client';
import { bulkRows } from '@/db/schema/bulk';
import { invoices, payments } from '@/db/schema/invoices';
import { env } from '@/lib/env';
import { payInvoice } from '@/lib/invoices/commands';
import { SECOND_MS } from '@/lib/time';
import { hasBulk, launchBulk, openBulk, type Person, settleRow, stillPending } from '../commands';
import type { DueRow } from '../jobs';
import { settled } from './rules';

/**
 * Makes a batch out of the reseller's own invoices and wakes the worker, in one transaction. The same key
 * again is the same batch. False when none of the invoices is there, or the key is another reseller's.
 */
export async function startPayments(
  doer: Person,
  { bulkId, invoiceIds }: { bulkId: string; invoiceIds: string[] },
  now: Date,
): Promise<boolean> {
  const { resellerId } = doer;
  const batch = { bulkId, act: 'pay' } as const;
  return database().transaction(async (tx) => {
    const mine = await tx
      .select({ id: invoices.id })
      .from(invoices)
      .where(and(eq(invoices.resellerId, resellerId), inArray(invoices.id, invoiceIds)));
    const known = new Set(mine.map((row) => row.id));
    const asked = [...new Set(invoiceIds)].filter((id) => known.has(id));
    if (asked.length === 0) return false;
    if (!(await openBulk(tx, doer, batch, now))) return hasBulk(tx, resellerId, bulkId);
    await tx
      .insert(bulkRows)
      .values(
        asked.map((invoiceId, position) => ({ resellerId, bulkId, invoiceId, position, nextRunAt: now })),
      );
    await launchBulk(tx, doer, batch, asked.length, now);
    return true;
  });
}

/** Pays one invoice of a batch, under the row's own key: done again, payInvoice answers as before. */
export async function payRow(row: DueRow, now: Date): Promise<void> {
  const [before] = await database()
    .select({ voidedAt: payments.voidedAt })
    .from(bulkRows)
    .leftJoin(payments, and(eq(payments.resellerId, bulkRows.resellerId), eq(payments.id, bulkRows.id)))
    .where(stillPending(row));
  // Another executor was faster, or a person stopped the batch.
  if (!before) return;
  // Paid before a crash, then taken back by a person: paying once more would be against their will.
  if (before.voidedAt) {
    await settleRow(database(), row, { state: 'skipped', reason: 'undone' }, now);
    return;
  }
  const doer = { resellerId: row.resellerId, userId: row.userId, userName: row.userName };
  const holdMs = env().RENEWAL_HOLD_SECONDS * SECOND_MS;
  const asked = { invoiceId: row.invoiceId ?? '', intentId: row.id, source: 'bulk' as const, holdMs };
  await settleRow(database(), row, settled(await payInvoice(doer, asked, now)), now);
}
