import 'server-only';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { likePattern, searchTerms } from '@/lib/search';

/** One client with server and plan, without the password; null for an unknown or foreign id. */
export async function getClient(resellerId: ResellerId, id: string) {
  const [row] = await database()
    .select({
      id: clients.id,
      name: clients.name,
      email: clients.email,
      phone: clients.phone,
      username: clients.username,
      notes: clients.notes,
      status: clients.status,
      expiresAt: clients.expiresAt,
      panelState: clients.panelState,
      panelExpiresAt: clients.panelExpiresAt,
      panelReadAt: clients.panelReadAt,
      archivedAt: clients.archivedAt,
      createdAt: clients.createdAt,
      serverId: clients.serverId,
      serverName: servers.name,
      panelType: servers.panelType,
      planId: clients.planId,
      planName: plans.name,
      planPriceCents: plans.priceCents,
    })
    .from(clients)
    .innerJoin(servers, and(eq(servers.resellerId, clients.resellerId), eq(servers.id, clients.serverId)))
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(and(eq(clients.resellerId, resellerId), eq(clients.id, id)));
  return row ?? null;
}

export type ClientDetail = NonNullable<Awaited<ReturnType<typeof getClient>>>;

/** The first clients a typed text finds, by name: for a combobox. */
export async function findClients(resellerId: ResellerId, typed: string, limit = 8) {
  const terms = searchTerms(typed);
  return database()
    .select({
      id: clients.id,
      name: clients.name,
      username: clients.username,
      phone: clients.phone,
      expiresAt: clients.expiresAt,
      serverName: servers.name,
      planId: clients.planId,
      planName: plans.name,
      planPriceCents: plans.priceCents,
    })
    .from(clients)
    .innerJoin(servers, and(eq(servers.resellerId, clients.resellerId), eq(servers.id, clients.serverId)))
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(and(eq(clients.resellerId, resellerId), isNull(clients.archivedAt), ...terms.map(matches)))
    .orderBy(asc(clients.name), asc(clients.id))
    .limit(Math.min(limit, 20));
}

/** The servers and plans a client's form offers. */
export async function clientChoices(resellerId: ResellerId) {
  const [serverRows, planRows] = await Promise.all([
    database()
      .select({ id: servers.id, name: servers.name, panelType: servers.panelType })
      .from(servers)
      .where(and(eq(servers.resellerId, resellerId), isNull(servers.archivedAt)))
      .orderBy(asc(servers.name)),
    database()
      .select({ id: plans.id, name: plans.name, serverId: plans.serverId, days: plans.days })
      .from(plans)
      .where(and(eq(plans.resellerId, resellerId), isNull(plans.archivedAt)))
      .orderBy(asc(plans.name)),
  ]);
  return { servers: serverRows, plans: planRows };
}

export type ClientChoices = Awaited<ReturnType<typeof clientChoices>>;

/** One searched piece against the folded text, through its trigram index. */
export const matches = (term: string) => sql`${clients.search} like ${likePattern(term)}`;
