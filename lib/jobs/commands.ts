import { eq, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { newId } from '@/db/ids';
import { cronRuns } from '@/db/schema/messages';
import type { Count } from './rules';

export type Caller = typeof cronRuns.$inferInsert.caller;

/** The database's own instant: machines' clocks need not agree with it or each other (fault F37). */
export async function databaseNow(): Promise<Date> {
  const [row] = await database().execute<{ now: string }>(sql`select clock_timestamp() as now`);
  if (!row) throw new Error('The database did not say what time it is');
  return new Date(row.now);
}

/** Opens the record of one run. */
export async function startRun(caller: Caller, now: Date): Promise<string> {
  const id = newId();
  await database().insert(cronRuns).values({ id, caller, startedAt: now });
  return id;
}

/** Closes it with what was done. */
export async function finishRun(id: string, counts: Record<string, Count>, now: Date): Promise<void> {
  await database().update(cronRuns).set({ finishedAt: now, counts }).where(eq(cronRuns.id, id));
}

/** Forgets runs older than ninety days; with one a minute the table would only grow. */
export async function forgetOldRuns(now: Date): Promise<void> {
  await database().execute(
    sql`delete from cron_runs where started_at < ${now.toISOString()}::timestamptz - interval '90 days'`,
  );
}
