import 'server-only';
import { and, asc, inArray, isNull, lt, lte, or } from 'drizzle-orm';
import { database } from '@/db/client';
import { accountTasks } from '@/db/schema/clients';
import { passwordPlace, unseal } from '@/lib/crypto';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import type {
  CallTrace,
  CreateAnswer,
  CustomerReading,
  PanelAdapter,
  StatusAnswer,
} from '@/lib/panels/rules';
import { openPanel } from '@/lib/servers/queries';
import { SECOND_MS } from '@/lib/time';
import { beginSend, beginStatus } from './begin/commands';
import { claimTask, type TaskRow } from './commands';
import { remakeGuessed } from './credentials/commands';
import { earlierMayHaveLeft } from './credentials/queries';
import { cededToPanel, isGuessed } from './credentials/rules';
import { readNew } from './left/api';
import { beginLeft } from './left/commands';
import { panelPlace } from './left/queries';
import { besideNew, isElsewhere } from './left/rules';
import { type AccountSubject, accountSubject, panelOwner } from './queries';
import {
  afterCeding,
  afterFreeze,
  afterReading,
  afterSend,
  type Decision,
  SEND_GUARD_MS,
  stop,
  type TaskReason,
  type TaskState,
} from './rules';
import { finishTask, type Outcome } from './settle/commands';
import { awaitsNew, stillAwaits, stillHeld, waitsForCredits } from './waits/rules';

/** Where instants come from: the caller's clock, or the database's. */
export type Clock = () => Date | Promise<Date>;
export type TaskResult = {
  state: TaskState;
  reason: TaskReason | null;
  detail: string | null;
  sent: boolean;
};

/** The tasks a tick should look at, the longest waiting first, with the server their panel's limits apply to. */
export async function dueAccountTasks(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  return database()
    .select({ id: accountTasks.id, group: accountTasks.serverId })
    .from(accountTasks)
    .where(
      and(
        inArray(accountTasks.state, ['pending', 'sending', 'unknown']),
        lte(accountTasks.nextRunAt, now),
        or(isNull(accountTasks.leaseUntil), lt(accountTasks.leaseUntil, now)),
      ),
    )
    .orderBy(asc(accountTasks.nextRunAt))
    .limit(limit);
}

/**
 * Does what one account task needs now: read, make the attempt durable, send once, write what was learnt.
 * Null when it is not due, another executor has it, or its lease was lost on the way. No transaction is
 * open during a call.
 */
export async function runAccountTask(taskId: string, now: Clock): Promise<TaskResult | null> {
  const task = await claimTask(taskId, await now());
  if (!task) return null;
  const subject = namedAs(task, await accountSubject(task.resellerId, task.clientId));
  const panel = await openPanel(task.resellerId, task.serverId, await now());
  const outcome =
    subject && awaitsNew(task, subject.panelState)
      ? { task, decision: stillAwaits(task, await now()), trace: null }
      : panel && waitsForCredits(task, panel.server.circuit)
        ? { task, decision: stillHeld(task, await now()), trace: null }
        : subject && panel
          ? await drive({ task, subject, panel: panel.adapter, now })
          : { task, decision: stop(task, 'rejected', 'panel_off', await now()), trace: null };
  if (!outcome) return null;
  const result = await finishTask(outcome, await now());
  log.info(
    { task: taskId, kind: task.kind, state: result?.state ?? 'lost', reason: result?.reason },
    'account',
  );
  // What the panel shall make itself is asked for at once; each run cedes one more to it, so this ends.
  return result?.state === 'pending' && outcome.ceded ? runAccountTask(taskId, now) : result;
}

/** An account left behind keeps its name there, whatever the client is called now. */
const namedAs = ({ username }: TaskRow, subject: AccountSubject | null) =>
  subject && username ? { ...subject, username, usernameFrom: 'fixed' as const } : subject;

type Drive = { task: TaskRow; subject: AccountSubject; panel: PanelAdapter; now: Clock };

async function drive(on: Drive, before: unknown[] = []): Promise<Outcome | null> {
  const { task, subject, panel, now } = on;
  if (await isAway(task))
    return { task, decision: stop(task, 'rejected', 'other_panel', await now()), trace: null };
  const reading = await panel.readCustomer(subject.username);
  const owner = await panelOwner(task.resellerId, task.serverId);
  const at = await now();
  const seen = [...before, evidence('read', at, reading.trace, { found: reading.kind })];
  const first = afterReading(task, reading, owner, subject.neverResend, at, isNamed(subject));
  const decision = (first.kind === 'send' && (await beside(on, reading, seen))) || first;
  if (decision.kind !== 'send') {
    const there = reading.kind === 'found' ? reading.customer : null;
    const suspended = there?.status === 'suspended';
    return { task, decision, trace: reading.trace, seen, expiresAt: there?.expiresAt ?? null, suspended };
  }
  if (task.kind === 'create' && !subject.packageId)
    return { task, decision: stop(task, 'rejected', 'package_missing', at), trace: null, seen };
  const remade = await toPanelRules(on);
  // Another name: whether the panel has that one is not known yet.
  if (remade && remade.username !== subject.username) return drive({ ...on, subject: remade }, seen);
  const begunAt = await now();
  const begin = task.username ? beginLeft : task.kind === 'status' ? beginStatus : beginSend;
  const begun = await begin(task, quietMs(subject), seen, begunAt);
  return begun && send({ ...on, subject: remade ?? subject, task: begun }, begunAt);
}

