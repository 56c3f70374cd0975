import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Answer } from './fake-answers';
import type { FaultName } from './fake-variants';

type Wire = {
  res: ServerResponse;
  /** Makes the change, if the call is one, and gives the answer of a healthy panel. */
  act: () => Answer;
  late: () => void;
  reused: boolean;
};

/** Plays one fault on the wire. What is not named here answers as a healthy panel. */
export function playFault(fault: FaultName, wire: Wire) {
  const [, status, after] = /^http (\d+)( after)?$/.exec(fault) ?? [];
  if (!status) return NAMED[fault as keyof typeof NAMED](wire);
  if (after) wire.act();
  const code = Number(status);
  if (code === 504 || code >= 520) return page(wire, code, `<h1>Error ${code}</h1>`);
  if (code === 429) wire.res.setHeader('retry-after', '30');
  const body = STATUS_BODIES[code] ?? { message: `Error ${code}` };
  sendJson(wire.res, { status: code, body });
}

export function sendJson(res: ServerResponse, { status, body }: Answer, type = 'application/json'): void {
  res.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}

export function sendPage(res: ServerResponse, status: number, html: string, headers = {}): void {
  res
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers })
    .end(`<!doctype html>${html}`);
}

const page = ({ res }: Wire, status: number, html: string, headers = {}) =>
  sendPage(res, status, html, headers);
const json = (status: number, message: string) => (wire: Wire) =>
  sendJson(wire.res, { status, body: { message } });

const STATUS_BODIES: Record<number, unknown> = {
  401: { message: 'Invalid Token' },
  402: { error: 'integration_inactive', message: 'Integração inativa', integration_key: 'x' },
  403: { message: 'Proibido' },
  404: { message: 'Not Found' },
  422: { message: 'The given data was invalid.', errors: { username: ['Use 9 dígitos.'] } },
};

const NAMED = {
  'customer absent': json(400, "This customer doesn't exists"),
  'package gone': json(400, 'Package not found'),
  'no credits': json(400, "You don't have enough credits"),
  validation: (w: Wire) => sendJson(w.res, { status: 422, body: STATUS_BODIES[422] }),
  'rate text': json(429, 'Too many requests. Please try again in 47 seconds.'),
  'json as html': (w: Wire) => sendJson(w.res, w.act(), 'text/html'),
  'login page': (w: Wire) => page(w, 200, '<title>Entrar</title><form>Senha</form>'),
  'block page': (w: Wire) => page(w, 403, '<title>Website Access Blocked</title>'),
  challenge: (w: Wire) => page(w, 403, '<title>Just a moment...</title>', { 'cf-mitigated': 'challenge' }),
  'rate 1015': (w: Wire) => page(w, 429, '<title>Access denied</title><b>Error</b> <b>1015</b>'),
  moved: (w: Wire) => page(w, 301, '', { location: 'https://novo.example/api/webhook/customer' }),
  'no such path': json(404, 'Cannot GET /api/customers'),
  'not found page': (w: Wire) => page(w, 404, '<title>404</title>'),
  drop: (w: Wire) => w.res.socket?.resetAndDestroy(),
  'drop after': (w: Wire) => {
    w.act();
    w.res.socket?.resetAndDestroy();
  },
  late: (w: Wire) => {
    w.late();
    w.res.socket?.resetAndDestroy();
  },
  silent: () => {},
  'silent after': (w: Wire) => {
    w.act();
  },
  'slow headers': (w: Wire) => {
    w.act();
    drip(w, 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n', true);
  },
  'slow body': (w: Wire) => {
    const { status, body } = w.act();
    w.res.writeHead(status, { 'content-type': 'application/json' });
    drip(w, JSON.stringify(body), false);
  },
  'reset when reused': (w: Wire) => (w.reused ? w.res.socket?.resetAndDestroy() : sendJson(w.res, w.act())),
  huge: (w: Wire) => {
    w.act();
    w.res.writeHead(200, { 'content-type': 'application/json' });
    flood(w.res, 2_000_000_000);
  },
  'gzip bomb': (w: Wire) => {
    w.act();
    w.res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    w.res.end(gzipSync(Buffer.alloc(8_000_000, ' ')));
  },
  'broken json': (w: Wire) => {
    w.act();
    w.res.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"expires_at":"2026-');
  },
  'deep json': (w: Wire) => {
    w.act();
    const deep = `${'{"data":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    w.res.writeHead(200, { 'content-type': 'application/json' }).end(deep);
  },
} satisfies Record<Exclude<FaultName, `http ${string}`>, (wire: Wire) => unknown>;

// One byte a second, until the other side has had enough.
function drip({ res }: Wire, text: string, raw: boolean): void {
  let sent = 0;
  const timer = setInterval(() => {
    const byte = text.charAt(sent++);
    if (!byte || res.destroyed) return clearInterval(timer);
    if (raw) res.socket?.write(byte);
    else res.write(byte);
  }, 1_000);
  res.on('close', () => clearInterval(timer));
}

function flood(res: ServerResponse, bytes: number): void {
  const chunk = Buffer.alloc(65_536, ' ');
  let left = bytes;
  const more = () => {
    while (left > 0 && !res.destroyed) {
      left -= chunk.length;
      if (!res.write(chunk)) return;
    }
    res.end();
  };
  res.on('drain', more);
  more();
}
