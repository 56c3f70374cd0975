import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeBook, FakeScript } from './fake-script';

/**
 * How a sheet misbehaves (faults F42–F47). `before`: nothing is written; `after`: the row is written, then this.
 * `hop`: the POST ran and the redirect to the second host leads nowhere.
 */
type Fault = {
  kind:
    | 'html'
    | 'quota'
    | 'too_many'
    | 'lock'
    | 'refuse'
    | 'server_error'
    | 'empty'
    | 'cut'
    | 'hang'
    | 'hop'
    | 'elsewhere';
  when?: 'before' | 'after';
  /** How many inserts it hits; for ever by default. */
  times?: number;
  /** Only inserts of this reference. */
  reference?: string;
  /** Questions (`action`) too. */
  actions?: boolean;
};

export type FakeSheets = {
  /** Each book's own address. */
  orders: string;
  payments: string;
  host: string;
  scripts: Record<FakeBook, FakeScript>;
  /** Every request, in order. */
  calls: { book: FakeBook; action: string; reference: string }[];
  /** Posts at once: now, and at most so far. */
  load: Record<FakeBook, { now: number; peak: number }>;
  /** References of which two inserts were under way at once. */
  overlaps: string[];
  delayMs: number;
  /** Google answers a POST with a redirect to where the answer is fetched. */
  redirect: boolean;
  /** Executions at once before the rest gets an error page. */
  mostAtOnce: number;
  play(fault: Fault | null): void;
  stop(): Promise<void>;
};

/**
 * Two Google sheets as one real HTTP server. `POST /__control {fault, delayMs, redirect, lock, plain}` changes it,
 * `GET /__ledger` reads what stands in it.
 */
