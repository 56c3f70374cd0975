import 'server-only';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { GOES_ON } from '../../runs/queries';

export type Work = { kind: 'renewal' | 'creation' | 'status'; id: string; state: string };

/** What is under way for clients, as *Entregas* knows it, by client: a renewal first, and what was begun first. */
export async function workOf(resellerId: ResellerId, clientIds: string[]): Promise<Map<string, Work>> {
  if (clientIds.length === 0) return new Map();
  const [i, a] = [alias(renewalIntents, 'i'), alias(accountTasks, 'a')];
  const [renewals, tasks] = await Promise.all([
    database()
      .select({ clientId: i.clientId, id: i.id, state: i.state })
      .from(i)
      .where(and(eq(i.resellerId, resellerId), inArray(i.clientId, clientIds), GOES_ON.renewal))
      .orderBy(desc(i.id)),
    database()
      .select({ clientId: a.clientId, id: a.id, state: a.state, kind: a.kind })
      .from(a)
      .where(and(eq(a.resellerId, resellerId), inArray(a.clientId, clientIds), GOES_ON.account))
      .orderBy(desc(a.id)),
  ]);
  return new Map<string, Work>([
    ...tasks.map(
      (one) => [one.clientId, { ...one, kind: one.kind === 'create' ? 'creation' : 'status' }] as const,
    ),
    ...renewals.map((one) => [one.clientId, { ...one, kind: 'renewal' }] as const),
  ]);
}
