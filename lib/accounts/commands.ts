import 'server-only';
import { and, desc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks, clients } from '@/db/schema/clients';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import type { PanelPlace } from './left/rules';
import { OPEN_STATES } from './queries';
import { LEASE_MS } from './rules';
import { AWAIT_NEW_MS } from './waits/rules';

export type TaskRow = typeof accountTasks.$inferSelect;
/** `moved`: see the column. */
type Work = { clientId: string; serverId: string } & (
  | { kind: 'create'; wanted?: null; moved?: { welcome?: true } | null }
  | { kind: 'status'; wanted: 'active' | 'suspended'; moved?: { righted: true } }
);
/** An account that a client leaves behind, under the name that it has there, and the panel that it is on. */
type Left = { clientId: string; serverId: string; username: string; panel: PanelPlace };

/**
 * Puts down, in the caller's transaction, that a client's account needs work, and answers the task's id.
 * One task per client is open at a time: what was not sent yet is replaced; what may be on its way stays,
 * and its end compares the panel with the client again (see `finishTask`). The caller has locked the client.
 */
export async function queueAccountWork(
  tx: Executor,
  resellerId: ResellerId,
  work: Work,
  now: Date,
): Promise<string> {
  const same = and(ofClient(resellerId, work.clientId), isNull(accountTasks.username));
  const moved = work.moved ?? (work.kind === 'create' ? await stillMoving(tx, same) : null);
  return replace(tx, same, { resellerId, ...work, moved, nextRunAt: now });
}

/**
 * The same for an account left behind, that it be suspended; of each account one task is open. `awaits`: only once the
 * client's new account exists.
 */
export async function queueLeft(
  tx: Executor,
  resellerId: ResellerId,
  { awaits, panel, ...left }: Left & { awaits: boolean },
  now: Date,
): Promise<void> {
  const same = and(
    ofClient(resellerId, left.clientId),
    eq(accountTasks.serverId, left.serverId),
    eq(accountTasks.username, left.username),
  );
  const when = awaits
    ? { reason: 'new_missing', nextRunAt: new Date(now.getTime() + AWAIT_NEW_MS) }
    : { nextRunAt: now };
  const task = { resellerId, ...left, moved: { panel }, ...when };
  await replace(tx, same, { ...task, kind: 'status', wanted: 'suspended' });
}

async function replace(
  tx: Executor,
  same: SQL | undefined,
  task: typeof accountTasks.$inferInsert,
): Promise<string> {
  const [open] = await tx
    .select()
    .from(accountTasks)
    .where(and(same, inArray(accountTasks.state, [...OPEN_STATES])))
    .for('update');
  if (open && (open.state === 'sending' || open.state === 'unknown')) return open.id;
  const { nextRunAt } = task;
  const goesOn = open !== undefined && task.kind === 'create' && isStoppedCreation(open, task.serverId);
  if (open) {
    const set = goesOn ? { state: 'unknown' as const, nextRunAt } : { state: 'cancelled' as const };
    await tx
      .update(accountTasks)
      .set(set)
      .where(and(eq(accountTasks.resellerId, task.resellerId), eq(accountTasks.id, open.id)));
  }
  const [made] = goesOn ? [open] : await tx.insert(accountTasks).values(task).returning();
  if (!made) throw new Error('An account task was not stored');
  await wake(tx, { queue: 'account', id: made.id, group: task.serverId, at: nextRunAt });
  return made.id;
}

/** One that may have arrived when its panel was taken off: it proves itself first, as when it is tried again. */
const isStoppedCreation = ({ kind, state, reason, attempt, serverId }: TaskRow, on: string): boolean =>
  kind === 'create' && state === 'rejected' && reason === 'panel_off' && attempt > 0 && serverId === on;

/** How a client came from another server who has no account yet; else null. */
async function stillMoving(tx: Executor, same: SQL | undefined): Promise<TaskRow['moved']> {
  const [last] = await tx
    .select()
    .from(accountTasks)
    .where(and(same, eq(accountTasks.kind, 'create')))
    .orderBy(desc(accountTasks.createdAt), desc(accountTasks.id))
    .limit(1);
  return last && last.state !== 'done' ? last.moved : null;
}

/**
 * Drops what was not sent yet, and answers it: of a client who is archived, all, marked, so that it is taken up again
 * when they come back; of one who moves away, only their `own`. Accounts that they left behind are to be suspended all
 * the same. With it goes a status in doubt, which holds a client only until it is dismissed (see `IS_BUSY`); a creation
 * in doubt stays.
 */
