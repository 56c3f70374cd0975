import 'server-only';
import { and, eq, isNotNull } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { recordAudit, system } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import { beginSend, dropTask } from '../begin/commands';
import { queueAccountWork, type TaskRow } from '../commands';
import { type Around, lockAround } from './queries';

/**
 * The durable attempt for an account left behind. Null, and the task is over, where somebody has that account today:
 * a client put on it meanwhile, or the same one on a server that is the same panel.
 */
export async function beginLeft(
  task: TaskRow,
  quietMs: number,
  evidence: unknown[],
  now: Date,
): Promise<TaskRow | null> {
  return database().transaction(async (tx) => {
    const around = await lockAround(tx, task);
    const [holder] = around.holders;
    if (!holder) return beginSend(task, quietMs, evidence, now, tx);
    const row = await dropTask(tx, task, 'in_use', evidence);
    if (!row) return null;
    await putRight(tx, row, around, now);
    const { resellerId, clientId, username } = task;
    await recordAudit(
      tx,
      system(resellerId),
      {
        action: 'account.left.in_use',
        subjectType: 'client',
        subjectId: clientId,
        clientId,
        detail: { username, ...(holder.id === clientId ? {} : { by: holder.id }) },
      },
      now,
    );
    return null;
  });
}

/**
 * Whoever got the account while our send was on its way is given the status that they have here; who is not linked yet
 * gets it when they are.
 */
export async function putRight(
  tx: Executor,
  { resellerId, attempt }: TaskRow,
  { holders }: Around,
  now: Date,
): Promise<void> {
  if (attempt === 0) return;
  for (const { id, serverId, status, panelState } of holders) {
    if (panelState !== 'linked') continue;
    await queueAccountWork(tx, resellerId, { clientId: id, serverId, kind: 'status', wanted: status }, now);
  }
}

/** The client's new account exists: what waited for it is due. */
export async function wakeLeft(
  tx: Executor,
  resellerId: ResellerId,
  clientId: string,
  now: Date,
): Promise<void> {
  const rows = await tx
    .update(accountTasks)
    .set({ nextRunAt: now })
    .where(
      and(
        eq(accountTasks.resellerId, resellerId),
        eq(accountTasks.clientId, clientId),
        isNotNull(accountTasks.username),
        eq(accountTasks.state, 'pending'),
        eq(accountTasks.reason, 'new_missing'),
      ),
    )
    .returning({ id: accountTasks.id, group: accountTasks.serverId });
  for (const { id, group } of rows) await wake(tx, { queue: 'account', id, group, at: now });
}
