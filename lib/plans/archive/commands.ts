import 'server-only';
import { and, eq, isNotNull } from 'drizzle-orm';
import { database } from '@/db/client';
import { plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { type Doer, recordAudit } from '@/lib/audit/commands';

type Restored = { ok: true } | { ok: false; reason: 'absent' | 'server_away' };

/** Puts an archived plan back on sale as it was; refused while its server is archived. */
export async function restorePlan(doer: Doer, id: string, now: Date): Promise<Restored> {
  const { resellerId } = doer;
  const away = and(eq(plans.resellerId, resellerId), eq(plans.id, id), isNotNull(plans.archivedAt));
  return database().transaction(async (tx): Promise<Restored> => {
    const [plan] = await tx.select({ serverId: plans.serverId }).from(plans).where(away).for('update');
    if (!plan) return { ok: false, reason: 'absent' };
    // Locked, so that the server is not archived meanwhile.
    const [server] = await tx
      .select({ archivedAt: servers.archivedAt })
      .from(servers)
      .where(and(eq(servers.resellerId, resellerId), eq(servers.id, plan.serverId)))
      .for('share');
    if (!server || server.archivedAt) return { ok: false, reason: 'server_away' };
    await tx.update(plans).set({ archivedAt: null }).where(away);
    await recordAudit(tx, doer, { action: 'plan.restored', subjectType: 'plan', subjectId: id }, now);
    return { ok: true };
  });
}
