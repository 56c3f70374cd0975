import { desc, isNotNull } from 'drizzle-orm';
import { database } from '@/db/client';
import { cronRuns } from '@/db/schema/messages';

/** When the last run ended, whoever called it; null before the first. Throws when the database is away. */
export async function lastTickAt(): Promise<Date | null> {
  const [row] = await database()
    .select({ at: cronRuns.finishedAt })
    .from(cronRuns)
    .where(isNotNull(cronRuns.finishedAt))
    .orderBy(desc(cronRuns.startedAt))
    .limit(1);
  return row?.at ?? null;
}

export type Run = typeof cronRuns.$inferSelect;

/** The latest runs, newest first. Counts only: nothing in them belongs to one reseller. */
export async function recentRuns(limit: number): Promise<Run[]> {
  return database().select().from(cronRuns).orderBy(desc(cronRuns.startedAt)).limit(limit);
}
