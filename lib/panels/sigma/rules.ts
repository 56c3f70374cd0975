import type { MutationClass, PanelReason, Phase } from '@/lib/panels/rules';
import { endOfDay, instantOf, isDay, wallClock } from '@/lib/time';

/**
 * The base address from whatever was pasted (sigma-api.md section 2). Only text: whether the address may be
 * called is the guard's to say. Doing it twice changes nothing.
 */
export function normaliseSigmaUrl(
  typed: string,
): { ok: true; baseUrl: string } | { ok: false; why: 'empty' | 'malformed' | 'scheme' | 'user_info' } {
  const text = typed.trim();
  if (!text) return { ok: false, why: 'empty' };
  // A colon before digits is a port: `painel.example:8443` has no scheme.
  const withScheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) ? text : `https://${text.replace(/^\/+/, '')}`;
  if (text.length > 500 || !URL.canParse(withScheme)) return { ok: false, why: 'malformed' };
  const url = new URL(withScheme);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, why: 'scheme' };
  if (url.username || url.password) return { ok: false, why: 'user_info' };
  const host = url.hostname.replace(/\.+$/, '');
  if (!host) return { ok: false, why: 'malformed' };
  const port = url.port ? `:${url.port}` : '';
  return { ok: true, baseUrl: `${url.protocol}//${host}${port}${basePath(url.pathname)}` };
}

const API_TAILS = [/\/webhook(\/.*)?$/i, /\/api\/integration\/v1$/i, /\/api$/i];

function basePath(path: string): string {
  const tidy = path.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  const tail = API_TAILS.find((t) => t.test(tidy));
  return tail ? basePath(tidy.replace(tail, '')) : tidy;
}

/**
 * A panel's date as an instant (section 6): with Z or an offset as it says, else on the panel's wall clock,
 * a bare day at its end. Null for anything else.
 */
export function panelInstant(value: unknown, zone: string): Date | null {
  if (typeof value !== 'string') return null;
  const text = value.trim().replace(/^(\d{2})\/(\d{2})\/(\d{4})/, '$3-$2-$1');
  const [, day, time, offset] = DATE.exec(text) ?? [];
  if (!day || !isDay(day)) return null;
  if (time && offset) return instantOf(`${day}T${time}${offset}`);
  return time ? wallClock(`${day}T${time}`, zone) : wallDayEnd(day, zone);
}

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?)?$/i;

// An unknown zone makes the day unreadable, as it does a time.
const wallDayEnd = (day: string, zone: string) =>
  wallClock(`${day}T00:00:00`, zone) ? endOfDay(day, zone) : null;

/** The fields that may hold the expiry, the best first. */
export const EXPIRY_FIELDS = [
  'expires_at',
  'expires_at_tz',
  'expiresAt',
  'expire',
  'expiry_date',
  'expiration_date',
  'exp_date',
] as const;

/** How one call ended, without its content. */
export type Signal = {
  /** Null when an answer came back whole. */
  failure:
    | 'address_refused'
    | 'dns'
    | 'connect'
    | 'tls'
    | 'timeout'
    | 'reset'
    | 'too_large'
    | 'bad_answer'
    | null;
  phase: Phase;
  status: number | null;
  /** A JSON content type, and JSON inside. */
  json: boolean;
  /** The answer is an HTML page. */
  html: boolean;
  /** The panel's message when `json`, else the beginning of the text. */
  message: string;
  /** The edge says that it answered itself (`cf-mitigated`). */
  mitigated: boolean;
};

/** `answered` is a 2xx JSON: its content decides between found and absent, applied and unknown. */
export type Verdict = {
  mutation: Exclude<MutationClass, 'applied'> | 'answered';
  read: 'answered' | 'absent' | 'unreadable';
  reason: PanelReason;
};

/**
 * The outcome table (section 9), for changes and for reads. `not_sent`, `rejected` and `edge_block` need
 * positive evidence; what no row names is `unknown`, and a read is never `absent` by default.
 */
