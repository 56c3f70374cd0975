import 'server-only';
import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import { database } from '@/db/client';
import { clients, plans } from '@/db/schema/clients';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { clientEntry } from '../record/queries';
import { setClientStatus } from '../status/commands';

/** Suspends many; each in its own transaction, the panels follow from the queue. Answers how many changed. */
export async function suspendClients(doer: Doer, ids: string[], now: Date): Promise<number> {
  const active = await database()
    .select({ id: clients.id })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, doer.resellerId),
        inArray(clients.id, ids),
        eq(clients.status, 'active'),
        isNull(clients.archivedAt),
      ),
    );
  for (const { id } of active) await setClientStatus(doer, id, 'suspended', now);
  return active.length;
}

/**
 * Gives many clients a plan of their own server; those of other servers stay as they are. Nothing is sent:
 * the panel learns the new package with the next renewal. Null for an absent plan.
 */
export async function movePlan(
  doer: Doer,
  { ids, planId }: { ids: string[]; planId: string },
  now: Date,
): Promise<number | null> {
  const { resellerId } = doer;
  return database().transaction(async (tx) => {
    const [plan] = await tx
      .select({ serverId: plans.serverId, name: plans.name })
      .from(plans)
      .where(and(eq(plans.resellerId, resellerId), eq(plans.id, planId), isNull(plans.archivedAt)));
    if (!plan) return null;
    const moved = await tx
      .update(clients)
      .set({ planId })
      .where(
        and(
          eq(clients.resellerId, resellerId),
          inArray(clients.id, ids),
          eq(clients.serverId, plan.serverId),
          ne(clients.planId, planId),
          isNull(clients.archivedAt),
        ),
      )
      .returning({ id: clients.id });
    for (const { id } of moved)
      await recordAudit(tx, doer, clientEntry('client.moved_plan', id, { planId, plan: plan.name }), now);
    return moved.length;
  });
}
