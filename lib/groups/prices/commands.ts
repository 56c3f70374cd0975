import 'server-only';
import { and, eq, isNull, max } from 'drizzle-orm';
import { database } from '@/db/client';
import { newId } from '@/db/ids';
import { groups, prices, priceTables } from '@/db/schema/groups';
import { auditOf, type Doer } from '@/lib/audit/commands';
import type { PricesReason } from './messages';
import { tableFault } from './rules';
import type { PriceTableInput } from './schema';

type PricesWritten = { ok: true; version: number } | { ok: false; reason: PricesReason; priceCents?: number };

/**
 * Saves a group's prices as a new version; the old ones stay to be looked at. Refused when somebody saved in
 * between, when there is no price, when a row stands twice, and when a tied price is neither decided nor left
 * on purpose.
 */
export async function savePrices(doer: Doer, input: PriceTableInput, now: Date): Promise<PricesWritten> {
  const { resellerId } = doer;
  const { groupId, base, source, left } = input;
  const rows = input.rows.map(({ price, ...row }) => ({ ...row, priceCents: price }));
  const fault = tableFault(rows, left);
  if (fault) return { ok: false, reason: fault.kind, priceCents: fault.priceCents };
  return database().transaction(async (tx): Promise<PricesWritten> => {
    // The group's row is what two people who save at once wait for.
    const [group] = await tx
      .select({ id: groups.id })
      .from(groups)
      .where(and(eq(groups.resellerId, resellerId), eq(groups.id, groupId), isNull(groups.archivedAt)))
      .for('update');
    if (!group) return { ok: false, reason: 'absent' };
    const [last] = await tx
      .select({ version: max(priceTables.version) })
      .from(priceTables)
      .where(and(eq(priceTables.resellerId, resellerId), eq(priceTables.groupId, groupId)));
    if ((last?.version ?? 0) !== base) return { ok: false, reason: 'changed' };
    const [tableId, version] = [newId(), base + 1];
    const table = { id: tableId, resellerId, groupId, version, source, userName: doer.userName };
    await tx.insert(priceTables).values({ ...table, createdAt: now });
    await tx
      .insert(prices)
      .values(rows.map((row, position) => ({ ...row, id: newId(), resellerId, tableId, position })));
    await audit(tx, doer, groupId, 'group.prices_saved', { version, rows: rows.length, left }, now);
    return { ok: true, version };
  });
}

const audit = auditOf('group');