export function classify(s: Signal): Verdict {
  if (s.failure) return failed(s.failure, s.phase);
  const status = s.status ?? 0;
  if (NEVER_ARRIVED.has(status)) return verdict('not_sent', 'unreachable');
  if (status >= 200 && status < 300) return succeeded(s);
  if (status >= 300 && status < 400) return verdict('unknown', 'moved');
  return edge(s, status) ?? (s.json ? refusal(s.message, status) : otherwise(s, status));
}

// The edge could not reach the origin: refused, unreachable, or no TLS with it.
const NEVER_ARRIVED = new Set([521, 523, 525, 526]);
const BEFORE_BYTES = new Set<Phase>(['blocked', 'dns', 'tcp', 'tls']);

const verdict = (mutation: Verdict['mutation'], reason: PanelReason): Verdict => ({
  mutation,
  read: mutation === 'answered' ? 'answered' : 'unreadable',
  reason,
});

function failed(failure: NonNullable<Signal['failure']>, phase: Phase): Verdict {
  if (BEFORE_BYTES.has(phase))
    return verdict('not_sent', failure === 'address_refused' ? 'address_refused' : 'unreachable');
  return verdict('unknown', failure === 'timeout' || failure === 'reset' ? 'timeout' : 'bad_answer');
}

function succeeded(s: Signal): Verdict {
  if (s.json) return verdict('answered', 'ok');
  if (s.mitigated) return verdict('unknown', 'block_page');
  return verdict('unknown', s.html ? 'not_a_panel' : 'bad_answer');
}

const EDGE_PAGE = /just a moment|website access blocked|error code: 10\d\d\b/i;

function edge(s: Signal, status: number): Verdict | null {
  const challenged = s.html || s.mitigated || (!s.json && EDGE_PAGE.test(s.message));
  if (status === 429 || (challenged && /error(\s+code)?:?\s*1015\b/i.test(s.message)))
    return verdict('edge_block', 'rate_limited');
  const blocked = (status === 403 || status === 503) && challenged;
  return blocked ? verdict('edge_block', 'block_page') : null;
}

function refusal(said: string, status: number): Verdict {
  const message = said.toLowerCase().replace(/[’`´]/g, "'");
  const says = (text: string) => message.includes(text);
  if (says("don't have enough credits")) return verdict('rejected', 'no_credits');
  if (status === 400 && says("customer doesn't exist"))
    return { ...verdict('rejected', 'customer_absent'), read: 'absent' };
  if (status === 400 && (says('package not found') || /(package|server) doesn't exist/.test(message)))
    return verdict('rejected', 'package_gone');
  const gone = status === 404 ? goneOf(message) : null;
  if (gone) return { ...verdict('rejected', gone), read: 'absent' };
  const reason = REFUSALS[status];
  if (reason) return verdict('rejected', reason);
  return verdict('unknown', status >= 500 ? 'server_error' : 'bad_answer');
}

/**
 * What a 404 in known words misses; null when they may be about the address, which may have "customer" in it. A path
 * that a panel does not have says nothing about the customer.
 */
function goneOf(message: string): 'customer_absent' | 'wrong_path' | null {
  if (/\/|\b(route|endpoint|path|url|method)\b/.test(message)) return null;
  if (missesCustomer(message)) return 'customer_absent';
  return /^not found\W*$/.test(message) ? 'wrong_path' : null;
}

/** Whether a message, in small letters, says that there is no such customer. */
export const missesCustomer = (message: string): boolean => NO_CUSTOMER.test(message);

const NO_CUSTOMER =
  /\b(customer|cliente)\b.*(not found|not exist|n't exist|não (foi )?encontrado|não existe)|no query results for model .*\bcustomer\b/;

const REFUSALS: Record<number, PanelReason> = {
  400: 'refused',
  401: 'bad_token',
  402: 'capability_off',
  403: 'no_permission',
  404: 'wrong_path',
  405: 'wrong_path',
  419: 'wrong_path',
  422: 'validation',
};

function otherwise(s: Signal, status: number): Verdict {
  if (status >= 500) return verdict('unknown', 'server_error');
  return verdict('unknown', s.html ? 'not_a_panel' : 'bad_answer');
}
