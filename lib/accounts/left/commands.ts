import 'server-only';
import { and, eq, isNotNull } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks, type clients } from '@/db/schema/clients';
import { recordAudit, system } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import { beginSend, dropTask } from '../begin/commands';
import { cancelAccountWork, queueAccountWork, queueLeft, type TaskRow } from '../commands';
import { type Around, isSamePanel, lockAround, panelPlace, wasListed } from './queries';
import { mayBeThere, welcomes } from './rules';

type Client = typeof clients.$inferSelect;

/**
 * What a move means for the account that a client leaves, in the caller's transaction and with the client, as they were,
 * locked. Their own unsent work is dropped. The account is suspended where the move asks for it, or where they are
 * suspended here and the panel has not done it; never where both servers are one panel: it is the account that they keep.
 * Answers whether a welcome is still owed, by a creation, now dropped, that was to send it; and the account that is left,
 * for the note of the move, null where there never was one.
 */
export async function leaveAccount(
  tx: Executor,
  client: Client,
  to: { serverId: string; panel: boolean },
  suspend: boolean,
  now: Date,
): Promise<{ welcome: boolean; left: { serverId: string; username: string } | null }> {
  const { resellerId, id: clientId, serverId, username, panelState } = client;
  const dropped = await cancelAccountWork(tx, resellerId, clientId, 'own');
  const owed = client.status === 'suspended' && dropped.some(({ wanted }) => wanted === 'suspended');
  if (panelState === 'linked' && (owed || (suspend && client.status === 'active'))) {
    const panel = await panelPlace(tx, resellerId, serverId);
    if (panel && !(await isSamePanel(tx, resellerId, serverId, to.serverId)))
      await queueLeft(tx, resellerId, { clientId, serverId, username, panel, awaits: to.panel }, now);
  }
  const there = { serverId, username };
  return {
    welcome:
      panelState === 'missing' && dropped.some(({ kind, moved }) => kind === 'create' && welcomes(moved)),
    left: mayBeThere(panelState, dropped) || (await wasListed(tx, resellerId, there)) ? there : null,
  };
}

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
 * Whoever got the account while our send was on its way, and is active here, is active again; who is not linked yet gets
 * it when they are. The client too: were both addresses one panel after all, their own account is suspended by now.
 */
export async function putRight(
  tx: Executor,
  { resellerId, attempt }: TaskRow,
  { client, holders }: Around,
  now: Date,
): Promise<void> {
  if (attempt === 0) return;
  const others = holders.filter(({ id }) => id !== client?.id);
  for (const { id, serverId, status, panelState, archivedAt } of client ? [client, ...others] : others) {
    if (status !== 'active' || panelState !== 'linked' || archivedAt) continue;
    const work = { kind: 'status', wanted: status, moved: { righted: true } } as const;
    await queueAccountWork(tx, resellerId, { clientId: id, serverId, ...work }, now);
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
