import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const FAKE_PHONE_ID = '106540352242922';
export const FAKE_TOKEN = 'EAAfake-token-0123456789';
export const FAKE_APP_SECRET = 'fake-app-secret-0123456789abcdef';

/** How the next sends go: as wished, with one of Meta's error codes, or without an answer. */
type Play = 'ok' | 'reply_lost' | 'html' | { code: number; status?: number };

export type FakeCloud = {
  url: string;
  /** What reached a phone. */
  ledger: { to: string; text: string }[];
  calls: { method: string; path: string; authorization: string | undefined; body: unknown }[];
  play(how: Play): void;
  stop(): Promise<void>;
};

/** A double of graph.facebook.com's WhatsApp half (channels.md section 7): a real HTTP server with a ledger. */
export async function startFakeCloud({ port = 0, host = '127.0.0.1' } = {}): Promise<FakeCloud> {
  const fake: Pick<FakeCloud, 'ledger' | 'calls'> & { how: Play } = { ledger: [], calls: [], how: 'ok' };
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const { method = '', url = '' } = request;
    const authorization = request.headers.authorization;
    fake.calls.push({ method, path: url, authorization, body });
    if (authorization !== `Bearer ${FAKE_TOKEN}`) return failure(response, 190, 401);
    const number = /^\/v\d+\.\d+\/(\d+)(\/messages)?(\?.*)?$/.exec(url);
    if (number?.[1] !== FAKE_PHONE_ID) return failure(response, 100, 400);
    if (method === 'GET') return json(response, 200, { id: FAKE_PHONE_ID });
    if (fake.how === 'html') return void response.writeHead(502).end('<html>');
    if (typeof fake.how === 'object') return failure(response, fake.how.code, fake.how.status ?? 400);
    const { to, text } = body as { to?: string; text?: { body?: string } };
    if (!to || !text?.body) return failure(response, 100, 400);
    fake.ledger.push({ to, text: text.body });
    if (fake.how === 'reply_lost') return void response.destroy();
    json(response, 200, {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: to }],
      messages: [{ id: `wamid.FAKE${fake.ledger.length}`, message_status: 'accepted' }],
    });
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    ledger: fake.ledger,
    calls: fake.calls,
    play: (how) => {
      fake.how = how;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A delivery of Meta's with its signature over the very bytes. */
export function signedDelivery(value: object, secret = FAKE_APP_SECRET): { body: string; signature: string } {
  const metadata = { display_phone_number: '258840000001', phone_number_id: FAKE_PHONE_ID };
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } };
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [change] }],
  });
  return { body, signature: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
}

/** One text somebody wrote, as `value` of a change. */
export const heard = (id: string, from: string, text: string) => ({
  contacts: [{ profile: { name: 'Cliente' }, wa_id: from }],
  messages: [{ from, id, timestamp: '1763460000', type: 'text', text: { body: text } }],
});

const failure = (response: ServerResponse, code: number, status: number): void =>
  json(response, status, {
    error: { message: `(#${code}) refused`, type: 'OAuthException', code, fbtrace_id: 'fake' },
  });

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString() || '{}');
  } catch {
    return {};
  }
}
