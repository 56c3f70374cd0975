import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import { database } from '@/db/client';
import { sheets } from '@/db/schema/sheets';
import type { Group } from '../queries';

/** What a screen may show of a group's own sheets; null where it uses the reseller's. */
export async function groupSheets(group: Group): Promise<{ orders: string | null; payments: string | null }> {
  const { resellerId, ordersSheetId, paymentsSheetId } = group;
  const ids = [ordersSheetId, paymentsSheetId].filter((id) => id !== null);
  const rows = ids.length
    ? await database()
        .select({ id: sheets.id, shown: sheets.shown })
        .from(sheets)
        .where(and(eq(sheets.resellerId, resellerId), inArray(sheets.id, ids)))
    : [];
  const shown = (id: string | null) => rows.find((row) => row.id === id)?.shown ?? null;
  return { orders: shown(ordersSheetId), payments: shown(paymentsSheetId) };
}