/** Whether the server of an account left behind is another panel by now: asked after its panel was opened. */
const isAway = async ({ resellerId, serverId, moved }: TaskRow): Promise<boolean> =>
  moved?.panel !== undefined && isElsewhere(moved.panel, await panelPlace(database(), resellerId, serverId));

/** What the client's new account says against suspending the old one, which was just read. */
async function beside({ task, now }: Drive, old: CustomerReading, seen: unknown[]): Promise<Decision | null> {
  const fresh = task.username && old.kind === 'found' ? await readNew(task, await now()) : null;
  if (!fresh || old.kind !== 'found') return null;
  const at = await now();
  seen.push(evidence('read', at, fresh.trace, { found: fresh.kind, of: 'new' }));
  return besideNew(task, old.customer, fresh, at);
}

/**
 * Credentials made while the panel could not be asked, made anew to its rules now that it answers: only
 * before anything may have been created under them. Null: as they were.
 */
async function toPanelRules({ task, subject, panel, now }: Drive): Promise<AccountSubject | null> {
  if (task.kind !== 'create' || !isGuessed(subject) || task.state !== 'pending' || task.attempt > 0)
    return null;
  if (await earlierMayHaveLeft(task)) return null;
  const rules = await panel.credentialRules();
  if (!rules || !(await remakeGuessed(task, rules, await now()))) return null;
  return accountSubject(task.resellerId, task.clientId);
}

/** The one call that changes something; its attempt is already durable. */
async function send({ task, subject, panel, now }: Drive, begunAt: Date): Promise<Outcome> {
  const at = await now();
  if (at.getTime() - begunAt.getTime() > SEND_GUARD_MS)
    return { task, decision: afterFreeze(task, at), trace: null };
  const answer =
    task.kind === 'status'
      ? await panel.setStatus(subject.username, task.wanted ?? 'active')
      : await panel.createCustomer(newCustomer(task, subject));
  const after = await now();
  const seen = [evidence(task.kind, after, answer.trace, { class: answer.class })];
  const ceded = isCreated(answer) ? await newlyCeded(task, subject, answer) : null;
  if (ceded) {
    const again = afterCeding(task, answer.trace.reason, after);
    return { task, decision: again, trace: answer.trace, seen, ceded };
  }
  const decision = afterSend(task, answer, after, isNamed(subject));
  const given = isCreated(answer) ? await taken(answer, decision, panel) : {};
  return { task, decision, trace: answer.trace, seen, ...given };
}

/** What of ours the panel refused, before any creation may have reached it: that it shall make itself. */
async function newlyCeded(task: TaskRow, subject: AccountSubject, { class: end, refused }: CreateAnswer) {
  const ceded = end === 'rejected' && task.attempt === 1 ? cededToPanel(refused, subject) : null;
  return ceded && !(await earlierMayHaveLeft(task)) ? ceded : null;
}

const isCreated = (answer: CreateAnswer | StatusAnswer): answer is CreateAnswer => 'username' in answer;

/** What the panel gave the new account; its date is read when the answer had none. */
async function taken(answer: CreateAnswer, decision: Decision, panel: PanelAdapter) {
  if (decision.kind !== 'done') return {};
  const { username, password } = answer;
  if (answer.expiresAt || !username) return { username, password, expiresAt: answer.expiresAt };
  const reading = await panel.readCustomer(username);
  return { username, password, expiresAt: reading.kind === 'found' ? reading.customer.expiresAt : null };
}

/** Whether the account, once made, bears our name. */
const isNamed = (subject: AccountSubject) => subject.usernameFrom !== 'panel';

const newCustomer = (task: TaskRow, subject: AccountSubject) => ({
  username: isNamed(subject) ? subject.username : '',
  password:
    subject.passwordFrom === 'panel'
      ? ''
      : unseal(subject.passwordEncrypted, passwordPlace(task.resellerId, task.clientId)),
  name: subject.name,
  email: subject.email ?? '',
  phone: subject.phone ?? '',
  note: subject.notes ?? '',
  packageId: subject.packageId ?? '',
});

const quietMs = (subject: AccountSubject) =>
  Math.max(env().RENEWAL_QUIET_SECONDS, subject.quietSeconds ?? 0) * SECOND_MS;

const evidence = (call: 'read' | 'create' | 'status', at: Date, trace: CallTrace, more: object) => ({
  at: at.toISOString(),
  call,
  ...trace,
  ...more,
});
