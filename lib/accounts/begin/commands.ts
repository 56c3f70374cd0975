import 'server-only';
import { and, inArray, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { panelPackages } from '@/db/schema/servers';
import { recordAudit, system } from '@/lib/audit/commands';
import { appended, leased, queueAccountWork, type TaskRow } from '../commands';
import { lockAround } from '../left/queries';
import type { TaskReason } from '../rules';

/**
 * The durable attempt for a client's own status. Null, and the task is over, where the client has the other status by
 * now: a lost suspension is not sent again to who has paid meanwhile. What they have is the next task.
 */
export async function beginStatus(
  task: TaskRow,
  quietMs: number,
  evidence: unknown[],
  now: Date,
): Promise<TaskRow | null> {
  return database().transaction(async (tx) => {
    const { client } = await lockAround(tx, task);
    if (!client || client.status === task.wanted) return beginSend(task, quietMs, evidence, now, tx);
    if (!(await dropTask(tx, task, 'outdated', evidence))) return null;
    const { resellerId, clientId, serverId, wanted } = task;
    const work = { clientId, serverId, kind: 'status', wanted: client.status } as const;
    await queueAccountWork(tx, resellerId, work, now);
    await recordAudit(
      tx,
      system(resellerId),
      {
        action: 'account.status.outdated',
        subjectType: 'client',
        subjectId: clientId,
        clientId,
        detail: { wanted },
      },
      now,
    );
    return null;
  });
}

/** Ends a task at the moment of its send, unsent. Null when the lease was lost. */
export async function dropTask(
  tx: Executor,
  task: TaskRow,
  reason: TaskReason,
  evidence: unknown[],
): Promise<TaskRow | null> {
  const [row] = await tx
    .update(accountTasks)
    .set({ state: 'cancelled', reason, leaseUntil: null, evidence: appended(evidence) })
    .where(and(leased(task), inArray(accountTasks.state, ['pending', 'unknown'])))
    .returning();
  return row ?? null;
}

/** The durable attempt before a send. Null when the lease was lost: then nothing may be sent. */
export async function beginSend(
  task: TaskRow,
  quietMs: number,
  evidence: unknown[],
  now: Date,
  on: Executor = database(),
): Promise<TaskRow | null> {
  const [row] = await on
    .update(accountTasks)
    .set({
      state: 'sending',
      attempt: sql`${accountTasks.attempt} + 1`,
      sentAt: now,
      quietUntil: new Date(now.getTime() + quietMs),
      lastNegativeAt: null,
      credits: priceNow,
      evidence: appended(evidence),
    })
    .where(and(leased(task), inArray(accountTasks.state, ['pending', 'unknown'])))
    .returning();
  return row ?? null;
}

/** What a creation costs as last read from the panel, kept with the send; a status costs nothing. */
const priceNow = sql`case when ${accountTasks.kind} = 'create' then (select p.credits from ${clients} c
  join ${plans} l on l.id = c.plan_id join ${panelPackages} p on p.package_id = l.package_id
  where c.id = ${accountTasks.clientId} and p.server_id = ${accountTasks.serverId}) end`;
