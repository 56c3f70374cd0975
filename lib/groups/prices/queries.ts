import 'server-only';
import { and, asc, desc, eq } from 'drizzle-orm';
import { validate } from 'uuid';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { prices, priceTables } from '@/db/schema/groups';

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
