import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A double of Mercado Pago's payments (channels.md section 8): a real HTTP server with the payments it made
 * and variants of how it fails. `reply_lost` makes the payment and never answers.
 */
export async function startFakeMercadopago({ port = 0, host = '127.0.0.1' } = {}): Promise<FakeMercadopago> {
  const state: State = {
    variant: 'ok',
    payments: new Map(),
    byKey: new Map(),
    calls: [],
    hanging: new Set(),
  };
  const server = createServer((request, response) => {
    answer(state, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    payments: state.payments,
    calls: state.calls,
    play: (variant) => {
      state.variant = variant;
    },
    change: (id, change) => {
      Object.assign(state.payments.get(id) ?? {}, change);
    },
    stop: async () => {
      for (const response of state.hanging) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Variant = 'ok' | 'down' | 'refuses' | 'reply_lost' | 'html' | 'no_code';
export const FAKE_TOKEN = 'APP_USR-canary-token-0d4f';

type FakePayment = Record<string, unknown> & { id: number; status: string };
export type FakeMercadopago = {
  url: string;
  payments: Map<string, FakePayment>;
  calls: { method: string; path: string; key: string | undefined }[];
  play(variant: Variant): void;
  change(id: string, change: Record<string, unknown>): void;
  stop(): Promise<void>;
};

type State = Pick<FakeMercadopago, 'payments' | 'calls'> & {
  variant: Variant;
  byKey: Map<string, FakePayment>;
  hanging: Set<ServerResponse>;
};

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const body = await bodyOf(request);
  const key = request.headers['x-idempotency-key']?.toString();
  state.calls.push({ method: request.method ?? '', path, key });
  if (state.variant === 'down') return json(response, 500, { message: 'internal_error', status: 500 });
  if (state.variant === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>manutenção</html>');
    return;
  }
  if (!request.headers.authorization?.startsWith(`Bearer ${FAKE_TOKEN}`))
    return json(response, 401, { message: 'invalid access token', status: 401 });
  if (path === '/users/me') return json(response, 200, { id: 1, nickname: 'LOJADETESTE', site_id: 'MLB' });
  if (request.method === 'POST' && path === '/v1/payments') return create(state, key, body, response);
  const found = state.payments.get(path.replace('/v1/payments/', ''));
  return found
    ? json(response, 200, found)
    : json(response, 404, { message: 'Payment not found', status: 404 });
}

function create(
  state: State,
  key: string | undefined,
  body: Record<string, unknown>,
  response: ServerResponse,
): void {
  const refusal = !key
    ? 'Header X-Idempotency-Key can’t be null'
    : state.variant === 'refuses' && 'Collector user without key enabled for QR';
  if (!key || refusal) json(response, 400, { message: refusal, status: 400 });
  else confirm(state, madeUnder(state, key, body), response);
}

function madeUnder(state: State, key: string, body: Record<string, unknown>): FakePayment {
  const made = state.byKey.get(key) ?? paymentFor(state, body);
  state.byKey.set(key, made);
  state.payments.set(String(made.id), made);
  return made;
}

function confirm({ variant, hanging }: State, made: FakePayment, response: ServerResponse): void {
  const { point_of_interaction, ...rest } = made;
  if (variant === 'reply_lost') hanging.add(response);
  else json(response, 201, variant === 'no_code' ? rest : { ...rest, point_of_interaction });
}

const paymentFor = (state: State, body: Record<string, unknown>): FakePayment => ({
  id: 5_466_310_457 + state.payments.size,
  status: 'pending',
  status_detail: 'pending_waiting_transfer',
  date_approved: null,
  date_of_expiration: body.date_of_expiration,
  payment_type_id: 'bank_transfer',
  currency_id: 'BRL',
  transaction_amount: body.transaction_amount,
  transaction_amount_refunded: 0,
  external_reference: body.external_reference,
  point_of_interaction: {
    type: 'PIX',
    transaction_data: {
      qr_code: `00020126580014br.gov.bcb.pix0136b76aa9c2-2ec4-4110-954e-ebfe34f05b61520400005303986${state.payments.size}6304AAAA`,
    },
  },
});

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return { ...JSON.parse(Buffer.concat(chunks).toString() || '{}') };
  } catch {
    return {};
  }
}
