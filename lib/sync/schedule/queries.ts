import 'server-only';
import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { resellers } from '@/db/schema/resellers';
import { syncSettings } from '@/db/schema/schedule';
import { servers } from '@/db/schema/servers';
import { syncRuns } from '@/db/schema/sync';
import { DEFAULTS, type Settings } from './rules';

/** How a server is compared by itself; the defaults until somebody chose. */
export async function settingsOf(
  resellerId: ResellerId,
  serverId: string,
  on: Executor = database(),
): Promise<Settings> {
  const [row] = await on
    .select({ every: syncSettings.every, apply: syncSettings.apply })
    .from(syncSettings)
    .where(and(eq(syncSettings.resellerId, resellerId), eq(syncSettings.serverId, serverId)));
  return row ?? DEFAULTS;
}

/** Every server with a panel that is compared by itself, its place among its reseller's, and its last comparison. */
export async function scheduledServers() {
  const placed = database()
    .select({
      resellerId: servers.resellerId,
      serverId: servers.id,
      createdAt: servers.createdAt,
      every: sql<Settings['every']>`coalesce(${syncSettings.every}, ${DEFAULTS.every})`.as('every'),
      position:
        sql<number>`(row_number() over (partition by ${servers.resellerId} order by ${servers.createdAt}, ${servers.id}) - 1)::int`.as(
          'position',
        ),
    })
    .from(servers)
    .leftJoin(syncSettings, eq(syncSettings.serverId, servers.id))
    .where(and(ne(servers.panelType, 'none'), isNull(servers.archivedAt)))
    .as('placed');
  return database()
    .select({
      resellerId: placed.resellerId,
      serverId: placed.serverId,
      createdAt: placed.createdAt,
      every: placed.every,
      position: placed.position,
      zone: resellers.timezone,
      last: {
        slot: syncRuns.slot,
        state: syncRuns.state,
        reason: syncRuns.reason,
        finishedAt: syncRuns.finishedAt,
      },
    })
    .from(placed)
    .leftJoin(
      syncRuns,
      eq(
        syncRuns.id,
        sql`(select r.id from ${syncRuns} r where r.reseller_id = ${placed.resellerId}
          and r.server_id = ${placed.serverId} and r.slot is not null order by r.created_at desc limit 1)`,
      ),
    )
    .innerJoin(resellers, eq(resellers.id, placed.resellerId))
    .where(ne(placed.every, 'off'))
    .orderBy(asc(placed.position), asc(placed.serverId));
}
