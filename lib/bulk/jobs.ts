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
type Clock = () => Date | Promise<Date>;

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
  for (;;) {
    const rows = await nextRows(bulkId, await now());
    if (rows.length === 0) return done > 0 ? done : null;
    for (const row of rows) {
      if (performance.now() >= until) {
        await wakeBulk(database(), bulkId, await now());
        return done;
      }
      await runRow(row, now);
      done++;
    }
  }
}

async function runRow(row: DueRow, now: Clock): Promise<void> {
  try {
    await (row.act === 'pay' ? payRow(row, await now()) : actOnClient(row, await now()));
  } catch (err) {
    log.error({ err, row: row.id }, 'bulk row failed');
    await postponeRow(row, await now());
  }
}

/** Some at a time: finding the next of 100,000 costs more than doing it. Each is looked at again when its turn comes. */
const AT_ONCE = 50;

function nextRows(bulkId: string, now: Date) {
  return database()
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
    .limit(AT_ONCE);
}

export type DueRow = Awaited<ReturnType<typeof nextRows>>[number];
