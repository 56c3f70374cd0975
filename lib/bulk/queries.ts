import 'server-only';
import { and, count, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { bulkRows, bulks } from '@/db/schema/bulk';
import { type Act, noTally, type Tally } from './rules';

type BulkRow = typeof bulks.$inferSelect;

/** One batch of the given acts with its counts; null for an unknown or foreign id. */
export async function findBulk(resellerId: ResellerId, bulkId: string, acts: readonly Act[]) {
  const [bulk] = await database()
    .select()
    .from(bulks)
    .where(and(eq(bulks.resellerId, resellerId), eq(bulks.id, bulkId), inArray(bulks.act, [...acts])));
  return bulk ? { bulk, tally: await tallyOf(bulk) } : null;
}

/** The latest batch of the given acts since an instant that still runs or has rows to try again; else null. */
export async function bulkToWatch(resellerId: ResellerId, acts: readonly Act[], since: Date) {
  const open = sql`exists (select 1 from ${bulkRows} where ${bulkRows.bulkId} = ${bulks.id}
    and ${bulkRows.state} in ('pending', 'failed'))`;
  const [bulk] = await database()
    .select()
    .from(bulks)
    .where(
      and(eq(bulks.resellerId, resellerId), inArray(bulks.act, [...acts]), gte(bulks.createdAt, since), open),
    )
    .orderBy(desc(bulks.id))
    .limit(1);
  return bulk ? { id: bulk.id, act: bulk.act, ...(await tallyOf(bulk)) } : null;
}

async function tallyOf({ resellerId, id }: BulkRow): Promise<Tally> {
  const counted = await database()
    .select({ state: bulkRows.state, n: count() })
    .from(bulkRows)
    .where(and(eq(bulkRows.resellerId, resellerId), eq(bulkRows.bulkId, id)))
    .groupBy(bulkRows.state);
  const tally = noTally();
  for (const { state, n } of counted) tally[state] = n;
  return tally;
}
