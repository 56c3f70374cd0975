import 'server-only';
import { and, eq, inArray, isNotNull, min, or, type SQL, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { packageSubscriptions } from '@/db/schema/packages';
import { resellers } from '@/db/schema/resellers';
import { sheetGates, sheetRows, sheets } from '@/db/schema/sheets';
import { unseal } from '@/lib/crypto';
import { log } from '@/lib/log';
import type { SettledRow } from '../commands';

/** The addresses that have something due and that nobody drains and that do not rest; `id` is the address's hash. */
export async function dueAddresses(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  const at = now.toISOString();
  const rows = await database()
    .selectDistinct({ id: sheets.urlHash, group: sheets.urlHash })
    .from(sheets)
    .leftJoin(sheetGates, eq(sheetGates.urlHash, sheets.urlHash))
    .where(
      and(
        sql`exists (select from ${sheetRows} where ${sheetRows.sheetId} = ${sheets.id} and ${isOpen}
              and ${sheetRows.nextRunAt} <= ${at})`,
        sql`coalesce(${sheetGates.leaseUntil}, ${at}) <= ${at}`,
        sql`coalesce(${sheetGates.blockedUntil}, ${at}) <= ${at}`,
      ),
    )
    .limit(limit);
  return rows;
}

/** Every reseller's sheet of one address, ready to be posted to, by its id. */
export async function sheetsOfAddress(urlHash: string): Promise<Map<string, Target>> {
  const rows = await database()
    .select({ sheet: sheets, zone: resellers.timezone })
    .from(sheets)
    .innerJoin(resellers, eq(resellers.id, sheets.resellerId))
    .where(eq(sheets.urlHash, urlHash));
  return new Map(
    rows.flatMap(({ sheet, zone }) => {
      const url = opened(sheet);
      return url ? [[sheet.id, { url, zone, atOnce: sheet.atOnce }] as const] : [];
    }),
  );
}
export type Target = { url: string; zone: string; atOnce: number };

/** When the next row of these sheets is due; null when nothing waits. */
export async function nextDueAt(tx: Executor, sheetIds: string[]): Promise<Date | null> {
  if (sheetIds.length === 0) return null;
  const [row] = await tx
    .select({ at: min(sheetRows.nextRunAt) })
    .from(sheetRows)
    .where(and(inArray(sheetRows.sheetId, sheetIds), isOpen));
  return row?.at ?? null;
}

/** Rows that are still to be posted, as the index of due rows names them. */
export const isOpen: SQL = sql`${sheetRows.state} in ('queued', 'sending')`;

function opened({ id, resellerId, urlEncrypted }: typeof sheets.$inferSelect): string | null {
  try {
    return unseal(urlEncrypted, { resellerId, recordId: id, column: 'url' });
  } catch (err) {
    log.error({ err, sheet: id }, 'address of a sheet cannot be opened');
    return null;
  }
}

/**
 * Of claimed rows, those whose package was cancelled meanwhile. A row that was being claimed in that very moment was not
 * recalled: its package says it.
 */
export async function recalledAmong(rows: SettledRow[]): Promise<Set<string>> {
  const itsPackage = and(
    eq(packageSubscriptions.resellerId, sheetRows.resellerId),
    eq(packageSubscriptions.id, sheetRows.subscriptionId),
    isNotNull(sheetRows.slotId),
    eq(sheetRows.book, 'orders'),
  );
  const found = await database()
    .select({ id: sheetRows.id })
    .from(sheetRows)
    .leftJoin(packageSubscriptions, itsPackage)
    .where(
      and(
        inArray(
          sheetRows.id,
          rows.map((row) => row.id),
        ),
        or(isNotNull(sheetRows.recalledAt), eq(packageSubscriptions.state, 'cancelled')),
      ),
    );
  return new Set(found.map((row) => row.id));
}
