import type { Resolver } from '@/lib/dial';
import { type HttpAnswer, httpCall } from '@/lib/http';
import type { Lines } from '@/lib/lines';
import {
  type CallTrace,
  type NextTurn,
  type PanelAccess,
  type PanelReason,
  redact,
} from '@/lib/panels/rules';
import { classify, normaliseSigmaUrl, type Verdict } from '../rules';
import { messageOf } from '../schema';

/** What an adapter needs of the installation, and what tests shorten or fake. */
export type SigmaDeps = {
  allowedPrivateHosts: readonly string[];
  timeoutMs?: number;
  nextTurn: NextTurn;
  resolve?: Resolver;
  /** Connections that readings in a row share; a change always has its own (section 3). */
  lines?: Lines;
  memory?: PanelMemory;
};

/** What the calls of one chain have learnt: a customer's id by username, and the page a listed id was first on. */
type PanelMemory = { ids: Map<string, string>; seen: Map<string, number> };

/** One request of the adapter. */
export type Question = {
  method?: 'GET' | 'POST' | 'PUT';
  path: string;
  query?: Record<string, string>;
  json?: Record<string, string>;
  /** Sent without the token. */
  anonymous?: boolean;
  /** Known values that must not show in the evidence. */
  secrets?: string[];
};
/** How it ended, what came back as JSON, and the evidence. */
export type Reply = { verdict: Verdict; body: unknown; trace: CallTrace };

/** Asks the panel once. The token goes in the header, and only to the address it was given with. */
export async function asked(access: PanelAccess, deps: SigmaDeps, q: Question): Promise<Reply> {
  const base = normaliseSigmaUrl(access.baseUrl);
  if (!base.ok) return refusedHere('address_refused');
  if (!q.anonymous && !/^[\x21-\x7e]+$/.test(access.token)) return refusedHere('bad_token');
  const url = `${base.baseUrl}/api/${q.path}${q.query ? `?${new URLSearchParams(q.query)}` : ''}`;
  const answer = await httpCall({
    method: q.method ?? 'GET',
    url,
    json: q.json,
    headers: {
      // Without it a refusal comes back as a redirect to the web app: HTML with status 200 (section 3).
      accept: 'application/json',
      ...(q.anonymous ? {} : { authorization: `Bearer ${access.token}` }),
    },
    allowedPrivateHosts: deps.allowedPrivateHosts,
    timeoutMs: deps.timeoutMs,
    resolve: deps.resolve,
    lines: (q.method ?? 'GET') === 'GET' ? deps.lines : undefined,
  });
  return replyOf(answer, url, [...secretsOf(access.token), ...(q.secrets ?? [])]);
}

// A token is `id|hash`: its second half alone is a secret too.
const secretsOf = (token: string) => [token, token.split('|')[1] ?? ''];

function replyOf(answer: HttpAnswer, url: string, secrets: string[]): Reply {
  const heard = answer.ok ? answer : { status: null, headers: {} as Record<string, string>, text: '' };
  const parsed = /\bjson\b/i.test(heard.headers['content-type'] ?? '') ? jsonOf(heard.text) : undefined;
  const json = parsed !== undefined;
  const html = !json && /^\s*<(!doctype|html|head|body|meta|title)\b/i.test(heard.text);
  const message = json ? messageOf(parsed) : (redact(heard.text.slice(0, 20_000), secrets) ?? '');
  const verdict = classify({
    failure: answer.ok ? null : answer.kind,
    phase: answer.phase,
    status: heard.status,
    json,
    html,
    message,
    mitigated: 'cf-mitigated' in heard.headers,
  });
  const trace = {
    reason: verdict.reason,
    status: heard.status,
    phase: answer.phase,
    latencyMs: answer.latencyMs,
    detail: verdict.reason === 'ok' ? null : redact(message, secrets),
    retryAfterMs: retryAfterMs(heard.headers, message),
    movedTo: verdict.reason === 'moved' ? otherHost(heard.headers.location, url) : null,
  };
  return { verdict, body: parsed, trace };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const HOUR_S = 3_600;

// A wait named as a date is counted from the answer's own date: no clock of ours is asked.
function retryAfterMs(headers: Record<string, string>, message: string): number | null {
  const said = headers['retry-after']?.trim() ?? /try again in (\d+) second/i.exec(message)?.[1];
  if (!said) return null;
  const seconds = /^\d+$/.test(said)
    ? Number(said)
    : (Date.parse(said) - Date.parse(headers.date ?? '')) / 1000;
  return Number.isFinite(seconds) ? Math.round(Math.min(Math.max(seconds, 0), HOUR_S) * 1000) : null;
}

function otherHost(location: string | undefined, url: string): string | null {
  if (!location || !URL.canParse(location, url)) return null;
  const { origin, host } = new URL(location, url);
  return origin === new URL(url).origin ? null : host;
}

const refusedHere = (reason: PanelReason): Reply => ({
  verdict: { mutation: 'not_sent', read: 'unreadable', reason },
  body: undefined,
  trace: unsent(reason),
});

/** The evidence of a call that was refused before any connection. */
export const unsent = (reason: PanelReason): CallTrace => ({
  reason,
  status: null,
  phase: 'blocked',
  latencyMs: 0,
  detail: null,
  retryAfterMs: null,
  movedTo: null,
});
