'use server';
import { setTimeout as wait } from 'node:timers/promises';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { siteOrigin } from '@/app/site-origin';
import { connectCloud, testCloud } from '@/lib/channels/cloud/jobs';
import { cloudSchema } from '@/lib/channels/cloud/schema';
import { connectGateway, mayAskGateway, pointWebhook, testGateway } from '@/lib/channels/evolution/jobs';
import { gatewaySchema, noInput } from '@/lib/channels/evolution/schema';
import { disconnectGateway } from '@/lib/channels/gateways/commands';
import { REASON_WORDS, reasonWords } from '@/lib/channels/messages';
import type { Connection } from '@/lib/channels/rules';
import { kindSchema } from '@/lib/channels/schema';
import { evolutionSecret } from '@/lib/inbound/jobs';
import { keyFor, renewKey } from '@/lib/keys/commands';
import { type ActionResult, done, refused } from '@/lib/result';

/** A refusal takes as long as an answer, so that its time tells nothing (attack S08). */
const AT_LEAST_MS = 300;
const TOO_MANY = 'Muitas tentativas seguidas. Espere um minuto e tente de novo.';
const TOKEN_NEEDED = 'Cole o token de acesso da Meta.';
const SECRET_NEEDED = 'Cole a chave secreta do app da Meta.';
const KEY_NEEDED = 'O endereço mudou: digite a chave de novo.';

/** Looks at the gateway with the form's values, saved or not; changes nothing. */
export const test = action('owner', gatewaySchema, async (actor, input, now) =>
  asking(actor.userId, now, async () => {
    const connection = await testGateway(actor.resellerId, input);
    if (!connection) return keyNeeded();
    if (connection.reason === 'address_refused') return addressRefused();
    if (connection.state === 'open') return done(undefined, 'Conexão certa: o celular está conectado.');
    return refused(reasonWords(connection.reason) ?? 'A Evolution não respondeu.');
  }),
);

/** Keeps the connection, whatever state it is in: the page shows it. */
export const save = action('owner', gatewaySchema, async (actor, input, now) =>
  asking(actor.userId, now, async () => {
    const connection = await connectGateway(actor, input, now);
    if (!connection) return keyNeeded();
    if (connection.reason === 'address_refused') return addressRefused();
    if (connection.reason === 'other_gateway') return refused(REASON_WORDS.other_gateway);
    revalidatePath('/', 'layout');
    return done(undefined, savedWords(connection));
  }),
);

/** Looks at Meta's number with the form's values, saved or not; changes nothing. */
export const testMeta = action('owner', cloudSchema, async (actor, input, now) =>
  asking(actor.userId, now, async () => {
    const connection = await testCloud(actor.resellerId, input);
    if (!connection) return refused(CHECK, { token: TOKEN_NEEDED });
    if (connection.state === 'open') return done(undefined, 'Conexão certa: a Meta abriu o número.');
    return refused(reasonWords(connection.reason) ?? 'A Meta não respondeu.');
  }),
);

/** Keeps the connection to Meta, whatever state it is in: the page shows it. */
export const saveMeta = action('owner', cloudSchema, async (actor, input, now) =>
  asking(actor.userId, now, async () => {
    const connection = await connectCloud(actor, input, now);
    if (!connection) {
      return input.token
        ? refused(CHECK, { appSecret: SECRET_NEEDED })
        : refused(CHECK, { token: TOKEN_NEEDED });
    }
    if (connection.reason === 'other_gateway') return refused(REASON_WORDS.other_gateway);
    revalidatePath('/', 'layout');
    return done(undefined, savedWords(connection));
  }),
);

/** Asks the connected Evolution to tell us what it hears. */
export const listen = action('owner', noInput, async (actor, _, now) =>
  asking(actor.userId, now, async () => {
    const key = await keyFor(actor.resellerId, 'evolution');
    const url = `${await siteOrigin()}/api/webhooks/evolution/${key}`;
    const refusal = await pointWebhook(actor.resellerId, {
      url,
      authorization: `Bearer ${evolutionSecret(key)}`,
    });
    return refusal
      ? refused(`A Evolution não aceitou o webhook. ${reasonWords(refusal) ?? ''}`.trim())
      : done(undefined, 'Webhook ligado: as mensagens dos grupos chegam aqui.');
  }),
);

/** A new address for what a gateway posts; the old one answers nobody from now on. */
export const renewAddress = action('owner', kindSchema, async (actor, { kind }, now) => {
  await renewKey(actor, kind, now);
  revalidatePath('/settings/whatsapp');
  return done(undefined, 'Webhook trocado. Configure o novo na Evolution ou na Meta.');
});

/** Forgets the gateway; messages go by hand again. */
export const disconnect = action('owner', noInput, async (actor, _, now) => {
  const gone = await disconnectGateway(actor, now);
  revalidatePath('/', 'layout');
  return gone
    ? done(undefined, 'WhatsApp desconectado. As mensagens na fila ficaram para enviar à mão.')
    : refused('Nenhum WhatsApp está conectado.');
});

const CHECK = 'Confira os campos destacados.';
const keyNeeded = () => refused(CHECK, { apiKey: KEY_NEEDED });
const addressRefused = () => refused(CHECK, { baseUrl: REASON_WORDS.address_refused });

const savedWords = ({ state, reason }: Connection): string =>
  state === 'open'
    ? 'WhatsApp conectado.'
    : `Conexão salva, mas ainda não envia. ${reasonWords(reason) ?? ''}`;

async function asking(userId: string, now: Date, ask: () => Promise<ActionResult>): Promise<ActionResult> {
  const [answer] = await Promise.all([
    mayAskGateway(userId, now).then((turn) => (turn.allowed ? ask() : refused(TOO_MANY))),
    wait(AT_LEAST_MS),
  ]);
  return answer;
}
