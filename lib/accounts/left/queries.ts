import 'server-only';
import { and, asc, eq, inArray, isNull, notInArray, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks, clients } from '@/db/schema/clients';
import { servers, sigmaCredentials } from '@/db/schema/servers';
import { syncRows, syncRuns } from '@/db/schema/sync';
import type { TaskRow } from '../commands';
import type { PanelPlace } from './rules';

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

/** Of tasks: those that may be changing an account on that server, or on another that is the same panel and user. */
export const onItsWayTo = (on: Executor, resellerId: ResellerId, serverId: string) =>
  and(
    inArray(accountTasks.state, ['sending', 'unknown']),
    or(
      eq(accountTasks.serverId, serverId),
      inArray(accountTasks.serverId, twinsOf(on, resellerId, serverId)),
    ),
  );

const twinsOf = (on: Executor, resellerId: ResellerId, serverId: string) => {
  const [self, login] = [alias(servers, 'self'), alias(sigmaCredentials, 'login')];
  return (
    on
      .select({ id: servers.id })
      .from(servers)
      .innerJoin(sigmaCredentials, eq(sigmaCredentials.serverId, servers.id))
      // The whole address: one host may have two panels in two folders (sigma-api.md section 2).
      .innerJoin(self, and(eq(self.resellerId, servers.resellerId), eq(self.panelUrl, servers.panelUrl)))
      .innerJoin(
        login,
        and(eq(login.serverId, self.id), sql`lower(${login.username}) = lower(${sigmaCredentials.username})`),
      )
      .where(and(eq(self.resellerId, resellerId), eq(self.id, serverId)))
  );
};

/** Where a server's panel is and who speaks to it; null without one. */
export async function panelPlace(
  on: Executor,
  resellerId: ResellerId,
  serverId: string,
): Promise<PanelPlace | null> {
  const [place] = await on
    .select({ url: servers.panelUrl, user: sigmaCredentials.username })
    .from(servers)
    .innerJoin(sigmaCredentials, eq(sigmaCredentials.serverId, servers.id))
    .where(and(eq(servers.resellerId, resellerId), eq(servers.id, serverId)));
  return place ?? null;
}

/**
 * Whether the list of a server's panel showed this name before it was a client's here: the account that their creation
 * would have found. Exactly, as the panel compares names.
 */
export async function wasListed(
  on: Executor,
  resellerId: ResellerId,
  { serverId, username }: { serverId: string; username: string },
): Promise<boolean> {
  const rows = await on
    .select({ one: sql`1` })
    .from(syncRows)
    .innerJoin(syncRuns, and(eq(syncRuns.resellerId, syncRows.resellerId), eq(syncRuns.id, syncRows.runId)))
    .where(
      and(
        eq(syncRows.resellerId, resellerId),
        eq(syncRuns.serverId, serverId),
        eq(syncRows.class, 'missing_here'),
        eq(syncRows.username, username),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/**
 * Where a client's account is by now, for a look at it before the one left behind is suspended; null where there is none,
 * or where both are known to be one (see `samePanelAs`), which the send itself finds.
 */
export async function newPlace({ resellerId, clientId, serverId }: TaskRow) {
  const [place] = await database()
    .select({ serverId: clients.serverId, username: clients.username })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        eq(clients.id, clientId),
        eq(clients.panelState, 'linked'),
        notInArray(clients.serverId, twinsOf(database(), resellerId, serverId)),
      ),
    );
  return place ?? null;
}
