'use server';
import { setTimeout as wait } from 'node:timers/promises';
import { revalidatePath } from 'next/cache';
import { after } from 'next/server';
import { action } from '@/app/action';
import type { Actor } from '@/lib/auth/rules';
import { log } from '@/lib/log';
import { type ActionResult, done, refused } from '@/lib/result';
import type { Probe } from '@/lib/servers/api';
import { restoreServer } from '@/lib/servers/archive/commands';
import { archiveServer, createServer, updateServer } from '@/lib/servers/commands';
import { closeCircuit } from '@/lib/servers/health/commands';
import { askPanel, mayTest, readPanel, testConnection } from '@/lib/servers/jobs';
import {
  archiveRefusal,
  probeSentence,
  readingSentence,
  SERVER_REFUSALS,
  TOO_MANY_TESTS,
} from '@/lib/servers/messages';
import { movePanel, tryMove } from '@/lib/servers/moved/jobs';
import { differenceWords } from '@/lib/servers/moved/messages';
import { connectionSchema, moveSchema, serverIdSchema, serverSchema } from '@/lib/servers/schema';
import { showProbe } from './shown';

/** A reading that takes longer goes on after the answer; the page shows it on its next look. */
const READ_WITHIN_MS = 4_000;
/** A refusal takes as long as an answer, so that its time tells nothing (attack S08). */
const TEST_AT_LEAST_MS = 300;

/** Adds or changes a server, then reads the panel's packages. */
export const saveServer = action('owner', serverSchema, async (actor, { id, ...input }, now) => {
  const written = id
    ? await updateServer(actor.resellerId, actor, id, input, now)
    : await createServer(actor.resellerId, actor, input, now);
  if (!written.ok) return refusal(written.reason);
  return saved(actor, written.id, now);
});

/** Puts a server at the panel's new address: the token was typed again, and what was held goes on. */
export const moveServer = action('owner', moveSchema, async (actor, moving, now) =>
  looking(actor, now, async () => {
    const moved = await movePanel(actor.resellerId, actor, moving, actor.reseller.timezone, now);
    if (moved.ok) return saved(actor, moving.id, now);
    return 'probe' in moved ? notMoved(moved.probe) : refusal(moved.reason);
  }),
);

/** Looks at a panel with the form's values, saved or not; changes nothing there. */
export const testServer = action('owner', connectionSchema, async (actor, input, now) =>
  looking(actor, now, async () => {
    const probe = await testConnection(actor.resellerId, input, actor.reseller.timezone, now);
    if (probe === 'token_needed') return refusal('new_address_needs_token');
    if (!probe.ok) return notFound(probe);
    if (input.id) revalidatePath(`/servers/${input.id}`);
    return done(showProbe(input.panel.username, probe));
  }),
);

/** Tries the wizard's new address with the token typed for it, and tells how it differs from the old one. */
export const testMove = action('owner', moveSchema, async (actor, moving, now) =>
  looking(actor, now, async () => {
    const tried = await tryMove(actor.resellerId, moving, actor.reseller.timezone, now);
    if (!tried.ok) return tried.probe ? notMoved(tried.probe) : refusal('absent');
    const { user, probe } = tried;
    const warnings = tried.differences.map((difference) => differenceWords(difference, user));
    return done({ probe: showProbe(user, probe), warnings });
  }),
);

/** Reads the packages again. */
export const refreshPackages = action('owner', serverIdSchema, async (actor, { id }, now) =>
  looking(actor, now, async () => {
    const probe = await askPanel(actor.resellerId, id, now);
    revalidatePath('/', 'layout');
    if (!probe) return refusal('absent');
    return probe.ok ? done(undefined, readingSentence(probe)) : refused(probeSentence(probe));
  }),
);

/** Closes the circuit after a good look: what was held goes on. */
export const reopenPanel = action('owner', serverIdSchema, async (actor, { id }, now) =>
  looking(actor, now, async () => {
    const probe = await askPanel(actor.resellerId, id, now);
    const reopened = probe?.ok && (await closeCircuit(actor.resellerId, actor, id, now));
    revalidatePath('/', 'layout');
    if (!probe) return refusal('absent');
    if (!probe.ok) return refused(`O painel continua sem atender. ${probeSentence(probe)}`);
    const how = reopened ? 'Painel reaberto.' : 'O painel atende.';
    return done(undefined, `${how} O que estava em espera continua agora.`);
  }),
);

/** Takes a server out of use. */
export const putServerAway = action('owner', serverIdSchema, async (actor, { id }, now) => {
  const archived = await archiveServer(actor.resellerId, actor, id, now);
  if (!archived.ok) {
    return 'clients' in archived
      ? refused(archiveRefusal(archived.clients, archived.plans))
      : refusal('absent');
  }
  revalidatePath('/', 'layout');
  return done(undefined, 'Servidor arquivado.');
});

/** Puts an archived server back into use. */
export const bringServerBack = action('owner', serverIdSchema, async (actor, { id }, now) => {
  if (!(await restoreServer(actor, id, now))) return refusal('absent');
  revalidatePath('/', 'layout');
  return done(undefined, 'Servidor restaurado.');
});

async function saved(actor: Actor, id: string, now: Date): Promise<ActionResult<{ id: string }>> {
  const reading = readPanel(actor.resellerId, id, now).catch((err: unknown) => {
    log.error({ err, server: id }, 'packages not read after saving');
    return null;
  });
  after(() => reading);
  const probe = await Promise.race([reading, wait(READ_WITHIN_MS, null, { ref: false })]);
  revalidatePath('/', 'layout');
  return done({ id }, ['Servidor salvo.', probe && readingSentence(probe)].filter(Boolean).join(' '));
}

async function looking<T>(
  actor: Actor,
  now: Date,
  look: () => Promise<ActionResult<T>>,
): Promise<ActionResult<T>> {
  const [answer] = await Promise.all([
    mayTest(actor.userId, now).then((turn) => (turn.allowed ? look() : refused(TOO_MANY_TESTS))),
    wait(TEST_AT_LEAST_MS),
  ]);
  return answer;
}

/** A forbidden address is said beside its field, as when it is saved. */
const notFound = (probe: Extract<Probe, { ok: false }>) =>
  probe.trace.reason === 'address_refused' ? refusal('address_refused') : refused(probeSentence(probe));

/** The wizard's own field stands above: there the token is mended. */
const notMoved = (probe: Extract<Probe, { ok: false }>) =>
  probe.trace.reason === 'bad_token' ? refusal('token_refused_there') : notFound(probe);

const refusal = (reason: keyof typeof SERVER_REFUSALS) => {
  const { message, ...rest } = SERVER_REFUSALS[reason];
  return refused(message, 'fields' in rest ? { ...rest.fields } : undefined);
};
