import 'server-only';
import { and, eq, isNull } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { plans } from '@/db/schema/clients';
import { panelPackages, sigmaCredentials } from '@/db/schema/servers';
import type { Known } from './rules';

/** What is known of a server's panel at its present address: our user's id there, and what its plans sell. */
export async function knownOf(resellerId: ResellerId, serverId: string): Promise<Known> {
  const [[login], sold] = await Promise.all([
    database()
      .select({ panelUserId: sigmaCredentials.panelUserId })
      .from(sigmaCredentials)
      .where(and(eq(sigmaCredentials.resellerId, resellerId), eq(sigmaCredentials.serverId, serverId))),
    database()
      .select({
        plan: plans.name,
        packageId: panelPackages.packageId,
        sold: {
          name: panelPackages.name,
          credits: panelPackages.credits,
          duration: panelPackages.duration,
          durationUnit: panelPackages.durationUnit,
        },
      })
      .from(plans)
      .innerJoin(
        panelPackages,
        and(eq(panelPackages.serverId, plans.serverId), eq(panelPackages.packageId, plans.packageId)),
      )
      .where(
        and(
          eq(plans.resellerId, resellerId),
          eq(plans.serverId, serverId),
          isNull(plans.archivedAt),
          isNull(panelPackages.goneAt),
        ),
      )
      .orderBy(plans.name),
  ]);
  return { panelUserId: login?.panelUserId ?? null, plans: sold };
}