export async function cancelAccountWork(
  tx: Executor,
  resellerId: ResellerId,
  clientId: string,
  which: 'own' | 'all',
): Promise<TaskRow[]> {
  return tx
    .update(accountTasks)
    .set({ state: 'cancelled', ...(which === 'all' ? { reason: 'archived' } : {}) })
    .where(
      and(
        ofClient(resellerId, clientId),
        which === 'own' ? isNull(accountTasks.username) : undefined,
        or(
          inArray(accountTasks.state, ['pending', 'rejected']),
          and(eq(accountTasks.state, 'review'), eq(accountTasks.kind, 'status')),
        ),
      ),
    )
    .returning();
}

/**
 * A person asks to look again at one task: a waiting one becomes due, a refused or reviewed one may send once more,
 * always after a new reading; never one whose account the panel named. One that was stopped while a send was in doubt
 * stays in doubt, and proves itself as any. Null when it is over, not in a state of `from`, or the client is archived:
 * who retries many unseen takes only what the panel refused.
 */
export async function retryAccountWork(
  resellerId: ResellerId,
  doer: Doer,
  clientId: string,
  now: Date,
  { from = OPEN_STATES, taskId }: { from?: readonly (typeof OPEN_STATES)[number][]; taskId: string },
): Promise<string | null> {
  return database().transaction(async (tx) => {
    // The client first: whoever changes it takes its tasks after.
    const [client] = await tx
      .select({ archivedAt: clients.archivedAt })
      .from(clients)
      .where(and(eq(clients.resellerId, resellerId), eq(clients.id, clientId)))
      .for('update');
    if (!client || client.archivedAt) return null;
    const [task] = await tx
      .update(accountTasks)
      .set({
        nextRunAt: now,
        attempt: sql`case when ${accountTasks.state} = 'review' then 1 else ${accountTasks.attempt} end`,
        state: sql`case when ${accountTasks.state} = 'rejected' and ${accountTasks.attempt} > 0 then 'unknown'
          when ${accountTasks.state} in ('rejected', 'review') then 'pending' else ${accountTasks.state} end`,
      })
      .where(
        and(
          ofClient(resellerId, clientId),
          inArray(accountTasks.state, [...from]),
          eq(accountTasks.id, taskId),
        ),
      )
      .returning();
    if (!task) return null;
    const { id, kind, serverId, username } = task;
    await wake(tx, { queue: 'account', id, group: serverId, at: now });
    await recordAudit(
      tx,
      doer,
      {
        action: 'account.retried',
        subjectType: 'client',
        subjectId: clientId,
        clientId,
        detail: { kind, ...(username ? { username } : {}) },
      },
      now,
    );
    return id;
  });
}

/**
 * Takes a due task for one executor, or null when another has it or it is not due. A row left `sending` by
 * an executor that vanished may have reached the panel: it becomes `unknown`, never a new send.
 */
export async function claimTask(taskId: string, now: Date): Promise<TaskRow | null> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const free = database()
    .select({ id: accountTasks.id })
    .from(accountTasks)
    .where(
      and(
        eq(accountTasks.id, taskId),
        inArray(accountTasks.state, ['pending', 'sending', 'unknown']),
        sql`${accountTasks.nextRunAt} <= ${at} and coalesce(${accountTasks.leaseUntil} < ${at}, true)`,
      ),
    )
    .for('update', { skipLocked: true });
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  return database().transaction(async (tx) => {
    const [row] = await tx
      .update(accountTasks)
      .set({
        state: sql`case when ${accountTasks.state} = 'sending' then 'unknown' else ${accountTasks.state} end`,
        leaseToken: sql`${accountTasks.leaseToken} + 1`,
        leaseUntil,
      })
      .where(inArray(accountTasks.id, free))
      .returning();
    if (row) await wake(tx, { queue: 'account', id: row.id, group: row.serverId, at: leaseUntil });
    return row ?? null;
  });
}

/** The WHERE of every later write: the row is still ours. */
export const leased = ({ resellerId, id, leaseToken }: TaskRow) =>
  and(
    eq(accountTasks.resellerId, resellerId),
    eq(accountTasks.id, id),
    eq(accountTasks.leaseToken, leaseToken),
  );

/** Evidence is only ever added to. */
export const appended = (entries: unknown[]) =>
  sql`${accountTasks.evidence} || ${JSON.stringify(entries)}::jsonb`;

const ofClient = (resellerId: ResellerId, clientId: string) =>
  and(eq(accountTasks.resellerId, resellerId), eq(accountTasks.clientId, clientId));
