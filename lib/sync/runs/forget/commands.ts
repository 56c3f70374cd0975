import 'server-only';
import { and, eq, exists, gt, lt, ne, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { database } from '@/db/client';
import { syncBatches, syncRows, syncRuns } from '@/db/schema/sync';
import { DAY_MS } from '@/lib/time';

const KEPT_DAYS = 30;

/**
 * Forgets comparisons of more than a month ago that began by themselves and left nothing: no difference, and nothing taken
 * over. An hourly schedule makes thousands a year. Each server's latest stays.
 */
export async function forgetOldComparisons(now: Date): Promise<void> {
  const newer = alias(syncRuns, 'newer');
  const some = { one: sql`1` };
  const db = database();
  const rows = db.select(some).from(syncRows).where(eq(syncRows.runId, syncRuns.id));
  const batches = db.select(some).from(syncBatches).where(eq(syncBatches.runId, syncRuns.id));
  const later = db
    .select(some)
    .from(newer)
    .where(
      and(
        eq(newer.resellerId, syncRuns.resellerId),
        eq(newer.serverId, syncRuns.serverId),
        gt(newer.createdAt, syncRuns.createdAt),
      ),
    );
  await db
    .delete(syncRuns)
    .where(
      and(
        eq(syncRuns.source, 'schedule'),
        ne(syncRuns.state, 'running'),
        lt(syncRuns.createdAt, new Date(now.getTime() - KEPT_DAYS * DAY_MS)),
        notExists(rows),
        notExists(batches),
        exists(later),
      ),
    );
}
