import 'server-only';
import { and, asc, eq, lte, min } from 'drizzle-orm';
import { database } from '@/db/client';
import { bulkRows, bulks } from '@/db/schema/bulk';
import { log } from '@/lib/log';
import { actOnClient } from './clients/commands';
import { postponeRow, wakeBulk } from './commands';
import { payRow } from './payments/commands';
import { TURN_MS } from './rules';

/** Where instants come from: the caller's clock, or the database's. */
export type Clock = () => Date | Promise<Date>;

/** The batches with rows to do, the longest waiting first. */
export async function dueBulks(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  return database()
    .select({ id: bulkRows.bulkId, group: bulkRows.bulkId })
    .from(bulkRows)
    .where(and(eq(bulkRows.state, 'pending'), lte(bulkRows.nextRunAt, now)))
    .groupBy(bulkRows.bulkId)
    .orderBy(min(bulkRows.nextRunAt))
    .limit(limit);
}

/**
 * Does what a batch still owes, row by row, for one turn; null when nothing is due. Two executors at once, or
 * one after a crash, do no row twice: a payment's key and a client's row lock decide.
 */
export async function runBulk(bulkId: string, now: Clock, turnMs = TURN_MS): Promise<number | null> {
  const until = performance.now() + turnMs;
  let done = 0;
  while (performance.now() < until) {
    const row = await nextRow(bulkId, await now());
    if (!row) return done > 0 ? done : null;
    try {
      await (row.act === 'pay' ? payRow(row, await now()) : actOnClient(row, await now()));
    } catch (err) {
      log.error({ err, row: row.id }, 'bulk row failed');
      await postponeRow(row, await now());
    }
    done++;
  }
  await wakeBulk(database(), bulkId, await now());
  return done;
}

async function nextRow(bulkId: string, now: Date) {
  const [row] = await database()
    .select({
      id: bulkRows.id,
      resellerId: bulkRows.resellerId,
      bulkId: bulkRows.bulkId,
      invoiceId: bulkRows.invoiceId,
      clientId: bulkRows.clientId,
      failures: bulkRows.failures,
      userId: bulks.userId,
      userName: bulks.userName,
      act: bulks.act,
      detail: bulks.detail,
    })
    .from(bulkRows)
    .innerJoin(bulks, eq(bulks.id, bulkRows.bulkId))
    .where(and(eq(bulkRows.bulkId, bulkId), eq(bulkRows.state, 'pending'), lte(bulkRows.nextRunAt, now)))
    .orderBy(asc(bulkRows.position))
    .limit(1);
  return row ?? null;
}

export type DueRow = NonNullable<Awaited<ReturnType<typeof nextRow>>>;
