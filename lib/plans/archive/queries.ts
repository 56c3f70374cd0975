import 'server-only';
import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';

/** The plans out of sale with their server, the latest first. */
export const archivedPlans = (resellerId: ResellerId) =>
  database()
    .select({ id: plans.id, name: plans.name, serverName: servers.name })
    .from(plans)
    .innerJoin(servers, and(eq(servers.resellerId, plans.resellerId), eq(servers.id, plans.serverId)))
    .where(and(eq(plans.resellerId, resellerId), isNotNull(plans.archivedAt)))
    .orderBy(desc(plans.archivedAt));
