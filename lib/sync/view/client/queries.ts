import 'server-only';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { syncRows } from '@/db/schema/sync';
import { APPLIED, type AppliedClass } from '../../apply/rules';
import { isHere } from '../../filter/queries';
import { readAsIs } from '../../runs/queries';

/**
 * What the latest reading of a client's account found different and nobody has decided yet, unless the account was proved
 * since; by kind. Of a panel that was replaced nothing.
 */
export async function openDifferences(resellerId: ResellerId, clientId: string) {
  const rows = await database()
    .select({
      class: syncRows.class,
      theirs: syncRows.theirs,
      reason: syncRows.reason,
      readAt: syncRows.readAt,
    })
    .from(syncRows)
    .innerJoin(clients, and(eq(clients.resellerId, syncRows.resellerId), eq(clients.id, syncRows.clientId)))
    .where(
      and(
        eq(syncRows.resellerId, resellerId),
        eq(syncRows.clientId, clientId),
        eq(syncRows.state, 'open'),
        inArray(syncRows.class, [...APPLIED]),
        isHere,
        readAsIs,
        sql`coalesce(${syncRows.readAt} > ${clients.panelReadAt}, true)`,
      ),
    )
    .orderBy(asc(syncRows.class));
  return rows.map((row) => ({ ...row, class: row.class as AppliedClass }));
}

export type OpenDifference = Awaited<ReturnType<typeof openDifferences>>[number];
