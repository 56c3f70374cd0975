import 'server-only';
import { and, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { panelPackages } from '@/db/schema/servers';

/** What creating a client's account buys on the panel, as last read there; null where the plan has no known package. */
export async function packageOf(resellerId: ResellerId, clientId: string) {
  const [row] = await database()
    .select({ name: panelPackages.name, credits: panelPackages.credits })
    .from(clients)
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .innerJoin(
      panelPackages,
      and(
        eq(panelPackages.resellerId, plans.resellerId),
        eq(panelPackages.serverId, plans.serverId),
        eq(panelPackages.packageId, plans.packageId),
      ),
    )
    .where(and(eq(clients.resellerId, resellerId), eq(clients.id, clientId)));
  return row ?? null;
}
