import 'server-only';
import { and, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { resellers } from '@/db/schema/resellers';
import { servers, sigmaCredentials } from '@/db/schema/servers';
import { notDismissed } from '@/lib/dismissals/queries';
import { onItsWayTo } from './left/queries';
import { lastDetail, type TaskReason, type TaskState } from './rules';

/**
 * What a client's account work came to: what is open, of their own account before one left behind; else the last. Null
 * when there never was any.
 */
export async function accountWork(resellerId: ResellerId, clientId: string) {
  const [row] = await database()
    .select({
      id: accountTasks.id,
      kind: accountTasks.kind,
      /** Of their account of today, not of one left behind. */
      own: sql<boolean>`(${isNull(accountTasks.username)})`,
      state: accountTasks.state,
      reason: accountTasks.reason,
      nextRunAt: accountTasks.nextRunAt,
      evidence: accountTasks.evidence,
    })
    .from(accountTasks)
    .where(and(eq(accountTasks.resellerId, resellerId), eq(accountTasks.clientId, clientId)))
    .orderBy(
      desc(inArray(accountTasks.state, [...OPEN_STATES])),
      desc(isNull(accountTasks.username)),
      desc(accountTasks.createdAt),
      desc(accountTasks.id),
    )
    .limit(1);
  if (!row) return null;
  const { evidence, ...work } = row;
  return { ...work, reason: work.reason as TaskReason | null, detail: lastDetail(evidence) };
}

export type AccountWork = NonNullable<Awaited<ReturnType<typeof accountWork>>>;

/**
 * One task as it stands; `held` while another executor works on it. A pending one without a reason was never
 * tried: whoever locked it has not committed the lease yet. One that another took the place of is over, though its lease
 * stands. Null for an unknown or foreign id.
 */
export async function taskNow(resellerId: ResellerId, taskId: string) {
  const [row] = await database()
    .select()
    .from(accountTasks)
    .where(and(eq(accountTasks.resellerId, resellerId), eq(accountTasks.id, taskId)));
  if (!row) return null;
  const { state, wanted, leaseUntil, attempt, evidence } = row;
  const reason = row.reason as TaskReason | null;
  const runs = state === 'pending' || state === 'sending' || state === 'unknown';
  const held = runs && (leaseUntil !== null || (state === 'pending' && reason === null));
  return { held, state, wanted, reason, detail: lastDetail(evidence), sent: attempt > 0 };
}

/** States in which a task still wants something: from us, or from a person. */
export const OPEN_STATES = [
  'pending',
  'sending',
  'unknown',
  'rejected',
  'review',
] as const satisfies TaskState[];
/**
 * Tasks during which the client must hold still: the panel may be changing the account, or a person is to say what came
 * of it. Dismissed, a status holds nobody; a creation does, as it may have been made under this name. An account left
 * behind is another account.
 */
export const IS_BUSY = sql`(${accountTasks.username} is null and (${accountTasks.state} in ('sending', 'unknown')
  or ${accountTasks.state} = 'review'
    and (${accountTasks.kind} = 'create' or ${notDismissed('account', 'account_tasks')})))`;

/** A creation stopped while it was in doubt: under another name, or on another server, the account would be made twice. */
export const IS_IN_DOUBT = sql`(${accountTasks.kind} = 'create' and ${accountTasks.state} = 'rejected'
  and ${accountTasks.reason} = 'panel_off' and ${accountTasks.attempt} > 0
  and ${notDismissed('account', 'account_tasks')})`;

/** Whether a client's account may have been made under today's name, on today's server, and nobody knows. */
export async function mayBeMade(on: Executor, resellerId: ResellerId, clientId: string): Promise<boolean> {
  const mine = and(eq(accountTasks.resellerId, resellerId), eq(accountTasks.clientId, clientId));
  const rows = await on
    .select({ id: accountTasks.id })
    .from(accountTasks)
    .where(and(mine, IS_IN_DOUBT))
    .limit(1);
  return rows.length > 0;
}

/**
 * Whether an answer of the panel about this client is still awaited, from it or from a person. Who is only put away
 * (`away`) sends nothing and keeps the name: there no dismissed creation holds either. What is on its way to an account
 * left behind does, since its end may owe the client their own again (see `putRight`), and asks nobody who is archived.
 * So it does where they go back `to` that account: gone from it once more, nothing would tell that it is to stay as it is.
 */
export async function accountIsBusy(
  on: Executor,
  resellerId: ResellerId,
  clientId: string,
  { away = false, to }: { away?: boolean; to?: string } = {},
): Promise<boolean> {
  const rows = await on
    .select({ id: accountTasks.id })
    .from(accountTasks)
    .where(
      and(
        eq(accountTasks.resellerId, resellerId),
        eq(accountTasks.clientId, clientId),
        away
          ? or(
              inArray(accountTasks.state, ['sending', 'unknown']),
              and(IS_BUSY, notDismissed('account', 'account_tasks')),
            )
          : or(IS_BUSY, to === undefined ? undefined : onItsWayTo(on, resellerId, to)),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** One piece of account work with its evidence; null for an unknown or foreign id. */
export async function accountTask(resellerId: ResellerId, id: string) {
  const [row] = await database()
    .select({
      task: accountTasks,
      clientName: clients.name,
      /** As the task acts: an account left behind keeps the name that it has there. */
      username: sql<string>`coalesce(${accountTasks.username}, ${clients.username})`,
      serverName: servers.name,
    })
    .from(accountTasks)
    .innerJoin(
      clients,
      and(eq(clients.resellerId, accountTasks.resellerId), eq(clients.id, accountTasks.clientId)),
    )
    .innerJoin(
      servers,
      and(eq(servers.resellerId, accountTasks.resellerId), eq(servers.id, accountTasks.serverId)),
    )
    .where(and(eq(accountTasks.resellerId, resellerId), eq(accountTasks.id, id)));
  if (!row) return null;
  return { ...row, reason: row.task.reason as TaskReason | null, detail: lastDetail(row.task.evidence) };
}

/** Everything a send needs, read fresh; the sealed password stays sealed until the moment of sending. */
export async function accountSubject(resellerId: ResellerId, clientId: string) {
  const [row] = await database()
    .select({
      name: clients.name,
      email: clients.email,
      phone: clients.phone,
      username: clients.username,
      passwordEncrypted: clients.passwordEncrypted,
      usernameFrom: clients.usernameFrom,
      passwordFrom: clients.passwordFrom,
      notes: clients.notes,
      panelState: clients.panelState,
      packageId: plans.packageId,
      quietSeconds: servers.quietSeconds,
      neverResend: resellers.neverResend,
    })
    .from(clients)
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .innerJoin(servers, and(eq(servers.resellerId, clients.resellerId), eq(servers.id, clients.serverId)))
    .innerJoin(resellers, eq(resellers.id, clients.resellerId))
    .where(and(eq(clients.resellerId, resellerId), eq(clients.id, clientId)));
  return row ?? null;
}

export type AccountSubject = NonNullable<Awaited<ReturnType<typeof accountSubject>>>;

/** The panel's id of our user on this server, to tell our customers from another reseller's. */
export async function panelOwner(resellerId: ResellerId, serverId: string): Promise<string | null> {
  const [row] = await database()
    .select({ panelUserId: sigmaCredentials.panelUserId })
    .from(sigmaCredentials)
    .where(and(eq(sigmaCredentials.resellerId, resellerId), eq(sigmaCredentials.serverId, serverId)));
  return row?.panelUserId ?? null;
}
