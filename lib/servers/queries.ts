import 'server-only';
import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import { validate } from 'uuid';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { resellers } from '@/db/schema/resellers';
import { panelPackages, servers, sigmaCredentials } from '@/db/schema/servers';
import { unseal } from '@/lib/crypto';
import { Lines } from '@/lib/lines';
import { log } from '@/lib/log';
import { panelAdapter, panelChain } from '@/lib/panels/api';
import type { NextTurn, PanelAdapter } from '@/lib/panels/rules';
import type { PanelAs } from './api';
import { readerGate, serverGate } from './gates/api';
import { pacedPanel, shutGate } from './health/api';
import type { Circuit } from './health/rules';
import { margin, maskedToken, monthlyCostCents, originOf, panelOf } from './rules';

export type ServerSummary = Awaited<ReturnType<typeof listServers>>[number];

/** The servers in use, by name, with active clients, a month's cost, expected revenue and margin, and health. */
export async function listServers(resellerId: ResellerId, now: Date) {
  const rows = await selectServers(resellerId, now)
    .where(and(eq(servers.resellerId, resellerId), isNull(servers.archivedAt)))
    .orderBy(asc(sql`lower(${servers.name})`), asc(servers.id));
  return rows.map(summary);
}

/** One server as a screen may know it: of the token only its mask. Null when absent or another reseller's. */
export async function getServer(
  resellerId: ResellerId,
  id: string,
  now: Date,
): Promise<ServerSummary | null> {
  if (!validate(id)) return null;
  const [row] = await selectServers(resellerId, now, id).where(
    and(eq(servers.resellerId, resellerId), eq(servers.id, id), isNull(servers.archivedAt)),
  );
  return row ? summary(row) : null;
}

/** The server's packages as last read, in the panel's order; those gone from the panel come last. */
export async function listPackages(resellerId: ResellerId, serverId: string) {
  return database()
    .select()
    .from(panelPackages)
    .where(and(eq(panelPackages.resellerId, resellerId), eq(panelPackages.serverId, serverId)))
    .orderBy(
      sql`${panelPackages.goneAt} is not null`,
      asc(panelPackages.position),
      asc(panelPackages.packageId),
    );
}

/** The stored token for a test of `url`, or null: it goes to no other origin than its own (S09). */
export async function tokenFor(
  resellerId: ResellerId,
  serverId: string,
  url: string,
): Promise<string | null> {
  const row = await readAccess(resellerId, serverId);
  return row?.login ? openToken(resellerId, serverId, url, row.login) : null;
}

/** Active: not archived, not suspended, validity not over. Revenue counts each plan's price as 30 days of it. */
function selectServers(resellerId: ResellerId, now: Date, serverId?: string) {
  const onPlans = activeOnPlans(resellerId, now, serverId);
  const sold = database()
    .select({
      serverId: onPlans.serverId,
      active: sql<string>`sum(${onPlans.active})`.as('sold_active'),
      revenue: sql<string>`round(sum(${onPlans.active} * ${plans.priceCents} * 30.0 / ${plans.days}))`.as(
        'sold_revenue',
      ),
    })
    .from(onPlans)
    .innerJoin(plans, and(eq(plans.id, onPlans.planId), eq(plans.resellerId, resellerId)))
    .groupBy(onPlans.serverId)
    .as('sold');
  return database()
    .select({
      server: servers,
      panelUser: sigmaCredentials.username,
      tokenLast4: sigmaCredentials.tokenLast4,
      activeClients: sql<number>`coalesce(${sold.active}, 0)`.mapWith(Number),
      revenueCents: sql<number>`coalesce(${sold.revenue}, 0)`.mapWith(Number),
    })
    .from(servers)
    .leftJoin(
      sigmaCredentials,
      and(eq(sigmaCredentials.serverId, servers.id), eq(sigmaCredentials.resellerId, servers.resellerId)),
    )
    .leftJoin(sold, eq(sold.serverId, servers.id))
    .$dynamic();
}

/** Counted before any join, from an index alone: 100,000 clients become as many rows as there are plans. */
const activeOnPlans = (resellerId: ResellerId, now: Date, serverId?: string) =>
  database()
    .select({
      serverId: clients.serverId,
      planId: clients.planId,
      active: sql<number>`count(*)`.as('active_clients'),
    })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        isNull(clients.archivedAt),
        eq(clients.status, 'active'),
        gt(clients.expiresAt, now),
        serverId ? eq(clients.serverId, serverId) : undefined,
      ),
    )
    .groupBy(clients.serverId, clients.planId)
    .as('on_plans');

