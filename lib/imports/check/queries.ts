import 'server-only';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { resellers } from '@/db/schema/resellers';
import { panelPackages, servers } from '@/db/schema/servers';
import { fold } from '@/lib/search';
import type { BatchRow } from '../queries';
import type { Reading } from '../rows/schema';

export type Target = Reading & { serverId: string; panel: boolean };

/**
 * Where a batch goes, as its rows are read; null when the server is the reseller's no more. `held`: no plan of it is
 * archived before the transaction ends, and so neither is the server, which keeps until its last plan has gone.
 */
export async function targetOf(
  tx: Executor,
  batch: BatchRow,
  now: Date,
  { held = false } = {},
): Promise<Target | null> {
  const { resellerId, serverId } = batch;
  if (!serverId) return null;
  const [server] = await tx
    .select({
      panelType: servers.panelType,
      panelTimezone: servers.panelTimezone,
      country: resellers.country,
      zone: resellers.timezone,
    })
    .from(servers)
    .innerJoin(resellers, eq(resellers.id, servers.resellerId))
    .where(and(eq(servers.resellerId, resellerId), eq(servers.id, serverId), isNull(servers.archivedAt)));
  if (!server) return null;
  const open = plansOf(tx, resellerId, serverId);
  const offered = await (held ? open.for('share', { of: plans }) : open);
  const planDays = new Map(offered.map((p) => [p.id, p.days]));
  const known = Object.entries(batch.planNames).filter(([, planId]) => planDays.has(planId));
  // The last one of a name wins: a person's choice over a plan's own name over its package's.
  const planNames = new Map([
    ...offered.flatMap((p) => [p.packageId, p.packageName].map((name) => [fold(name ?? ''), p.id] as const)),
    ...offered.map((p) => [fold(p.name), p.id] as const),
    ...known,
  ]);
  return {
    serverId,
    panel: server.panelType !== 'none',
    fields: batch.fields,
    country: server.country,
    zone: server.zone,
    panelZone: server.panelTimezone ?? server.zone,
    planNames,
    planDays,
    planId: batch.planId && planDays.has(batch.planId) ? batch.planId : null,
    now,
  };
}

/** The same outside of a change: for showing what lines come to. */
export const readingOf = (batch: BatchRow, now: Date): Promise<Target | null> =>
  targetOf(database(), batch, now);

/** A server's plans in use. None of them is archived before the transaction ends. */
export const heldPlans = async (tx: Executor, resellerId: ResellerId, serverId: string) =>
  new Set((await plansOf(tx, resellerId, serverId).for('share', { of: plans })).map(({ id }) => id));

const plansOf = (tx: Executor, resellerId: ResellerId, serverId: string) =>
  tx
    .select({
      id: plans.id,
      name: plans.name,
      days: plans.days,
      packageId: plans.packageId,
      packageName: panelPackages.name,
    })
    .from(plans)
    .leftJoin(
      panelPackages,
      and(
        eq(panelPackages.resellerId, plans.resellerId),
        eq(panelPackages.serverId, plans.serverId),
        eq(panelPackages.packageId, plans.packageId),
      ),
    )
    .where(and(eq(plans.resellerId, resellerId), eq(plans.serverId, serverId), isNull(plans.archivedAt)));

/** The usernames, lower-cased, that live clients of a server already have. */
export async function knownUsernames(
  tx: Executor,
  resellerId: ResellerId,
  serverId: string,
  usernames: string[],
): Promise<Set<string>> {
  if (usernames.length === 0) return new Set();
  const lower = sql<string>`lower(${clients.username})`;
  const rows = await tx
    .select({ username: lower })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        eq(clients.serverId, serverId),
        isNull(clients.archivedAt),
        inArray(lower, usernames),
      ),
    );
  return new Set(rows.map((r) => r.username));
}
