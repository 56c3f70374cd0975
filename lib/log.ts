import pino from 'pino';

const SECRET_KEYS = [
  'password',
  'token',
  'key',
  'secret',
  'authorization',
  'cookie',
  'm3u_url',
  'playlist',
  'renew_url',
  'pay_url',
];

/**
 * The structured log. Never hand it a body or a header: what must be known of a foreign answer goes
 * through `redact` first and is kept as evidence on its row.
 */
export const log = pino({
  level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === 'test' ? 'silent' : 'info'),
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: SECRET_KEYS.flatMap((k) => [k, `*.${k}`, `*.*.${k}`]),
    censor: '[oculto]',
  },
  serializers: { err: (e: unknown) => ({ name: nameOf(e), message: messageOf(e), stack: stackOf(e) }) },
});

const nameOf = (e: unknown) => (e instanceof Error ? e.name : typeof e);
const messageOf = (e: unknown) => (e instanceof Error ? e.message : String(e));
// Database errors carry the failing row in `detail` and `parameters`: only the stack is kept.
const stackOf = (e: unknown) =>
  e instanceof Error ? e.stack?.split('\n').slice(0, 12).join('\n') : undefined;
