import 'server-only';
import { and, eq } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { accountTasks, clients } from '@/db/schema/clients';
import { recordAudit, system } from '@/lib/audit/commands';
import { queueWelcome } from '@/lib/channels/commands';
import { seal } from '@/lib/crypto';
import type { CallTrace } from '@/lib/panels/rules';
import { wake } from '@/lib/queue/api';
import { searchText } from '@/lib/search';
import { appended, leased, queueAccountWork, type TaskRow } from '../commands';
import type { Decision, TaskReason, TaskState } from '../rules';

/** What one run over a task came to, with what the panel gave. */
export type Outcome = {
  task: TaskRow;
  decision: Decision;
  trace: CallTrace | null;
  seen?: unknown[];
  username?: string | null;
  password?: string | null;
  expiresAt?: Date | null;
};

/**
 * Writes what a run found and gives the lease back, in one transaction with everything that follows from
 * it. Null when the lease was lost meanwhile: then nothing is written.
 */
export async function finishTask(outcome: Outcome, now: Date) {
  const { task, decision, trace } = outcome;
  if (decision.kind === 'send') throw new Error('A send is no end');
  const to: { state: TaskState; reason: TaskReason | null } =
    decision.kind === 'done' ? { state: 'done', reason: null } : decision.change;
  return database().transaction(async (tx) => {
    const [row] = await tx
      .update(accountTasks)
      .set({
        ...(decision.kind === 'done' ? { state: 'done', reason: null } : decision.change),
        leaseUntil: null,
        ...(outcome.seen ? { evidence: appended(outcome.seen) } : {}),
      })
      .where(and(leased(task), eq(accountTasks.state, task.state)))
      .returning();
    if (!row) return null;
    const sent = decision.kind === 'done' && decision.sent;
    if (row.state === 'done') await followUp(tx, outcome, now);
    else if (row.state === 'pending' || row.state === 'unknown')
      await wake(tx, { queue: 'account', id: row.id, group: row.serverId, at: row.nextRunAt });
    await audit(tx, outcome, to, sent, now);
    return { ...to, detail: trace?.detail ?? null, sent };
  });
}

/** The account stands as wanted: the client learns it, and a status changed meanwhile becomes the next task. */
async function followUp(tx: Executor, outcome: Outcome, now: Date): Promise<void> {
  const { task } = outcome;
  const own = and(eq(clients.resellerId, task.resellerId), eq(clients.id, task.clientId));
  const [client] = await tx.select().from(clients).where(own).for('update');
  if (!client) return;
  const { resellerId, clientId, serverId } = task;
  if (task.kind === 'create') {
    const username = outcome.username || client.username;
    await tx
      .update(clients)
      .set({
        panelState: 'linked',
        panelReadAt: now,
        username,
        search: searchText({ ...client, username }),
        ...(outcome.password
          ? {
              passwordEncrypted: seal(outcome.password, {
                resellerId,
                recordId: clientId,
                column: 'password',
              }),
            }
          : {}),
        ...(outcome.expiresAt ? { expiresAt: outcome.expiresAt, panelExpiresAt: outcome.expiresAt } : {}),
      })
      .where(own);
    // Found without a send of ours it is an older account, whose password we do not know.
    if (task.attempt > 0) await queueWelcome(tx, { resellerId, clientId }, now);
  }
  const shown = task.kind === 'create' ? 'active' : task.wanted;
  if (client.status !== shown && !client.archivedAt)
    await queueAccountWork(
      tx,
      resellerId,
      { clientId, serverId, kind: 'status', wanted: client.status },
      now,
    );
}

/** One audit row for each change of state; waiting again in the same state is no news. */
async function audit(
  tx: Executor,
  { task, username, expiresAt }: Outcome,
  to: { state: TaskState; reason: TaskReason | null },
  sent: boolean,
  now: Date,
): Promise<void> {
  const before = task.state === 'sending' ? 'pending' : task.state;
  if (to.state === before && (to.state === 'unknown' || to.reason === task.reason)) return;
  await recordAudit(
    tx,
    system(task.resellerId),
    {
      action: `account.${task.kind}.${to.state}`,
      subjectType: 'client',
      subjectId: task.clientId,
      clientId: task.clientId,
      detail: {
        before,
        after: to.state,
        reason: to.reason,
        sent,
        ...(task.wanted ? { wanted: task.wanted } : {}),
        ...(username ? { username } : {}),
        ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
      },
    },
    now,
  );
}
