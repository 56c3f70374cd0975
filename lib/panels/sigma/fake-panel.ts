import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeCall, integrationCall } from '@/lib/panels/integration/fake-acts';
import { ACTS, type Asked } from './fake-acts';
import { FakeControl } from './fake-control';
import { playFault, sendJson, sendPage } from './fake-faults';
import { FakeState, type LedgerEntry, type Seed } from './fake-state';

type FakePanelOptions = {
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  token?: string;
  /** The reseller's username on this panel. */
  username?: string;
  /** JSON lines; customers are rebuilt from it, so a demo survives restarts. */
  ledgerFile?: string;
  seed?: Seed;
  now?: () => Date;
};

export type FakePanel = {
  url: string;
  port: number;
  token: string;
  username: string;
  /** Every change made, in order: the oracle. */
  readonly ledger: LedgerEntry[];
  control: FakeControl;
  close(): Promise<void>;
};

/** A Sigma panel as a real HTTP server: sigma-api.md as it answers, section 13 as it misbehaves. */
export async function startFakePanel(options: FakePanelOptions = {}): Promise<FakePanel> {
  const { port = 0, host = '127.0.0.1', token = '1|token-de-teste', username = 'estrela' } = options;
  const state = new FakeState({
    username,
    seed: options.seed ?? {},
    ledgerFile: options.ledgerFile ?? null,
    now: options.now ?? ownClock,
  });
  const control = new FakeControl(state);
  const served = new WeakSet<Socket>();

  const server = createServer((req, res) => {
    const reused = served.has(req.socket);
    served.add(req.socket);
    req.on('error', () => {});
    res.on('error', () => {});
    read(req)
      .then((json) => serve({ req, res, json, reused, state, control, token }))
      .catch((error) => sendJson(res, { status: 500, body: { message: String(error) } }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${bound}`,
    port: bound,
    token,
    username,
    control,
    get ledger() {
      return control.ledger;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// The panel is another machine: it has a clock of its own.
const ownClock = () => new Date(performance.timeOrigin + performance.now());

type Serving = {
  req: IncomingMessage;
  res: ServerResponse;
  json: Record<string, unknown>;
  reused: boolean;
  state: FakeState;
  control: FakeControl;
  token: string;
};

async function serve({ req, res, json, reused, state, control, token }: Serving) {
  state.settle();
  const method = req.method ?? 'GET';
  const [path = '/', search = ''] = (req.url ?? '/').split('?');
  if (path.startsWith('/__control/')) {
    const said = control.answer(method, path, json);
    return sendJson(res, said === null ? { status: 404, body: null } : { status: 200, body: said });
  }
  const query = new URLSearchParams(search);
  const request = { method, path, query, json };
  const call = webhookCall(request) ?? integrationCall(state, request);
  const act = call?.act ?? null;
  const { accept, authorization } = req.headers;
  control.calls.push({ act, method, path: req.url ?? '/', reused, accept, authorization, json });
  if (!call) return astray(path, res);
  const { variant, script } = control.next(call.act, call.about);
  if (act !== 'settings' && authorization !== `Bearer ${token}`)
    return sendJson(res, { status: 401, body: { message: 'Unauthenticated.' } });

  const asked: Asked = { query, json };
  const play = () => call.play(state, asked, variant);
  const late = () => state.later(script?.lateMs ?? 100_000, play);
  if (script?.fault) return playFault(script.fault, { res, act: play, late, reused });
  if (control.delayMs > 0) await sleep(control.delayMs);
  const answer = play();
  // A refusal to someone who did not ask for JSON leads to the web app: HTML with status 200.
  if (answer.status === 422 && !accept?.includes('json')) return sendPage(res, 302, '', { location: '/' });
  sendJson(res, answer);
}

const ROUTES: Record<string, keyof typeof ACTS> = {
  'GET /api/settings/public': 'settings',
  'GET /api/webhook/user': 'user',
  'GET /api/webhook/package': 'package',
  'GET /api/webhook/customer': 'customer',
  'POST /api/webhook/customer/create': 'create',
  'POST /api/webhook/customer/renew': 'renew',
  'PUT /api/webhook/customer/status': 'status',
  'DELETE /api/webhook/customer': 'delete',
};

function webhookCall({
  method,
  path,
  query,
  json,
}: Asked & { method: string; path: string }): FakeCall | null {
  const act = ROUTES[`${method} ${path}`];
  const about = json.username ?? query.get('username');
  return act ? { act, about: typeof about === 'string' ? about : null, play: ACTS[act] } : null;
}

function astray(path: string, res: ServerResponse) {
  if (path === '/') return sendPage(res, 200, '<title>Sigma</title><div id="app"></div>');
  if (!path.startsWith('/api/')) return sendPage(res, 404, '<title>404</title>');
  sendJson(res, { status: 404, body: { message: `The route ${path.slice(1)} could not be found.` } });
}

async function read(req: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
