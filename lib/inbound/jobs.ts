import 'server-only';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { queueDirect } from '@/lib/channels/direct/commands';
import { appSecretOf, gatewayRow } from '@/lib/channels/gateways/queries';
import { recordDelivery } from '@/lib/channels/sending/commands';
import { runCommand } from '@/lib/console/commands';
import { hmac, sameSecret } from '@/lib/crypto';
import { env } from '@/lib/env';
import { adminRights } from '@/lib/groups/admins/queries';
import { groupByJid } from '@/lib/groups/queries';
import { resellerOfKey } from '@/lib/keys/commands';
import { limit } from '@/lib/limits/commands';
import { log } from '@/lib/log';
import { runInboundEvent } from '@/lib/mercadopago/inbound/jobs';
import { formatPhone } from '@/lib/phone';
import { takePasted } from '@/lib/receipts/commands';
import { cloudPieces } from './cloud/api';
import { closeEvent, type EventRow, failEvent, holdEvent, keepPieces, waitWith } from './commands';
import { evolutionPieces } from './evolution/api';
import { learnAuthor } from './identities/commands';
import { placeOf, providerOf, readEvent } from './queries';
import { ADMIN_ANSWERS, ANSWERS, countsFrom, type Incoming, STATUS_AGAIN_MS } from './rules';

type Clock = () => Date | Promise<Date>;
type Received = 200 | 400 | 401 | 404;

/** The secret of the header that Evolution is told to send along: made of the key in the address. */
export const evolutionSecret = (key: string): string => hmac(key, 'evolution webhook').slice(0, 32);

/**
 * Takes a delivery of Evolution's in: whose it is by the key in its address. A wrong `Authorization` refuses it;
 * without one the key suffices (docs/decisions/0021).
 */
export async function receiveEvolution(
  key: string,
  authorization: string | null,
  body: Buffer,
  now: Date,
): Promise<Received> {
  const resellerId = await resellerOfKey('evolution', key, now);
  if (!resellerId) return 404;
  if (authorization !== null && !sameSecret(authorization, `Bearer ${evolutionSecret(key)}`)) return 401;
  return keep(resellerId, 'evolution', evolutionPieces(parsed(body)), now);
}

/** Meta's handshake: its challenge when it knows the key, else null. */
export async function greetCloud(key: string, query: URLSearchParams, now: Date): Promise<string | null> {
  const challenge = query.get('hub.challenge');
  const token = query.get('hub.verify_token');
  if (query.get('hub.mode') !== 'subscribe' || !challenge || !token) return null;
  const known = sameSecret(token, key) && (await resellerOfKey('cloud', key, now)) !== null;
  return known ? challenge.slice(0, 500) : null;
}

/** Takes a delivery of Meta's in: genuine by the signature over its bytes, looked at before anything is read. */
export async function receiveCloud(
  key: string,
  signature: string | null,
  body: Buffer,
  now: Date,
): Promise<Received> {
  const resellerId = await resellerOfKey('cloud', key, now);
  if (!resellerId) return 404;
  const secret = await appSecretOf(resellerId);
  if (!secret || !signature || !sameSecret(signature, `sha256=${hmac(secret, body)}`)) return 401;
  return keep(resellerId, 'cloud', cloudPieces(parsed(body)), now);
}

/** Works on one event, whichever system told us of it; null when another has it or it is done. */
export async function runInbound(id: string, clock: Clock): Promise<string | null> {
  const provider = await providerOf(id);
  if (provider === null) return null;
  if (provider === 'mercadopago') return runInboundEvent(id, clock);
  const now = await clock();
  try {
    return await database().transaction(async (tx) => {
      const event = await holdEvent(tx, id, now);
      return event && work(tx, event, now);
    });
  } catch (err) {
    // Nothing was kept of what it did. Some other row's lock may be gone the next time.
    await failEvent(id, now);
    throw err;
  }
}

/**
 * What one event means. Its effect, the answer in the outbox and its `done` are one transaction, so that a
 * message acts once however often it is delivered, and a death in between leaves it to be worked on whole.
 */
