import 'server-only';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { validate } from 'uuid';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { panelPackages, servers } from '@/db/schema/servers';
import { packageProblem } from './rules';

export type PlanSummary = Awaited<ReturnType<typeof listPlans>>[number];

/** The plans in use, by server and name, with how many clients use each and whether its package can be sold. */
export async function listPlans(resellerId: ResellerId, only: { serverId?: string } = {}) {
  if (only.serverId && !validate(only.serverId)) return [];
  // Counted once for all plans, from an index alone.
  const used = database()
    .select({ planId: clients.planId, clients: sql<number>`count(*)`.as('clients') })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        isNull(clients.archivedAt),
        only.serverId ? eq(clients.serverId, only.serverId) : undefined,
      ),
    )
    .groupBy(clients.planId)
    .as('used');
  const rows = await database()
    .select({
      id: plans.id,
      name: plans.name,
      priceCents: plans.priceCents,
      days: plans.days,
      screens: plans.screens,
      serverId: plans.serverId,
      serverName: servers.name,
      panelType: servers.panelType,
      packageId: plans.packageId,
      package: {
        name: panelPackages.name,
        active: panelPackages.active,
        trial: panelPackages.trial,
        goneAt: panelPackages.goneAt,
        credits: panelPackages.credits,
      },
      clients: sql<number>`coalesce(${used.clients}, 0)`.mapWith(Number),
    })
    .from(plans)
    .leftJoin(used, eq(used.planId, plans.id))
    .innerJoin(servers, and(eq(servers.id, plans.serverId), eq(servers.resellerId, plans.resellerId)))
    .leftJoin(
      panelPackages,
      and(
        eq(panelPackages.serverId, plans.serverId),
        eq(panelPackages.packageId, plans.packageId),
        eq(panelPackages.resellerId, plans.resellerId),
      ),
    )
    .where(
      and(
        eq(plans.resellerId, resellerId),
        isNull(plans.archivedAt),
        only.serverId ? eq(plans.serverId, only.serverId) : undefined,
      ),
    )
    .orderBy(asc(sql`lower(${servers.name})`), asc(plans.priceCents), asc(sql`lower(${plans.name})`));
  return rows.map((row) => ({
    ...row,
    problem: row.panelType === 'none' ? null : packageProblem(row.package),
  }));
}
