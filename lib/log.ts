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
  serializers: { err: errorOf },
});

/** What is kept of an error, and of what caused it: the driver's own words name the constraint. */
function errorOf(e: unknown): object {
  const cause = e instanceof Error && e.cause ? messageOf(e.cause) : undefined;
  return { name: nameOf(e), message: messageOf(e), cause, stack: stackOf(e) };
}

const nameOf = (e: unknown) => (e instanceof Error ? e.name : typeof e);
const messageOf = (e: unknown) => withoutParams(e instanceof Error ? e.message : String(e));
/** Only the frames: a stack begins with the message, whose parameters are names, phones and texts (attack S34). */
const stackOf = (e: unknown) =>
  e instanceof Error
    ? e.stack
        ?.split('\n')
        .filter((line) => line.startsWith('    at '))
        .slice(0, 12)
        .join('\n')
    : undefined;
const withoutParams = (text: string) => text.split('\nparams:')[0]?.slice(0, 500);