async function work(tx: Executor, event: EventRow, now: Date): Promise<string> {
  const incoming = readEvent(event);
  const gateway = await gatewayRow(event.resellerId, tx);
  const foreign = incoming && gateway?.kind === event.provider && gateway.instance !== incoming.instance;
  if (!incoming || foreign) return close(tx, event, 'ignored', foreign ? 'other_instance' : 'nothing');
  return incoming.kind === 'status' ? settle(tx, event, incoming, now) : answer(tx, event, incoming, now);
}

type Of<K extends Incoming['kind']> = Extract<Incoming, { kind: K }>;

async function answer(tx: Executor, event: EventRow, said: Of<'message'>, now: Date): Promise<string> {
  const { resellerId } = event;
  const phone = await learnAuthor(tx, resellerId, said.author, now);
  if (!env().SISTEMA_PACOTES_ENABLED) return close(tx, event, 'ignored', 'disabled');
  const group = said.group ? await groupByJid(tx, resellerId, said.chat) : null;
  if (said.group && !group) return close(tx, event, 'ignored', 'unregistered_group');
  // Somebody known by a name alone cannot be answered.
  if (!said.chat) return close(tx, event, 'ignored', 'no_sender');
  const groupId = group?.id ?? null;
  const rights = await adminRights(tx, resellerId, phone);
  const who = {
    ...{ resellerId, phone, groupId, global: rights.all, place: await placeOf(tx, resellerId) },
    admin: rights.all || (groupId ? rights.groups.includes(groupId) : rights.groups.length > 0),
    doer: { resellerId, userId: null, userName: nameOf(said, phone) },
    writtenAt: countsFrom(said.writtenAt, now),
  };
  const pasted = { resellerId, groupId, author: phone, text: said.text, subjectId: event.id };
  const command = await runCommand(tx, who, said.text, now);
  const body = command ? command.text : await takePasted(tx, pasted, now);
  if (body === null) return close(tx, event, 'ignored', 'no_command');
  if (command?.counted) {
    // A number sends one message in ten seconds: who asks without end must not keep the others waiting.
    const author = `${resellerId}/${phone ?? said.author.lid ?? said.chat}`;
    const { allowed } = await limit('whatsapp-answers', author, who.admin ? ADMIN_ANSWERS : ANSWERS, now, tx);
    if (!allowed) return close(tx, event, 'ignored', 'too_many');
  }
  const kind = command && !command.acted ? 'reply' : 'outcome';
  // An id that hides a number is answered as it is: the gateway knows it.
  const to = phone && !said.group ? { phone } : { chat: said.chat };
  await queueDirect(tx, { resellerId, kind, subjectId: event.id, to, body }, now);
  return close(tx, event, 'done', 'answered');
}

/** What became of a message of ours. Its own send may not have been answered yet: then once more, later. */
async function settle(tx: Executor, event: EventRow, heard: Of<'status'>, now: Date): Promise<string> {
  const { providerId, status, reason } = heard;
  const found = await recordDelivery(tx, event.resellerId, { providerId, status, reason }, now);
  if (found) return close(tx, event, 'done', status);
  if (event.failures > 0) return close(tx, event, 'ignored', 'not_ours');
  await waitWith(tx, event, new Date(now.getTime() + STATUS_AGAIN_MS));
  return 'waiting';
}

async function close(
  tx: Executor,
  event: EventRow,
  state: 'done' | 'ignored',
  reason: string,
): Promise<string> {
  await closeEvent(tx, event, state, reason);
  log.info({ event: event.id, provider: event.provider, reason }, 'inbound');
  return reason;
}

async function keep(
  resellerId: ResellerId,
  provider: 'evolution' | 'cloud',
  pieces: ReturnType<typeof evolutionPieces>,
  now: Date,
): Promise<Received> {
  if (!pieces) return 400;
  await keepPieces(resellerId, provider, pieces, now);
  return 200;
}

const nameOf = ({ author }: Of<'message'>, phone: string | null): string =>
  ['WhatsApp', phone ? formatPhone(phone) : author.name].filter(Boolean).join(' · ');

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
