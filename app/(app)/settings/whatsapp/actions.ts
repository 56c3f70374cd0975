'use server';
import { setTimeout as wait } from 'node:timers/promises';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { disconnectGateway } from '@/lib/channels/gateways/commands';
import { connectGateway, mayAskGateway, testGateway } from '@/lib/channels/evolution/jobs';
import { gatewaySchema, noInput } from '@/lib/channels/evolution/schema';
import { REASON_WORDS, reasonWords } from '@/lib/channels/messages';
import type { Connection } from '@/lib/channels/rules';
import { type ActionResult, done, refused } from '@/lib/result';

/** A refusal takes as long as an answer, so that its time tells nothing (attack S08). */
const AT_LEAST_MS = 300;
const TOO_MANY = 'Muitas tentativas seguidas. Espere um minuto e tente de novo.';
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
    revalidatePath('/', 'layout');
    return done(undefined, savedWords(connection));
  }),
);

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
