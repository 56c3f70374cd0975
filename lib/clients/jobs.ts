import 'server-only';
import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ResellerId } from '@/db/ids';
import { credentialRulesOf } from '@/lib/accounts/api';
import { retryAccountWork } from '@/lib/accounts/commands';
import { type CredentialSource, generatePassword, generateUsername } from '@/lib/accounts/credentials/rules';
import { type Clock, runAccountTask, type TaskResult } from '@/lib/accounts/jobs';
import { accountWords, BEHIND, SLOW } from '@/lib/accounts/messages';
import { accountWork, taskNow } from '@/lib/accounts/queries';
import type { Actor } from '@/lib/auth/rules';
import { log } from '@/lib/log';
import { parsePhone } from '@/lib/phone';
import { goesOn } from '@/lib/queue/api';
import { type ActionResult, done, refused } from '@/lib/result';
import { askForAccount } from './account/commands';
import { type ClientValues, createClient, type Saved, updateClient } from './commands';
import { CLIENT_REFUSALS, type ClientRefusal, RESULT } from './messages';
import { type ClientDetail, clientChoices, getClient } from './queries';
import { hasPassword } from './record/queries';
import { defaultExpiry, expiryOf } from './rules';
import type { ClientFields } from './schema';
import { setClientStatus } from './status/commands';

type Answer = ActionResult<{ id: string }>;
/** How long a person waits for the panel; the work itself goes on. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 200;
const TRIES = 3;

/** Stores a client, then creates the account on the panel; answers with the sentence of product.md section 4. */
export async function addClient(actor: Actor, fields: ClientFields, clock: Clock): Promise<Answer> {
  const now = await clock();
  const plan = (await clientChoices(actor.resellerId)).plans.find((p) => p.id === fields.planId);
  if (!plan || plan.serverId !== fields.serverId) return no('plan_absent');
  const expiresOn = fields.expiresOn || defaultExpiry(plan.days, now, actor.reseller.timezone);
  const values = valuesOf(actor, { ...fields, expiresOn });
  if (!values) return no(actor.reseller.country === 'MZ' ? 'phone_mz' : 'phone');
  const saved = await createWithCredentials(actor, fields, values, now);
  if (!saved.ok) return no(saved.reason);
  if (!saved.panel) return done({ id: saved.id }, RESULT.noPanel);
  const account = saved.taskId ? await runNow(actor, saved.taskId, clock) : await lastWork(actor, saved.id);
  const message = account?.state === 'done' ? RESULT.created : panelError(account);
  return done({ id: saved.id }, message);
}

/** Changes a client here; creates the account where it is missing and sends nothing else. */
export async function editClient(actor: Actor, fields: ClientFields, clock: Clock): Promise<Answer> {
  const now = await clock();
  const before = await getClient(actor.resellerId, fields.id);
  if (!before || before.archivedAt) return no('absent');
  const values = valuesOf(actor, fields, before.expiresAt);
  if (!values) return no(actor.reseller.country === 'MZ' ? 'phone_mz' : 'phone');
  const input = {
    ...values,
    username: fields.username || before.username,
    ...(fields.password
      ? { password: fields.password }
      : await missingPassword(actor, before, fields.serverId, now)),
  };
  return updated(actor, await updateClient(actor, fields.id, input, now), clock);
}

/** Suspends or reactivates a client, on the panel too where the account is there. */
export async function switchClient(
  actor: Actor,
  { id, status }: { id: string; status: 'active' | 'suspended' },
  clock: Clock,
): Promise<Answer> {
  const saved = await setClientStatus(actor, id, status, await clock());
  const task = saved.ok && saved.taskId ? await taskNow(actor.resellerId, saved.taskId) : null;
  // One of before is on its way, and its end is not what was asked for now: this comes after it.
  if (task && task.wanted !== status) return done({ id }, RESULT.panelError(BEHIND));
  return updated(actor, saved, clock);
}

/** Creates the account that a client lacks on the panel, as saving the client would. */
export async function makeAccount(actor: Actor, { id }: { id: string }, clock: Clock): Promise<Answer> {
  const now = await clock();
  const before = await getClient(actor.resellerId, id);
  if (!before || before.archivedAt) return no('absent');
  const made = await missingPassword(actor, before, before.serverId, now);
  return updated(actor, await askForAccount(actor, id, made, now), clock);
}

/** A person pushes one piece of a client's account work on; it still begins with a reading of the panel. */
export async function retryAccount(
  actor: Actor,
  { id, taskId }: { id: string; taskId: string },
  clock: Clock,
): Promise<Answer> {
  if (!(await retryAccountWork(actor.resellerId, actor, id, await clock(), { taskId })))
    return no('nothing_open');
  const account = await runNow(actor, taskId, clock);
  return done({ id }, account?.state === 'done' ? RESULT.updatedOnPanel : panelError(account));
}

