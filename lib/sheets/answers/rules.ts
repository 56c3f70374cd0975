import type { HttpAnswer } from '@/lib/http';
import { type Half, isSameRow, parseRow, refKeyOf } from '../rules';

/** Why a row waits, or why it needs a person; in words in lib/sheets/messages.ts. */
export type SheetReason =
  | 'unreachable'
  | 'address_refused'
  | 'timeout'
  | 'cut'
  | 'html'
  | 'too_many'
  | 'busy'
  | 'server_error'
  | 'moved'
  | 'no_access'
  | 'absent'
  | 'empty'
  | 'strange'
  | 'refused'
  | 'duplicate_unread'
  | 'duplicate_other'
  | 'duplicate_unproved'
  | 'restored';

/**
 * What one post did. `applied`: the script says it wrote the row. `duplicate`: it says that the reference
 * stands there already. `not_sent`: nothing left. `unknown`: it may have written, whatever it said.
 * `slowDown`: the address bears less than it is given.
 */
export type Reading = {
  kind: 'applied' | 'duplicate' | 'refused' | 'not_sent' | 'unknown';
  reason: SheetReason | null;
  slowDown: boolean;
  /** The stored row, where a `duplicate` shows it. */
  stored: Half | null;
  /** What was said, cut short. */
  said: string;
  status: number | null;
};

/**
 * Reads the answer to an insert (channels.md section 2): JSON, the plain text of old scripts, HTML in their
 * place, or no answer. Only words of the contract are certainty; everything else is `unknown` or `refused`.
 */
export function readAnswer(answer: HttpAnswer, half: Half): Reading {
  if (!answer.ok) return failed(answer);
  const { status, text } = answer;
  const base = { stored: null, said: excerpt(text), status };
  const doubt = (reason: SheetReason, slowDown = true): Reading => ({
    ...base,
    kind: 'unknown',
    reason,
    slowDown,
  });
  if (status !== 200) return doubt(reasonOfStatus(status));
  const body = parsed(text);
  if (isHtml(text)) return doubt(QUOTA.test(text) ? 'too_many' : 'html');
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return { ...base, ...readObject({ ...body }, half) };
  return { ...base, ...readWords(typeof body === 'string' ? body : text) };
}

type Judged = Pick<Reading, 'kind' | 'reason' | 'slowDown'> & Partial<Reading>;
const sure = (kind: 'applied' | 'duplicate'): Judged => ({ kind, reason: null, slowDown: false });
const unsure = (reason: SheetReason, slowDown: boolean): Judged => ({ kind: 'unknown', reason, slowDown });

function readObject(body: Record<string, unknown>, half: Half): Judged {
  const shown = rowIn(body);
  const said = [body.error, body.erro, body.message].filter((t) => typeof t === 'string').join(' ');
  if (isTrue(body.duplicado) || isTrue(body.duplicate)) return { ...sure('duplicate'), stored: shown };
  if (isTrue(body.success) || isTrue(body.sucesso)) {
    // An answer about another row is none about ours.
    const other =
      typeof body.referencia === 'string' && refKeyOf(body.referencia) !== refKeyOf(half.reference);
    return other || (shown && !isSameRow(half, shown)) ? unsure('strange', false) : sure('applied');
  }
  if (/duplicad/i.test(said)) return { ...sure('duplicate'), stored: shown };
  const told = said !== '' || body.success === false;
  return told ? troubleOf(said) : unsure('strange', false);
}

function readWords(text: string): Judged {
  const words = plain(text);
  if (words === '') return unsure('empty', false);
  if (/duplicad/.test(words) || /^ignorad/.test(words)) return sure('duplicate');
  if (/^sucesso\b/.test(words)) return sure('applied');
  if (/^erro\b/.test(words)) return troubleOf(text);
  return BUSY.test(text) || QUOTA.test(text) ? troubleOf(text) : unsure('strange', false);
}

/** A script in trouble with itself says nothing about the row; one that refuses the row does. */
function troubleOf(said: string): Judged {
  if (BUSY.test(said)) return unsure('busy', true);
  if (QUOTA.test(said)) return unsure('too_many', true);
  return { kind: 'refused', reason: 'refused', slowDown: false };
}

const BUSY = /\block\b|lockservice|bloqueio|bloquead|timed? ?out|tempo (limite|esgotad|excedid)|ocupad[ao]/i;
const QUOTA =
  /quota|\bcota\b|too many|muitas (chamadas|execu|solicita|requisi|vezes)|simultan|exceeded|rate.?limit|service invoked/i;

function failed({ kind, phase }: Extract<HttpAnswer, { ok: false }>): Reading {
  const base = { stored: null, said: '', status: null };
  if (kind === 'address_refused')
    return { ...base, kind: 'not_sent', reason: 'address_refused', slowDown: true };
  if (['blocked', 'dns', 'tcp', 'tls'].includes(phase))
    return { ...base, kind: 'not_sent', reason: 'unreachable', slowDown: true };
  const reason = kind === 'timeout' ? 'timeout' : kind === 'too_large' ? 'strange' : 'cut';
  return { ...base, kind: 'unknown', reason, slowDown: false };
}

function reasonOfStatus(status: number): SheetReason {
  if (status === 429) return 'too_many';
  if (status >= 300 && status < 400) return 'moved';
  if (status === 401 || status === 403) return 'no_access';
  if (status === 404 || status === 410) return 'absent';
  return status >= 500 ? 'server_error' : 'strange';
}

/** The row that an answer or an entry of a list shows, in one field or in three. */
export function rowIn(entry: unknown): Half | null {
  if (typeof entry === 'string') return parseRow(entry);
  if (typeof entry !== 'object' || entry === null) return null;
  const of: Record<string, unknown> = { ...entry };
  for (const whole of [of.dados, of.transacao, of.linha_existente, of.existente]) {
    const row = typeof whole === 'string' ? parseRow(whole) : null;
    if (row) return row;
  }
  const reference = textOf(of.referencia);
  const value = textOf(of.megas ?? of.mb ?? of.valor ?? of.quantidade);
  const number = textOf(of.numero ?? of.telefone);
  return reference && value && number ? { reference, value, number } : null;
}

/** The object a text is, or null. */
export function objectIn(text: string): Record<string, unknown> | null {
  const body = parsed(text);
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isHtml = (text: string): boolean => /^\s*(<!doctype|<html|<head|<body|<\?xml|<[a-z!])/i.test(text);
const isTrue = (value: unknown): boolean => value === true || value === 'true';
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const plain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** The beginning of an answer on one line; a page keeps its words only. */
const excerpt = (text: string): string =>
  text
    .slice(0, 4_000)
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
