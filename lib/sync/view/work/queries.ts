import 'server-only';
import { and, desc, eq, inArray, notInArray } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';

export type Work = { kind: 'renewal' | 'creation' | 'status'; id: string; state: string };

/** What is under way for clients, as *Entregas* knows it, by client: a renewal first, and what was begun first. */
export async function workOf(resellerId: ResellerId, clientIds: string[]): Promise<Map<string, Work>> {
  if (clientIds.length === 0) return new Map();
  const { clientId, id, state, kind } = accountTasks;
  const [renewals, tasks] = await Promise.all([
    database()
      .select({ clientId: renewalIntents.clientId, id: renewalIntents.id, state: renewalIntents.state })
      .from(renewalIntents)
      .where(
        and(
          eq(renewalIntents.resellerId, resellerId),
          inArray(renewalIntents.clientId, clientIds),
          notInArray(renewalIntents.state, ['verified', 'cancelled', 'closed']),
        ),
      )
      .orderBy(desc(renewalIntents.id)),
    database()
      .select({ clientId, id, state, kind })
      .from(accountTasks)
      .where(
        and(
          eq(accountTasks.resellerId, resellerId),
          inArray(clientId, clientIds),
          inArray(state, ['pending', 'sending', 'unknown', 'rejected', 'review']),
        ),
      )
      .orderBy(desc(id)),
  ]);
  return new Map<string, Work>([
    ...tasks.map(
      (one) => [one.clientId, { ...one, kind: one.kind === 'create' ? 'creation' : 'status' }] as const,
    ),
    ...renewals.map((one) => [one.clientId, { ...one, kind: 'renewal' }] as const),
  ]);
}
