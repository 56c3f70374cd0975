import 'server-only';
import { and, eq } from 'drizzle-orm';
import { breaks, database, type Executor } from '@/db/client';
import { accountTasks, clients } from '@/db/schema/clients';
import { recordAudit, system } from '@/lib/audit/commands';
import { queueWelcome } from '@/lib/channels/commands';
import { passwordPlace, seal } from '@/lib/crypto';
import type { CallTrace } from '@/lib/panels/rules';
import { wake } from '@/lib/queue/api';
import { searchText } from '@/lib/search';
import { appended, leased, queueAccountWork, type TaskRow } from '../commands';
import { cedeToPanel } from '../credentials/commands';
import type { Sources } from '../credentials/rules';
import { putRight, wakeLeft } from '../left/commands';
import { type Around, lockAround } from '../left/queries';
import { isLeftStop, welcomes } from '../left/rules';
import { type Decision, stop, type TaskReason, type TaskState } from '../rules';

/** What one run over a task came to, with what the panel gave. */
export type Outcome = {
  task: TaskRow;
  decision: Decision;
  trace: CallTrace | null;
  seen?: unknown[];
  username?: string | null;
  password?: string | null;
  expiresAt?: Date | null;
  /** The account was found, and the panel shows it suspended. */
  suspended?: boolean;
  /** Credentials of ours that the panel refused and shall make itself. */
  ceded?: Partial<Sources>;
};

/**
 * Writes what a run found and gives the lease back, in one transaction with everything that follows from
 * it. Null when the lease was lost meanwhile: then nothing is written. An account whose name another client
 * here has is a person's to settle: it exists, so it is never made again.
 */
export async function finishTask(outcome: Outcome, now: Date) {
  try {
    return await write(outcome, now);
  } catch (error) {
    if (outcome.decision.kind !== 'done' || !breaks(error, 'clients_username')) throw error;
    return write(clashing(outcome, now), now);
  }
}

/** The same outcome where the panel's name for the account is another client's. */
function clashing({ task, trace, seen = [], username, password }: Outcome, now: Date): Outcome {
  const clash = { at: now.toISOString(), call: 'create', reason: 'name_clash', detail: username ?? null };
  return {
    task,
    decision: stop(task, 'review', 'name_clash', now),
    trace: trace && { ...trace, detail: username ?? null },
    seen: [...seen, clash],
    password,
    ceded: { usernameFrom: 'panel' },
  };
}

async function write(outcome: Outcome, now: Date) {
  const { task, decision, trace } = outcome;
  if (decision.kind === 'send') throw new Error('A send is no end');
  return database().transaction(async (tx) => {
    // The client first, then the task: whoever changes a client queues its work after.
    const around = await lockAround(tx, task);
    const late = isOutdated(task, decision, around.client);
    const end = late ? OUTDATED : decision.kind === 'done' ? DONE : decision.change;
    const to: { state: TaskState; reason: TaskReason | null } = end;
    const [row] = await tx
      .update(accountTasks)
      .set({
        ...end,
        leaseUntil: null,
        ...(outcome.seen ? { evidence: appended(outcome.seen) } : {}),
      })
      .where(and(leased(task), eq(accountTasks.state, task.state)))
      .returning();
    if (!row) return null;
    const sent = decision.kind === 'done' && decision.sent;
    if (outcome.ceded) await cedeToPanel(tx, task, outcome.ceded);
    if (row.state === 'review' && outcome.password) await keepPassword(tx, task, outcome.password);
    if (row.state === 'pending' || row.state === 'unknown')
      await wake(tx, { queue: 'account', id: row.id, group: row.serverId, at: row.nextRunAt });
    // An account left behind says nothing of the client's own.
    else if (row.username) await putRight(tx, row, around, now);
    else if (row.state === 'done' || late) await followUp(tx, outcome, around.client, now);
    await audit(tx, outcome, to, sent, now);
    return { ...to, detail: trace?.detail ?? null, sent };
  });
}

const DONE = { state: 'done', reason: null } as const;
const OUTDATED = { state: 'cancelled', reason: 'outdated' } as const;

/**
 * Whether a status failed that the client no longer has: nobody is asked about it, and the one that they have is the
 * next task. What may have arrived before its panel was taken off stays, to prove itself.
 */
const isOutdated = (task: TaskRow, decision: Decision, client: Around['client']): boolean =>
  task.kind === 'status' &&
  !task.username &&
  decision.kind === 'change' &&
  (decision.change.state === 'rejected' || decision.change.state === 'review') &&
  !(decision.change.reason === 'panel_off' && decision.change.attempt > 0) &&
  client !== null &&
  !client.archivedAt &&
  client.status !== task.wanted;

/** The account stands as was wanted: the client learns it. What they want by now, if it is another, is the next task. */
async function followUp(tx: Executor, outcome: Outcome, client: Around['client'], now: Date): Promise<void> {
  if (!client) return;
  const { task } = outcome;
  const { resellerId, clientId, serverId } = task;
  const own = and(eq(clients.resellerId, resellerId), eq(clients.id, clientId));
  if (task.kind === 'create') {
    const username = outcome.username || client.username;
    // The panel made its own and did not tell: what is stored is not the account's.
    const untold = client.passwordFrom === 'panel' && !outcome.password;
    await tx
      .update(clients)
      .set({
        panelState: 'linked',
        panelReadAt: now,
        username,
        search: searchText({ ...client, username }),
        usernameFrom: 'fixed',
        passwordFrom: 'fixed',
        ...(outcome.password || untold ? { passwordEncrypted: sealed(task, outcome.password ?? '') } : {}),
        ...(outcome.expiresAt ? { panelExpiresAt: outcome.expiresAt } : {}),
        // Who came from another server keeps the date that was paid for.
        ...(outcome.expiresAt && !task.moved ? { expiresAt: outcome.expiresAt } : {}),
      })
      .where(own);
    // Found without a send of ours it is an older account, whose password we do not know.
    if (task.attempt > 0 && !untold && welcomes(task.moved))
      await queueWelcome(tx, { resellerId, clientId }, now);
    await wakeLeft(tx, resellerId, clientId, now);
  }
  // Who comes back finds the account that was suspended when they left.
  const linked = outcome.suspended ? 'suspended' : 'active';
  const shown = task.kind === 'create' ? linked : task.wanted;
  if (client.status !== shown && !client.archivedAt) {
    const work = { clientId, serverId, kind: 'status', wanted: client.status } as const;
    await queueAccountWork(tx, resellerId, work, now);
  }
}

/** The panel's password for an account that a person will link by its name. */
async function keepPassword(tx: Executor, task: TaskRow, password: string): Promise<void> {
  await tx
    .update(clients)
    .set({ passwordEncrypted: sealed(task, password) })
    .where(and(eq(clients.resellerId, task.resellerId), eq(clients.id, task.clientId)));
}

const sealed = ({ resellerId, clientId }: TaskRow, password: string) =>
  seal(password, passwordPlace(resellerId, clientId));

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
      action: isLeftStop(to.reason)
        ? `account.left.${to.reason}`
        : `account.${task.kind}.${to.reason === 'outdated' ? to.reason : to.state}`,
      subjectType: 'client',
      subjectId: task.clientId,
      clientId: task.clientId,
      detail: {
        before,
        after: to.state,
        reason: to.reason,
        sent,
        ...(task.wanted ? { wanted: task.wanted } : {}),
        ...(username || task.username ? { username: username || task.username } : {}),
        ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
      },
    },
    now,
  );
}
