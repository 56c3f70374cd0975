import 'server-only';
import { and, count, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { bulkRows, bulks } from '@/db/schema/bulk';
import { type Act, noTally, type Tally } from './rules';

/** One batch of the given acts with its counts; null for an unknown or foreign id. */
export async function findBulk(resellerId: ResellerId, bulkId: string, acts: readonly Act[]) {
  const [bulk] = await database()
    .select()
    .from(bulks)
    .where(and(eq(bulks.resellerId, resellerId), eq(bulks.id, bulkId), inArray(bulks.act, [...acts])));
  if (!bulk) return null;
  const counted = await database()
    .select({ state: bulkRows.state, n: count() })
    .from(bulkRows)
    .where(and(eq(bulkRows.resellerId, resellerId), eq(bulkRows.bulkId, bulkId)))
    .groupBy(bulkRows.state);
  const tally = noTally();
  for (const { state, n } of counted) tally[state] = n;
  return { bulk, tally };
}

export type BulkRow = typeof bulks.$inferSelect;

/** The latest batch of the given acts since an instant that still runs or has rows to try again; else null. */
export async function bulkToWatch(resellerId: ResellerId, acts: readonly Act[], since: Date) {
  const [found] = await database()
    .select({
      id: bulks.id,
      act: bulks.act,
      createdAt: bulks.createdAt,
      pending: counted('pending'),
      done: counted('done'),
      skipped: counted('skipped'),
      failed: counted('failed'),
    })
    .from(bulks)
    .innerJoin(bulkRows, eq(bulkRows.bulkId, bulks.id))
    .where(and(eq(bulks.resellerId, resellerId), inArray(bulks.act, [...acts]), gte(bulks.createdAt, since)))
    .groupBy(bulks.id)
    .having(sql`bool_or(${bulkRows.state} in ('pending', 'failed'))`)
    .orderBy(desc(bulks.id))
    .limit(1);
  return found ?? null;
}

const counted = (state: keyof Tally) =>
  sql<number>`count(*) filter (where ${bulkRows.state} = ${state})::int`;
