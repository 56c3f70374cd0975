import 'server-only';
import { and, asc, count, desc, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { resellers } from '@/db/schema/resellers';
import { syncSettings } from '@/db/schema/schedule';
import { servers } from '@/db/schema/servers';
import { auditFindings, panelAudits } from '@/db/schema/sync';
import { AUDIT_FROM_HOUR } from './rules';

/**
 * Servers that owe today's audit. A server of today is audited from tomorrow on; one that is compared by itself feeds
 * its audit with those readings (lib/sync/audit/fed).
 */
export async function startableAudits(now: Date) {
  const local = sql`(${now.toISOString()}::timestamptz at time zone ${resellers.timezone})`;
  const today = sql<string>`(${local})::date`;
  return database()
    .select({ resellerId: servers.resellerId, serverId: servers.id, day: sql<string>`${today}::text` })
    .from(servers)
    .innerJoin(resellers, eq(resellers.id, servers.resellerId))
    .innerJoin(syncSettings, and(eq(syncSettings.serverId, servers.id), eq(syncSettings.every, 'off')))
    .leftJoin(panelAudits, and(eq(panelAudits.serverId, servers.id), sql`${panelAudits.day} = ${today}`))
    .where(
      and(
        ne(servers.panelType, 'none'),
        isNull(servers.archivedAt),
        isNull(panelAudits.id),
        sql`extract(hour from ${local}) >= ${AUDIT_FROM_HOUR}`,
        sql`(${servers.createdAt} at time zone ${resellers.timezone})::date < ${today}`,
      ),
    );
}

/** Each server's latest audit; of one server, or of all. */
export async function latestAudits(resellerId: ResellerId, serverId?: string) {
  return database()
    .selectDistinctOn([panelAudits.serverId], {
      id: panelAudits.id,
      serverId: panelAudits.serverId,
      state: panelAudits.state,
      readCount: panelAudits.readCount,
      skippedCount: panelAudits.skippedCount,
      startedAt: panelAudits.createdAt,
    })
    .from(panelAudits)
    .where(
      and(
        eq(panelAudits.resellerId, resellerId),
        serverId ? eq(panelAudits.serverId, serverId) : undefined,
        // One that has read nobody yet has nothing to say: the one before still stands.
        gt(panelAudits.readCount, 0),
      ),
    )
    .orderBy(panelAudits.serverId, desc(panelAudits.day));
}

export type AuditSummary = Awaited<ReturnType<typeof latestAudits>>[number];

const SHOWN = 50;

/** What those audits found, client by client, and how many there are in all. */
export async function findingsOf(resellerId: ResellerId, audits: AuditSummary[]) {
  const which = and(
    eq(auditFindings.resellerId, resellerId),
    inArray(
      auditFindings.auditId,
      audits.map((audit) => audit.id),
    ),
  );
  if (audits.length === 0) return { rows: [], total: 0 };
  const rows = await database()
    .select({
      id: auditFindings.id,
      clientId: auditFindings.clientId,
      clientName: clients.name,
      kind: auditFindings.kind,
      expected: auditFindings.expected,
      seen: auditFindings.seen,
    })
    .from(auditFindings)
    .innerJoin(
      clients,
      and(eq(clients.resellerId, auditFindings.resellerId), eq(clients.id, auditFindings.clientId)),
    )
    .where(which)
    .orderBy(asc(clients.name), asc(auditFindings.id))
    .limit(SHOWN);
  const [all] = await database().select({ n: count() }).from(auditFindings).where(which);
  return { rows, total: all?.n ?? 0 };
}
