import 'server-only';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { servers } from '@/db/schema/servers';
import { recordAudit, system } from '@/lib/audit/commands';

/**
 * Keeps by which API of its panel a server is spoken to from now on. Not a new version: address, user and token are
 * the same, and what was sent by one API is proved by reading the other. `refused`: the one before would not do what
 * costs a credit, though it may show everything; it is remembered until it is chosen anew. False when the server was
 * changed meanwhile.
 */
export async function keepKind(
  resellerId: ResellerId,
  serverId: string,
  kind: { version: number; from: string; to: string; refused?: boolean },
  now: Date,
): Promise<boolean> {
  const { version, from, to, refused = false } = kind;
  return database().transaction(async (tx) => {
    const kept = await tx
      .update(servers)
      .set({
        panelType: to,
        refusedKind: refused
          ? from
          : sql`case when ${servers.refusedKind} = ${to} then null else ${servers.refusedKind} end`,
      })
      .where(
        and(
          eq(servers.resellerId, resellerId),
          eq(servers.id, serverId),
          eq(servers.version, version),
          eq(servers.panelType, from),
          isNull(servers.archivedAt),
        ),
      )
      .returning({ id: servers.id });
    if (kept.length !== 1) return false;
    const entry = { action: 'server.api_changed', subjectType: 'server', subjectId: serverId } as const;
    await recordAudit(tx, system(resellerId), { ...entry, detail: { from, to } }, now);
    return true;
  });
}