async function updated(actor: Actor, saved: Saved, clock: Clock): Promise<Answer> {
  if (!saved.ok) return no(saved.reason);
  if (!saved.taskId) return done({ id: saved.id }, RESULT.updated);
  const account = await runNow(actor, saved.taskId, clock);
  if (account?.state !== 'done') return done({ id: saved.id }, panelError(account));
  return done({ id: saved.id }, account.sent ? RESULT.updatedOnPanel : RESULT.updated);
}

/** Blank credentials are generated to the panel's rules; a generated username that is taken is made anew. */
async function createWithCredentials(
  actor: Actor,
  fields: ClientFields,
  values: ClientValues,
  now: Date,
): Promise<Saved> {
  const blank = !fields.username || !fields.password;
  const made = blank ? await credentialRulesOf(actor.resellerId, fields.serverId, now) : null;
  for (let tried = 1; ; tried++) {
    const username = fields.username || (made ? generateUsername(made.rules, randomInt) : '');
    const password = fields.password || (made ? generatePassword(made.rules, randomInt) : '');
    const usernameFrom = fields.username ? 'fixed' : made?.from;
    const passwordFrom = fields.password ? 'fixed' : made?.from;
    const credentials = { username, usernameFrom, password, passwordFrom };
    const saved = await createClient(actor, { ...values, id: fields.id, ...credentials }, now);
    const retry = !saved.ok && saved.reason === 'username_used' && !fields.username;
    if (!retry || tried === TRIES) return saved;
  }
}

/**
 * A password for the account that this edit is about to create, when the client never got one: an import may
 * leave it out. Null: the stored one stays.
 */
async function missingPassword(
  actor: Actor,
  before: ClientDetail,
  serverId: string,
  now: Date,
): Promise<{ password: string | null; passwordFrom?: CredentialSource }> {
  const stays = before.panelState === 'linked' && before.serverId === serverId;
  if (stays || (await hasPassword(actor.resellerId, before.id))) return { password: null };
  const { servers } = await clientChoices(actor.resellerId);
  if (servers.find((s) => s.id === serverId)?.panelType === 'none') return { password: null };
  const made = await credentialRulesOf(actor.resellerId, serverId, now);
  return { password: generatePassword(made.rules, randomInt), passwordFrom: made.from };
}

/** The account's work now, as long as a person waits. Null: it is still going on. */
async function runNow({ resellerId }: Actor, taskId: string, clock: Clock): Promise<TaskResult | null> {
  const patience = new AbortController();
  const { signal } = patience;
  const slow = wait(PATIENCE_MS, null, { signal }).catch(() => null);
  const run = runAccountTask(taskId, clock).catch((err: unknown) => {
    // The task's row is the truth: the tick takes it up again when its lease is over.
    log.error({ err, taskId }, 'account task failed');
    return null;
  });
  goesOn(run);
  try {
    return await Promise.race([run.then((result) => result ?? follow(resellerId, taskId, signal)), slow]);
  } finally {
    patience.abort();
  }
}

/** The worker may have woken first and hold the task: then its result is ours to tell. */
async function follow(
  resellerId: ResellerId,
  taskId: string,
  signal: AbortSignal,
): Promise<TaskResult | null> {
  while (!signal.aborted) {
    const task = await taskNow(resellerId, taskId);
    if (!task?.held) return task;
    await wait(LOOK_MS, null, { signal }).catch(() => null);
  }
  return null;
}

const lastWork = async (actor: Actor, id: string): Promise<TaskResult | null> => {
  const work = await accountWork(actor.resellerId, id);
  return work && { ...work, sent: false };
};

/** The form's fields as values; null when the phone is no number of the reseller's country. */
function valuesOf(actor: Actor, fields: ClientFields, before?: Date): ClientValues | null {
  const phone = fields.phone ? parsePhone(fields.phone, actor.reseller.country) : null;
  if (fields.phone && !phone) return null;
  const { name, serverId, planId, username } = fields;
  const expiresAt =
    before && !fields.expiresOn ? before : expiryOf(fields.expiresOn, actor.reseller.timezone, before);
  return {
    name,
    serverId,
    planId,
    username,
    phone,
    email: fields.email || null,
    notes: fields.notes || null,
    expiresAt,
  };
}

const panelError = (account: TaskResult | null) =>
  RESULT.panelError(account ? accountWords(account.state, account.reason, account.detail) : SLOW);

const no = (reason: ClientRefusal) => {
  const refusal: { message: string; fields?: Record<string, string> } = CLIENT_REFUSALS[reason];
  return refused(refusal.message, refusal.fields);
};
