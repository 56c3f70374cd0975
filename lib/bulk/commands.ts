import 'server-only';
import { and, eq } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { bulkRows, bulks } from '@/db/schema/bulk';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import { type Act, retryDelayMs, type Settled } from './rules';

/** A batch is started by a person: its rows are done in their name. */
export type Person = Doer & { userId: string };
type Batch = { bulkId: string; act: Act; detail?: (typeof bulks.$inferInsert)['detail'] };

/**
 * Makes the batch, in the transaction that fills it. False when the key is known already: ours means the same
 * press twice, another reseller's answers like an absent one.
 */
export async function openBulk(
  tx: Executor,
  { resellerId, userId, userName }: Person,
  { bulkId, act, detail = {} }: Batch,
  now: Date,
): Promise<boolean> {
  const [made] = await tx
    .insert(bulks)
    .values({ id: bulkId, resellerId, userId, userName, act, detail, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: bulks.id });
  return made !== undefined;
}

/** The filled batch may run: the worker is woken and the start is on record. */
export async function launchBulk(
  tx: Executor,
  doer: Doer,
  { bulkId, act }: Batch,
  count: number,
  now: Date,
): Promise<void> {
  await wakeBulk(tx, bulkId, now);
  await recordAudit(tx, doer, bulkEntry('bulk.started', bulkId, { act, count }), now);
}

/** Whether this batch is the reseller's own. */
export async function hasBulk(tx: Executor, resellerId: ResellerId, bulkId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: bulks.id })
    .from(bulks)
    .where(and(eq(bulks.resellerId, resellerId), eq(bulks.id, bulkId)));
  return row !== undefined;
}

/** Puts what failed back into the queue, under the same keys; answers how many. */
export async function retryFailed(doer: Doer, bulkId: string, now: Date): Promise<number> {
  return database().transaction(async (tx) => {
    const again = await tx
      .update(bulkRows)
      .set({ state: 'pending', reason: null, failures: 0, nextRunAt: now, settledAt: null })
      .where(and(ofBulk(doer.resellerId, bulkId), eq(bulkRows.state, 'failed')))
      .returning({ id: bulkRows.id });
    if (again.length === 0) return 0;
    await wakeBulk(tx, bulkId, now);
    await recordAudit(tx, doer, bulkEntry('bulk.retried', bulkId, { count: again.length }), now);
    return again.length;
  });
}

/** Leaves undone what has not been done yet; answers how many rows that were. */
export async function stopBulk(doer: Doer, bulkId: string, now: Date): Promise<number> {
  return database().transaction(async (tx) => {
    const left = await tx
      .update(bulkRows)
      .set({ state: 'skipped', reason: 'stopped', settledAt: now })
      .where(and(ofBulk(doer.resellerId, bulkId), eq(bulkRows.state, 'pending')))
      .returning({ id: bulkRows.id });
    if (left.length > 0)
      await recordAudit(tx, doer, bulkEntry('bulk.stopped', bulkId, { count: left.length }), now);
    return left.length;
  });
}

type Row = { id: string; resellerId: ResellerId; bulkId: string; failures: number };

/** Writes what became of a row; false when another executor already has. */
export async function settleRow(tx: Executor, row: Row, settled: Settled, now: Date): Promise<boolean> {
  const written = await tx
    .update(bulkRows)
    .set({ ...settled, settledAt: now })
    .where(stillPending(row))
    .returning({ id: bulkRows.id });
  return written.length === 1;
}

/** After the unexpected: the row waits and is woken again, or is left to the person. */
export async function postponeRow(row: Row, now: Date): Promise<void> {
  const failures = row.failures + 1;
  const delay = retryDelayMs(failures);
  if (delay === null) {
    await settleRow(database(), row, { state: 'failed', reason: 'error' }, now);
    return;
  }
  const at = new Date(now.getTime() + delay);
  await database().transaction(async (tx) => {
    await tx.update(bulkRows).set({ failures, nextRunAt: at }).where(stillPending(row));
    await wakeBulk(tx, row.bulkId, at);
  });
}

/** A batch is its own group: a long one holds up nobody else. */
export const wakeBulk = (tx: Executor, bulkId: string, at: Date): Promise<void> =>
  wake(tx, { queue: 'bulk', id: bulkId, group: bulkId, at });

const ofBulk = (resellerId: ResellerId, bulkId: string) =>
  and(eq(bulkRows.resellerId, resellerId), eq(bulkRows.bulkId, bulkId));

export const stillPending = (row: Pick<Row, 'resellerId' | 'id'>) =>
  and(eq(bulkRows.resellerId, row.resellerId), eq(bulkRows.id, row.id), eq(bulkRows.state, 'pending'));

const bulkEntry = (action: string, bulkId: string, detail: Record<string, unknown>) => ({
  action,
  subjectType: 'bulk' as const,
  subjectId: bulkId,
  detail,
});
