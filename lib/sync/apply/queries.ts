import 'server-only';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { syncRows } from '@/db/schema/sync';
import type { Columns } from '../plan/rules';
import { readAsIs, underWay } from '../runs/queries';

/** Rows with their clients as they are at this instant; the caller orders and locks. */
export const openedRows = (tx: Executor, where: (SQL | undefined)[]) =>
  tx
    .select({
      row: syncRows,
      client: {
        id: clients.id,
        name: clients.name,
        serverId: clients.serverId,
        username: clients.username,
        expiresAt: clients.expiresAt,
        panelExpiresAt: clients.panelExpiresAt,
        panelReadAt: clients.panelReadAt,
        panelState: clients.panelState,
        status: clients.status,
        planId: clients.planId,
        archivedAt: clients.archivedAt,
      },
      packageId: plans.packageId,
      /** Whether its run read the panel of the server as it is now: the same address, user and token. */
      current: readAsIs,
    })
    .from(syncRows)
    .innerJoin(clients, and(eq(clients.resellerId, syncRows.resellerId), eq(clients.id, syncRows.clientId)))
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(and(...where))
    .$dynamic();
export type Opened = Awaited<ReturnType<typeof openedRows>>[number];

/**
 * Of clients that are locked already, those with something under way (F69). A statement of its own: one that waits for a
 * lock still sees the intents of before it waited.
 */
export async function busyAmong(tx: Executor, resellerId: ResellerId, rows: Opened[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const ids = JSON.stringify([...new Set(rows.map(({ client }) => client.id))]);
  const busy = await tx
    .select({ id: clients.id })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        sql`${clients.id} in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))`,
        underWay,
      ),
    );
  return new Set(busy.map(({ id }) => id));
}

/** A client's columns as text. */
export const columnsOf = (client: Opened['client']): Columns => ({
  expiresAt: client.expiresAt.toISOString(),
  panelExpiresAt: client.panelExpiresAt?.toISOString() ?? null,
  panelReadAt: client.panelReadAt?.toISOString() ?? null,
  panelState: client.panelState,
  status: client.status,
  planId: client.planId,
});
