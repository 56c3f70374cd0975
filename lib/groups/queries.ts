import 'server-only';
import { and, asc, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import { validate } from 'uuid';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSubscriptions } from '@/db/schema/packages';

export type Group = typeof groups.$inferSelect;

/** All groups of a reseller, the ones in use first, then by name. */
export async function groupsOf(resellerId: ResellerId): Promise<Group[]> {
  return database()
    .select()
    .from(groups)
    .where(eq(groups.resellerId, resellerId))
    .orderBy(sql`${groups.archivedAt} is not null`, asc(sql`lower(${groups.name})`), asc(groups.id));
}

/** The group in use that a WhatsApp id belongs to; null when it is not registered or archived. */
export async function groupByJid(tx: Executor, resellerId: ResellerId, jid: string): Promise<Group | null> {
  const [group] = await tx
    .select()
    .from(groups)
    .where(and(eq(groups.resellerId, resellerId), eq(groups.jid, jid), isNull(groups.archivedAt)));
  return group ?? null;
}

/** A group, archived or not; null when it is another reseller's or none. */
export async function groupById(tx: Executor, resellerId: ResellerId, id: string): Promise<Group | null> {
  if (!validate(id)) return null;
  const [group] = await tx
    .select()
    .from(groups)
    .where(and(eq(groups.resellerId, resellerId), eq(groups.id, id)));
  return group ?? null;
}

/** `groupById` for a page. */
export const groupOf = (resellerId: ResellerId, id: string) => groupById(database(), resellerId, id);

/** The groups in use with how many prices each sells at and how many of its packages are under way. */
export async function groupSummaries(resellerId: ResellerId) {
  const under = database()
    .select({ groupId: packageSubscriptions.groupId, n: count().as('n') })
    .from(packageSubscriptions)
    .where(
      and(
        eq(packageSubscriptions.resellerId, resellerId),
        inArray(packageSubscriptions.state, ['active', 'paused']),
      ),
    )
    .groupBy(packageSubscriptions.groupId)
    .as('under');
  return database()
    .select({
      id: groups.id,
      name: groups.name,
      jid: groups.jid,
      packages: sql<number>`coalesce(${under.n}, 0)`.mapWith(Number),
      prices: sql<number>`(
        select count(*) from prices where prices.reseller_id = ${groups.resellerId} and prices.table_id = (
          select id from price_tables t where t.reseller_id = ${groups.resellerId} and t.group_id = ${groups.id}
          order by t.version desc limit 1))`.mapWith(Number),
    })
    .from(groups)
    .leftJoin(under, eq(under.groupId, groups.id))
    .where(and(eq(groups.resellerId, resellerId), isNull(groups.archivedAt)))
    .orderBy(asc(sql`lower(${groups.name})`), asc(groups.id));
}
