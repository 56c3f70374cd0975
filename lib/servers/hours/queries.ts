import 'server-only';
import { and, eq, gt, gte, inArray, isNull, lte, min, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { auditEvents } from '@/db/schema/resellers';
import { panelHours, servers } from '@/db/schema/servers';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { type PanelHour, summaryOf } from './rules';

/** The hours of one server's panel since an instant, oldest first. */
export const hoursOf = (resellerId: ResellerId, serverId: string, since: Date): Promise<PanelHour[]> =>
  database()
    .select(HOUR)
    .from(panelHours)
    .where(
      and(
        eq(panelHours.resellerId, resellerId),
        eq(panelHours.serverId, serverId),
        gt(panelHours.hour, since),
      ),
    )
    .orderBy(panelHours.hour);

const HOUR = {
  hour: panelHours.hour,
  calls: panelHours.calls,
  failures: panelHours.failures,
  took: panelHours.took,
  maxMs: panelHours.maxMs,
};

/** Of every server of a reseller: the last 24 hours of its panel, and what waits for it. */
export async function panelsNow(resellerId: ResellerId, now: Date) {
  const rows = await database()
    .select({ serverId: panelHours.serverId, ...HOUR })
    .from(panelHours)
    .where(
      and(eq(panelHours.resellerId, resellerId), gt(panelHours.hour, new Date(now.getTime() - 24 * HOUR_MS))),
    );
  const held = await heldByServer(resellerId, now);
  const ids = new Set([...rows.map((row) => row.serverId), ...held.keys()]);
  return new Map(
    [...ids].map((id) => {
      const { medianMs } = summaryOf(rows.filter((row) => row.serverId === id));
      return [id, { medianMs, held: held.get(id) ?? 0 }] as const;
    }),
  );
}

/** What waits for each server that has stopped: paid renewals whose undo is over, and accounts. */
async function heldByServer(resellerId: ResellerId, now: Date): Promise<Map<string, number>> {
  const stopped = await database()
    .select({ id: servers.id })
    .from(servers)
    .where(
      and(
        eq(servers.resellerId, resellerId),
        sql`${servers.circuit} <> 'closed'`,
        isNull(servers.archivedAt),
      ),
    );
  const sums = await Promise.all(
    stopped.map(async ({ id }) => {
      const { renewals, creations, statuses } = await heldOn(resellerId, id, now);
      return [id, renewals + creations + statuses] as const;
    }),
  );
  return new Map(sums);
}

/** What one server's panel is still owed, counted, and since when the oldest waits. */
export async function heldOn(resellerId: ResellerId, serverId: string, now: Date) {
  const [[renewals], tasks] = await Promise.all([
    database()
      .select({ n: sql<number>`count(*)::int`, oldest: min(renewalIntents.createdAt) })
      .from(renewalIntents)
      .where(
        and(
          eq(renewalIntents.resellerId, resellerId),
          eq(renewalIntents.serverId, serverId),
          inArray(renewalIntents.state, ['pending', 'sending', 'unknown']),
          lte(renewalIntents.notBefore, now),
        ),
      ),
    database()
      .select({ kind: accountTasks.kind, n: sql<number>`count(*)::int`, oldest: min(accountTasks.createdAt) })
      .from(accountTasks)
      .where(
        and(
          eq(accountTasks.resellerId, resellerId),
          eq(accountTasks.serverId, serverId),
          inArray(accountTasks.state, ['pending', 'sending', 'unknown']),
        ),
      )
      .groupBy(accountTasks.kind),
  ]);
  const oldest = [renewals?.oldest, ...tasks.map((task) => task.oldest)].filter((at) => at instanceof Date);
  const tasksOf = (kind: 'create' | 'status') => tasks.find((task) => task.kind === kind)?.n ?? 0;
  return {
    renewals: renewals?.n ?? 0,
    creations: tasksOf('create'),
    statuses: tasksOf('status'),
    since: oldest.reduce<Date | null>((first, at) => (first && first < at ? first : at), null),
  };
}

/** The latest stops and reopenings of a server's panel of the last 30 days, newest first. */
export const stopsOf = (resellerId: ResellerId, serverId: string, now: Date) =>
  database()
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      action: auditEvents.action,
      actorName: auditEvents.actorName,
      detail: auditEvents.detail,
    })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.resellerId, resellerId),
        eq(auditEvents.subjectId, serverId),
        inArray(auditEvents.action, ['server.circuit_opened', 'server.circuit_closed']),
        gte(auditEvents.at, new Date(now.getTime() - 30 * DAY_MS)),
      ),
    )
    .orderBy(sql`${auditEvents.at} desc`, sql`${auditEvents.id} desc`)
    .limit(10);
