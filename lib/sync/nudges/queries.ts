import 'server-only';
import { and, eq, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { syncNudges } from '@/db/schema/schedule';
import { syncRuns } from '@/db/schema/sync';
import { TAKEN_MS } from './rules';

/** Nobody reads it now, or whoever did is gone. */
export const free = (now: Date) =>
  or(isNull(syncNudges.takenAt), lt(syncNudges.takenAt, new Date(now.getTime() - TAKEN_MS)));

/** The servers of which a nudged client is due to be read. */
export async function dueNudges(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  const rows = await database()
    .selectDistinct({ id: syncNudges.serverId })
    .from(syncNudges)
    .where(and(lte(syncNudges.dueAt, now), free(now)))
    .limit(limit);
  return rows.map(({ id }) => ({ id, group: id }));
}

/** The clients of a reseller, linked to a panel, whom one of the names is. */
export async function namedClients(resellerId: ResellerId, names: string[], limit: number) {
  if (names.length === 0) return [];
  // One look into the index of usernames for each name and server, however many clients there are.
  return database().execute<{ id: string; serverId: string }>(sql`
    select c.id, s.id as "serverId"
    from (select distinct lower(value) as name from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb)) n
    cross join (select id from servers where reseller_id = ${resellerId} and archived_at is null
      and panel_type <> 'none') s
    cross join lateral (select id, panel_state from clients
      where server_id = s.id and lower(username) = n.name and archived_at is null
        and reseller_id = ${resellerId} limit 1) c
    where c.panel_state = 'linked'
    order by c.id limit ${limit}`);
}

/** Whether a comparison reads the server at this instant: it is not disturbed. */
export async function isBeingRead(
  tx: Executor,
  { resellerId, serverId }: { resellerId: ResellerId; serverId: string },
): Promise<boolean> {
  const rows = await tx
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.resellerId, resellerId),
        eq(syncRuns.serverId, serverId),
        eq(syncRuns.state, 'running'),
      ),
    );
  return rows.length > 0;
}
