import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliver, type Webhook, type Wish, webhookOf } from './fake-inbound';

/**
 * A double of Evolution API 2.3.7 (channels.md section 6): a real HTTP server with a ledger of what it sent
 * and variants of how it fails. `POST /__control {variant}` changes it, `GET /__ledger` reads it, and
 * `POST /__deliver {text, …}` has a message come in at the webhook that was set.
 */
export async function startFakeEvolution({ port = 0, host = '127.0.0.1' } = {}): Promise<FakeEvolution> {
  const fake: FakeState = {
    variant: 'ok',
    calls: [],
    ledger: [],
    hanging: new Set(),
    webhook: null,
    groups: new Set(),
  };
  const server = createServer((request, response) => {
    answer(fake, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    ledger: fake.ledger,
    calls: fake.calls,
    deliver: (wish) => hear(fake, wish),
    play: (variant) => {
      fake.variant = variant;
    },
    stop: () => stop(server, fake),
  };
}

/** How the fake behaves. `reply_lost` sends the message and never answers; `request_lost` does neither. */
const VARIANTS = [
  'ok',
  'closed',
  'connecting',
  'closes_on_send',
  'unauthorized_on_send',
  'license',
  'v1',
  'not_on_whatsapp',
  'bad_request',
  'reply_lost',
  'request_lost',
  'cut_after_send',
  'html',
  'no_id',
  'server_error',
  'too_many',
  'moved',
] as const;
export type Variant = (typeof VARIANTS)[number];

export const FAKE_KEY = 'evolution-test-key-7f2c';
export const FAKE_INSTANCE = 'loja1';

export type FakeEvolution = {
  url: string;
  /** What reached a phone. */
  ledger: { number: string; text: string }[];
  /** Every request: method, path and the key it carried. */
  calls: { method: string; path: string; apikey: string | undefined }[];
  /** A message reaches the phone: posted to the webhook as Evolution does; answers each delivery's status. */
  deliver(wish: Wish): Promise<number[]>;
  play(variant: Variant): void;
  stop(): Promise<void>;
};

type FakeState = Pick<FakeEvolution, 'ledger' | 'calls'> & {
  variant: Variant;
  webhook: Webhook | null;
  /** The groups that wrote, and so those its phone is in. */
  groups: Set<string>;
  hanging: Set<ServerResponse>;
};

async function answer(fake: FakeState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const body = await bodyOf(request);
  if (path === '/__ledger') return json(response, 200, fake.ledger);
  if (path === '/__control') {
    const wanted = VARIANTS.find((v) => v === body.variant);
    if (wanted) fake.variant = wanted;
    return json(response, wanted ? 200 : 400, { variant: fake.variant });
  }
  if (path === '/__deliver') return json(response, 200, await hear(fake, body as Wish));
  const apikey = request.headers.apikey?.toString();
  fake.calls.push({ method: request.method ?? '', path, apikey });
  if (fake.variant === 'license')
    return json(response, 503, { error: 'service not activated', code: 'LICENSE_REQUIRED' });
  if (fake.variant === 'moved') return redirect(response);
  if (fake.variant === 'html') return html(response);
  // The instance is looked up before the key is checked.
  if (path.split('/').pop() !== FAKE_INSTANCE)
    return failure(response, 404, 'Not Found', ['The "x" instance does not exist']);
  if (apikey !== FAKE_KEY) return failure(response, 401, 'Unauthorized', 'Unauthorized');
  if (path.startsWith('/instance/connectionState/')) return connectionState(fake, response);
  if (path.startsWith('/message/sendText/') && request.method === 'POST') return send(fake, body, response);
  if (path.startsWith('/group/fetchAllGroups/'))
    return json(
      response,
      200,
      [...fake.groups].map((id) => ({ id, subject: `Grupo ${id.slice(-9, -5)}`, size: 3 })),
    );
  if (path.startsWith('/webhook/set/') && request.method === 'POST') {
    fake.webhook = webhookOf(body);
    return fake.webhook ? json(response, 201, body) : failure(response, 400, 'Bad Request', ['webhook']);
  }
  return failure(response, 404, 'Not Found', [`Cannot ${request.method} ${path}`]);
}

function hear(fake: FakeState, wish: Wish): Promise<number[]> {
  if (!fake.webhook) throw new Error('No webhook is set at this gateway');
  if (wish.group) fake.groups.add(wish.group);
  return deliver(fake.webhook, wish);
}

function connectionState({ variant }: FakeState, response: ServerResponse): void {
  const state = variant === 'closed' ? 'close' : variant === 'connecting' ? 'connecting' : 'open';
  json(response, 200, { instance: { instanceName: FAKE_INSTANCE, state } });
}

function send(fake: FakeState, body: Record<string, unknown>, response: ServerResponse): void {
  const number = String(body.number ?? '');
  const text = String(body.text ?? '');
  const refusal = refusalOf(fake.variant, number);
  if (refusal) failure(response, ...refusal);
  else if (fake.variant === 'request_lost') fake.hanging.add(response);
  else {
    fake.ledger.push({ number, text });
    confirm(fake, { number, text }, response);
  }
}

function refusalOf(variant: Variant, number: string): [number, string, unknown] | null {
  switch (variant) {
    case 'unauthorized_on_send':
      return [401, 'Unauthorized', 'Unauthorized'];
    case 'v1':
      return [
        500,
        'Internal Server Error',
        ["TypeError: Cannot read properties of undefined (reading 'textMessage')"],
      ];
    case 'not_on_whatsapp':
      return [400, 'Bad Request', [{ jid: `${number}@s.whatsapp.net`, exists: false, number }]];
    case 'bad_request':
      return [400, 'Bad Request', ['text is required']];
    case 'too_many':
      return [429, 'Too Many Requests', ['slow down']];
    case 'server_error':
      return [500, 'Internal Server Error', ['Error: Connection Closed']];
    default:
      return null;
  }
}

function confirm(fake: FakeState, sent: { number: string; text: string }, response: ServerResponse): void {
  if (fake.variant === 'reply_lost') fake.hanging.add(response);
  else if (fake.variant === 'cut_after_send') response.destroy();
  else if (fake.variant === 'no_id') json(response, 201, { status: 'PENDING' });
  else {
    if (fake.variant === 'closes_on_send') fake.variant = 'closed';
    json(response, 201, {
      key: { remoteJid: `${sent.number}@s.whatsapp.net`, fromMe: true, id: `3EB0${fake.ledger.length}` },
      status: 'PENDING',
      message: { conversation: sent.text },
      messageType: 'conversation',
      messageTimestamp: 1_763_460_000,
    });
  }
}

const failure = (response: ServerResponse, status: number, error: string, message: unknown): void =>
  json(response, status, { status, error, response: { message } });

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function html(response: ServerResponse): void {
  response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>Bad gateway</h1></html>');
}

function redirect(response: ServerResponse): void {
  response.writeHead(301, { location: 'https://outro.exemplo.com/' }).end();
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

async function stop(server: Server, fake: FakeState): Promise<void> {
  for (const response of fake.hanging) response.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