export async function startFakeSheets({ port = 0, host = '127.0.0.1' } = {}): Promise<FakeSheets> {
  const state: State = {
    ...{ faults: [], hanging: new Set(), answers: new Map(), running: new Map() },
    scripts: { orders: new FakeScript('orders'), payments: new FakeScript('payments') },
    ...{ calls: [], overlaps: [], delayMs: 0, redirect: false, mostAtOnce: 30 },
    load: { orders: { now: 0, peak: 0 }, payments: { now: 0, peak: 0 } },
    ...{ orders: '', payments: '', host: '' },
    play: (fault) => {
      state.faults = fault ? [{ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY }] : [];
    },
    stop: () => stop(server, state),
  };
  const server = createServer((request, response) => {
    response.on('error', () => {});
    serve(state, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  state.host = `${host}:${(server.address() as AddressInfo).port}`;
  state.orders = `http://${state.host}/macros/s/orders7f2c/exec`;
  state.payments = `http://${state.host}/macros/s/payments7f2c/exec`;
  return state;
}

type State = FakeSheets & {
  faults: (Fault & { left: number })[];
  hanging: Set<ServerResponse>;
  answers: Map<string, unknown>;
  running: Map<string, number>;
};

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const body = await bodyOf(request);
  if (path.startsWith('/__')) return control(state, path, body, response);
  if (path.startsWith('/echo/')) return say(response, state.answers.get(path));
  const book = path.includes('/orders') ? 'orders' : path.includes('/payments') ? 'payments' : null;
  if (!book || request.method !== 'POST') return page(response, 404, 'Página não encontrada');
  const reference = body.action ? '' : String(body.transacao ?? '').split('|')[0] || '';
  state.calls.push({ book, action: String(body.action ?? ''), reference });
  const load = state.load[book];
  load.now++;
  load.peak = Math.max(load.peak, load.now);
  enter(state, book, reference);
  try {
    if (load.now > state.mostAtOnce)
      return page(response, 200, 'Error: Too many simultaneous invocations: Spreadsheets');
    await sleep(state.delayMs);
    await execute(state, book, reference, body, response);
  } finally {
    load.now--;
    leave(state, book, reference);
  }
}

async function execute(
  state: State,
  book: FakeBook,
  reference: string,
  body: Record<string, unknown>,
  response: ServerResponse,
): Promise<void> {
  const fault = faultFor(state, reference, Boolean(body.action));
  if (fault && (fault.when ?? 'before') === 'before' && fault.kind !== 'hop')
    return misbehave(state, fault, response);
  const answer = await state.scripts[book].run(body);
  if (fault?.kind === 'hop') return redirect(response, `http://${state.host}/echo/gone`, state, 'cut');
  if (fault) return misbehave(state, fault, response);
  if (!state.redirect) return say(response, answer);
  const path = `/echo/${state.calls.length}-${state.answers.size}`;
  state.answers.set(path, answer);
  redirect(response, `http://${state.host}${path}`, state, null);
}

function faultFor(state: State, reference: string, asks: boolean): Fault | null {
  const fault = state.faults.find(
    (f) => f.left > 0 && (f.actions || !asks) && (!f.reference || f.reference === reference),
  );
  if (!fault) return null;
  fault.left--;
  return fault;
}

function misbehave(state: State, { kind }: Fault, response: ServerResponse): void {
  if (kind === 'html') page(response, 200, 'Erro desconhecido. Tente novamente mais tarde.');
  else if (kind === 'quota') page(response, 200, 'Service invoked too many times for one day: urlfetch.');
  else if (kind === 'too_many') page(response, 429, 'Too many requests');
  else if (kind === 'server_error') page(response, 500, 'Internal error');
  else if (kind === 'lock')
    say(response, { success: false, error: 'Exception: Lock timeout: tempo esgotado' });
  else if (kind === 'refuse') say(response, { success: false, error: 'Número fora da lista permitida' });
  else if (kind === 'empty') response.writeHead(200).end();
  else if (kind === 'elsewhere') redirect(response, 'http://127.0.0.1:9/outro', state, null);
  else if (kind === 'hang') state.hanging.add(response);
  else response.destroy();
}

function redirect(response: ServerResponse, to: string, state: State, then: 'cut' | null): void {
  if (then === 'cut') state.answers.set('/echo/gone', undefined);
  response.writeHead(302, { location: to }).end();
}

function say(response: ServerResponse, answer: unknown): void {
  if (answer === undefined) response.destroy();
  else if (typeof answer === 'string') response.writeHead(200, { 'content-type': 'text/plain' }).end(answer);
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

function page(response: ServerResponse, status: number, words: string): void {
  response
    .writeHead(status, { 'content-type': 'text/html' })
    .end(`<!DOCTYPE html><html><head><title>Erro</title></head><body><p>${words}</p></body></html>`);
}

const keyOf = (book: FakeBook, reference: string) => `${book}|${reference.toUpperCase()}`;

function enter(state: State, book: FakeBook, reference: string): void {
  if (!reference) return;
  const at = (state.running.get(keyOf(book, reference)) ?? 0) + 1;
  if (at > 1) state.overlaps.push(reference);
  state.running.set(keyOf(book, reference), at);
}

function leave(state: State, book: FakeBook, reference: string): void {
  const key = keyOf(book, reference);
  const at = (state.running.get(key) ?? 1) - 1;
  if (at > 0) state.running.set(key, at);
  else state.running.delete(key);
}

function control(state: State, path: string, body: Record<string, unknown>, response: ServerResponse): void {
  if (path === '/__control') {
    const { fault, delayMs, redirect: redirected, lock, plain } = body;
    if (fault !== undefined) state.play(fault as Fault | null);
    if (typeof delayMs === 'number') state.delayMs = delayMs;
    if (typeof redirected === 'boolean') state.redirect = redirected;
    for (const script of Object.values(state.scripts)) {
      if (typeof lock === 'boolean') script.lock = lock;
      if (typeof plain === 'boolean') script.plain = plain;
    }
  }
  const { orders, payments } = state.scripts;
  say(response, { orders: orders.ledger, payments: payments.ledger, load: state.load });
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

async function stop(server: Server, state: State): Promise<void> {
  for (const response of state.hanging) response.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
