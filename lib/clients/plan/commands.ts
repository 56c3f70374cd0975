import 'server-only';
import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { clients, plans } from '@/db/schema/clients';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { clientEntry, own } from '../record/queries';

type PlanMove = 'moved' | 'same' | 'other_server' | 'plan_absent' | 'absent';

/**
 * Gives a client another plan of their own server, in the caller's transaction. Nothing is sent: the panel
 * learns the new package with the next renewal.
 */
export async function moveToPlan(
  tx: Executor,
  doer: Doer,
  { id, planId }: { id: string; planId: string },
  now: Date,
): Promise<PlanMove> {
  const { resellerId } = doer;
  // Locked, so that the plan is not archived while a client comes to it.
  const [plan] = await tx
    .select({ serverId: plans.serverId, name: plans.name })
    .from(plans)
    .where(and(eq(plans.resellerId, resellerId), eq(plans.id, planId), isNull(plans.archivedAt)))
    .for('share');
  if (!plan) return 'plan_absent';
  const live = and(own(resellerId, id), isNull(clients.archivedAt));
  const moved = await tx
    .update(clients)
    .set({ planId })
    .where(and(live, eq(clients.serverId, plan.serverId), ne(clients.planId, planId)))
    .returning({ id: clients.id });
  if (moved.length === 0) {
    const [client] = await tx.select({ serverId: clients.serverId }).from(clients).where(live);
    if (!client) return 'absent';
    return client.serverId === plan.serverId ? 'same' : 'other_server';
  }
  await recordAudit(tx, doer, clientEntry('client.moved_plan', id, { planId, plan: plan.name }), now);
  return 'moved';
}
