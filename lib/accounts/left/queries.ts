import 'server-only';
import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { sigmaCredentials } from '@/db/schema/servers';
import type { TaskRow } from '../commands';

export type Around = {
  client: typeof clients.$inferSelect | null;
  holders: (typeof clients.$inferSelect)[];
};

/**
 * Locks a task's client and, of an account left behind, the clients in use who have that account today: under its name
 * on that server, or on another that is the same panel and user. The client's tasks are locked after, never before.
 */
export async function lockAround(tx: Executor, task: TaskRow): Promise<Around> {
  const { resellerId, clientId, serverId, username } = task;
  const holds = username
    ? and(
        isNull(clients.archivedAt),
        sql`lower(${clients.username}) = lower(${username})`,
        or(eq(clients.serverId, serverId), inArray(clients.serverId, twinsOf(tx, resellerId, serverId))),
      )
    : undefined;
  const rows = await tx
    .select({ client: clients, holds: holds ? sql<boolean>`coalesce(${holds}, false)` : sql<boolean>`false` })
    .from(clients)
    .where(and(eq(clients.resellerId, resellerId), or(eq(clients.id, clientId), holds)))
    // In one order for everybody: two clients may have left to each other's names.
    .orderBy(asc(clients.id))
    .for('update', { of: clients });
  return {
    client: rows.find(({ client }) => client.id === clientId)?.client ?? null,
    holders: rows.flatMap((row) => (row.holds ? [row.client] : [])),
  };
}

/** Whether two servers are one account at one panel: the same address, the same user. */
export async function isSamePanel(
  on: Executor,
  resellerId: ResellerId,
  one: string,
  other: string,
): Promise<boolean> {
  return (await samePanelAs(resellerId, one, on)).has(other);
}

/** The servers that speak to the same panel as the same user, that one with them; none without a panel. */
export async function samePanelAs(
  resellerId: ResellerId,
  serverId: string,
  on: Executor = database(),
): Promise<Set<string>> {
  return new Set((await twinsOf(on, resellerId, serverId)).map(({ id }) => id));
}

const twinsOf = (on: Executor, resellerId: ResellerId, serverId: string) => {
  const self = alias(sigmaCredentials, 'self');
  return on
    .select({ id: sigmaCredentials.serverId })
    .from(sigmaCredentials)
    .innerJoin(
      self,
      and(
        eq(self.resellerId, sigmaCredentials.resellerId),
        eq(self.tokenOrigin, sigmaCredentials.tokenOrigin),
        sql`lower(${self.username}) = lower(${sigmaCredentials.username})`,
      ),
    )
    .where(and(eq(self.resellerId, resellerId), eq(self.serverId, serverId)));
};