type Row = {
  server: typeof servers.$inferSelect;
  panelUser: string | null;
  tokenLast4: string | null;
  activeClients: number;
  revenueCents: number;
};

/** What leaves this file of a server: its token only as a mask. */
function summary({ server, panelUser, tokenLast4, activeClients, revenueCents }: Row) {
  const costCents = monthlyCostCents(server, activeClients);
  return {
    ...server,
    panelUser,
    tokenMask: tokenLast4 === null ? null : maskedToken(tokenLast4),
    activeClients,
    revenueCents,
    costCents,
    margin: margin(revenueCents, costCents),
  };
}

type OpenPanel = {
  adapter: PanelAdapter;
  /** The same login as another kind of its panel's family. */
  as: PanelAs;
  /** Hangs up what a reader's calls have shared. */
  close(): void;
  server: {
    id: string;
    version: number;
    panelType: string;
    /** By which nothing that costs a credit is asked. */
    refusedKind: string | null;
    /** Zone of the panel's dates without an offset: the panel's own, else the reseller's. */
    timezone: string;
    circuit: Circuit;
    quietSeconds: number | null;
  };
};

/**
 * The one door to a server's panel: unseals its token and gives an adapter that keeps the panel's pace and
 * records its health. Null when the server is absent or has no panel. A token that must not travel (other
 * origin, cannot be opened) gives an adapter that answers `bad_token` without touching the network.
 * `now` is the caller's clock at opening; calls advance it by the time that really passed. A `reader` reads many
 * customers at a pace of its own.
 */
export async function openPanel(
  resellerId: ResellerId,
  serverId: string,
  now: Date,
  pace: 'ordinary' | 'reader' = 'ordinary',
): Promise<OpenPanel | null> {
  const row = await readAccess(resellerId, serverId);
  if (!row || !panelOf(row.server)) return null;
  const { server, login } = row;
  const timezone = server.panelTimezone ?? row.timezone;
  const token = login && server.panelUrl ? openToken(resellerId, serverId, server.panelUrl, login) : null;
  const lines = pace === 'reader' ? new Lines() : undefined;
  const chain = panelChain(lines);
  const build = (type: string) => (userId: string | null, nextTurn: NextTurn) => {
    const access = { baseUrl: server.panelUrl ?? '', username: login?.username ?? '', userId, timezone };
    return panelAdapter(type, { ...access, token: token ?? '' }, nextTurn, chain);
  };
  const origin = login?.tokenOrigin ?? '';
  const ordinary =
    token === null || !login
      ? shutGate
      : serverGate(resellerId, { ...server, origin, username: login.username }, now);
  const gate = pace === 'reader' ? readerGate(ordinary) : ordinary;
  const as: PanelAs = (type, userId) => pacedPanel(build(type), userId, gate);
  const { id, version, panelType, refusedKind, circuit, quietSeconds } = server;
  return {
    adapter: as(panelType, login?.panelUserId ?? null),
    as,
    close: () => lines?.close(),
    server: { id, version, panelType, refusedKind, timezone, circuit, quietSeconds },
  };
}

async function readAccess(resellerId: ResellerId, serverId: string) {
  const [row] = await database()
    .select({ server: servers, login: sigmaCredentials, timezone: resellers.timezone })
    .from(servers)
    .innerJoin(resellers, eq(resellers.id, servers.resellerId))
    .leftJoin(
      sigmaCredentials,
      and(eq(sigmaCredentials.serverId, servers.id), eq(sigmaCredentials.resellerId, servers.resellerId)),
    )
    .where(and(eq(servers.resellerId, resellerId), eq(servers.id, serverId)));
  return row;
}

type Login = typeof sigmaCredentials.$inferSelect;

/** The token in clear, for the only origin it may travel to; null says it must be typed again. */
function openToken(resellerId: ResellerId, serverId: string, url: string, login: Login): string | null {
  if (login.tokenOrigin !== originOf(url)) return null;
  try {
    return unseal(login.tokenEncrypted, { resellerId, recordId: serverId, column: 'token' });
  } catch (err) {
    log.error({ err, server: serverId }, 'token cannot be opened');
    return null;
  }
}
