import { randomBytes } from 'node:crypto';

/** Where a gateway posts what it hears, and the headers it was told to send along. */
export type Webhook = { url: string; headers: Record<string, string> };

export type Wish = {
  /** As the gateway's own id of the message; one of its own otherwise. */
  id?: string;
  text?: string;
  /** The author's number, digits with the country: `258845123456`; absent where WhatsApp shows only the id. */
  phone?: string;
  /** The author's own id, `123456789012345`. */
  lid?: string;
  /** A group's id; without it the message is private. */
  group?: string;
  name?: string;
  fromMe?: boolean;
  /** How the text travels. */
  as?: 'conversation' | 'extended' | 'caption' | 'edit' | 'reaction' | 'ephemeral' | 'quoting';
  instance?: string;
  /** Seconds since 1970; as a text where the gateway writes it so. */
  at?: number | string;
  /** How many times it is delivered, all at once. */
  times?: number;
};

/** What `POST /webhook/set` asks for (channels.md section 6). */
export function webhookOf(body: Record<string, unknown>): Webhook | null {
  const wanted = body.webhook as { url?: unknown; headers?: Record<string, string> } | undefined;
  return typeof wanted?.url === 'string' ? { url: wanted.url, headers: wanted.headers ?? {} } : null;
}

/** Posts a message to the webhook as often as wished, in parallel; answers the statuses. */
export function deliver({ url, headers }: Webhook, wish: Wish): Promise<number[]> {
  const body = JSON.stringify(upsertPayload(wish));
  return Promise.all(
    Array.from({ length: wish.times ?? 1 }, async () => {
      const request = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
      return (await fetch(url, request)).status;
    }),
  );
}

/** `messages.upsert` of Evolution 2.3.7: by number or by id, in a group or in private. */
export function upsertPayload(wish: Wish): object {
  const { phone, lid, group, id = newMessageId(), instance = 'loja1', text = '' } = wish;
  const number = phone && `${phone}@s.whatsapp.net`;
  const hidden = lid && `${lid}@lid`;
  const author = hidden ?? number ?? 'unknown';
  const key = group
    ? { remoteJid: group, participant: author, ...(hidden && number ? { participantAlt: number } : {}) }
    : { remoteJid: author, ...(hidden && number ? { remoteJidAlt: number } : {}) };
  return {
    ...{ event: 'messages.upsert', instance },
    data: {
      key: { ...key, id, fromMe: wish.fromMe ?? false, addressingMode: hidden ? 'lid' : 'pn' },
      ...{ pushName: wish.name ?? 'Cliente', status: 'DELIVERY_ACK', contextInfo: null },
      ...MESSAGES[wish.as ?? 'conversation'](text),
      ...{ messageTimestamp: wish.at ?? 1_763_460_000, instanceId: 'fake', source: 'android' },
    },
    ...{ destination: 'https://example.test', date_time: '2026-11-21T10:00:00.000Z' },
    ...{ sender: '258840000001@s.whatsapp.net', server_url: 'https://example.test', apikey: null },
  };
}

/** Never one that was used before, in this process or an earlier one: the second would be taken for a repeat. */
const newMessageId = () => `3EB0${randomBytes(8).toString('hex').toUpperCase()}`;

const MESSAGES: Record<NonNullable<Wish['as']>, (text: string) => object> = {
  conversation: (text) => ({ messageType: 'conversation', message: { conversation: text } }),
  extended: (text) => ({ messageType: 'extendedTextMessage', message: { extendedTextMessage: { text } } }),
  caption: (caption) => ({ messageType: 'imageMessage', message: { imageMessage: { caption } } }),
  edit: (text) => ({
    messageType: 'editedMessage',
    message: { editedMessage: { message: { protocolMessage: { editedMessage: { conversation: text } } } } },
  }),
  reaction: (text) => ({ messageType: 'reactionMessage', message: { reactionMessage: { text } } }),
  ephemeral: (text) => ({
    messageType: 'ephemeralMessage',
    message: { ephemeralMessage: { message: { extendedTextMessage: { text } } } },
  }),
  quoting: (text) => ({
    messageType: 'extendedTextMessage',
    message: {
      extendedTextMessage: { text: 'olha isto', contextInfo: { quotedMessage: { conversation: text } } },
    },
  }),
};
