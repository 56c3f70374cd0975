import 'server-only';
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { validate } from 'uuid';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups, prices, priceTables } from '@/db/schema/groups';

export type PriceRow = typeof prices.$inferSelect;

/** A group's prices as they count now, in the order of its table; none without a table. */
export async function currentPrices(
  tx: Executor,
  resellerId: ResellerId,
  groupId: string,
): Promise<PriceRow[]> {
  const [table] = await tx
    .select({ id: priceTables.id })
    .from(priceTables)
    .where(and(eq(priceTables.resellerId, resellerId), eq(priceTables.groupId, groupId)))
    .orderBy(desc(priceTables.version))
    .limit(1);
  return table ? rowsOf(tx, resellerId, table.id) : [];
}

/** The versions of a group's table, the newest first. */
export async function priceVersions(resellerId: ResellerId, groupId: string) {
  return database()
    .select({
      id: priceTables.id,
      version: priceTables.version,
      source: priceTables.source,
      userName: priceTables.userName,
      createdAt: priceTables.createdAt,
    })
    .from(priceTables)
    .where(and(eq(priceTables.resellerId, resellerId), eq(priceTables.groupId, groupId)))
    .orderBy(desc(priceTables.version))
    .limit(50);
}

export type PriceVersion = Awaited<ReturnType<typeof priceVersions>>[number];

/** The rows of one version; none when it is not this reseller's. */
export async function versionPrices(resellerId: ResellerId, tableId: string): Promise<PriceRow[]> {
  return validate(tableId) ? rowsOf(database(), resellerId, tableId) : [];
}

const rowsOf = (tx: Executor, resellerId: ResellerId, tableId: string) =>
  tx
    .select()
    .from(prices)
    .where(and(eq(prices.resellerId, resellerId), eq(prices.tableId, tableId)))
    .orderBy(asc(prices.position));

/** What every group in use sells now, by its name, for a person to choose from. */
export async function offersOf(resellerId: ResellerId) {
  const latest = database()
    .selectDistinctOn([priceTables.groupId], { id: priceTables.id, groupId: priceTables.groupId })
    .from(priceTables)
    .where(eq(priceTables.resellerId, resellerId))
    .orderBy(priceTables.groupId, desc(priceTables.version))
    .as('latest');
  const rows = await database()
    .select({ groupId: groups.id, name: groups.name, price: prices })
    .from(groups)
    .leftJoin(latest, eq(latest.groupId, groups.id))
    .leftJoin(prices, and(eq(prices.resellerId, groups.resellerId), eq(prices.tableId, latest.id)))
    .where(and(eq(groups.resellerId, resellerId), isNull(groups.archivedAt)))
    .orderBy(asc(sql`lower(${groups.name})`), asc(groups.id), asc(prices.position));
  const offers = new Map<string, { id: string; name: string; prices: PriceRow[] }>();
  for (const { groupId, name, price } of rows) {
    const offer = offers.get(groupId) ?? { id: groupId, name, prices: [] };
    if (price) offer.prices.push(price);
    offers.set(groupId, offer);
  }
  return [...offers.values()];
}
