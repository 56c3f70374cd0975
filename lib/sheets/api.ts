import 'server-only';
import { checkAddress, hostPort } from '@/lib/address';
import { env } from '@/lib/env';
import { httpCall } from '@/lib/http';
import type { Lines } from '@/lib/lines';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { type Reading, readAnswer } from './answers/rules';
import { type Finding, findByReference, findInList, type Proof, proofOf } from './proof/rules';
import { envelopeOf, type Half } from './rules';
import type { Book } from './schema';

/** Google answers a POST with a redirect to this host, when the script has already run (channels.md section 2). */
const GOOGLE = 'script.google.com:443';
const GOOGLE_CONTENT = 'script.googleusercontent.com:443';

/** One row on its way: the address, the book and what the row says. */
export type Posted = Half & {
  url: string;
  book: Book;
  chat: string;
  message: string;
  /** The reseller's zone: scripts keep wall-clock times. */
  zone: string;
  /** When the row was filed. */
  createdAt: Date;
};

/**
 * How long a call may take, and the connections that calls in a row share: the reference is the key, so a line
 * cut in doubt is posted again without harm.
 */
export type Way = { timeoutMs: number; lines?: Lines };

/** Posts a row, once. Never throws for what the other side does. */
export async function postRow(row: Posted, now: Date, way: Way): Promise<Reading> {
  return readAnswer(await post(row.url, envelopeOf(row, row, now), way), row);
}

/**
 * Asks the sheet what stands under a reference it called `duplicado`. Never `buscar_pendentes` of payments:
 * the original marks what it reads there.
 */
export async function readBack(
  row: Posted,
  { mayBeOurs }: { mayBeOurs: boolean },
  now: Date,
  way: Way,
): Promise<Proof> {
  const findings: Finding[] = [];
  const questions = row.book === 'orders' ? orderQuestions(row, now) : paymentQuestions(row, now);
  for (const [i, { json, read }] of questions.entries()) {
    const answer = await post(row.url, json, way);
    findings.push(answer.ok && answer.status === 200 ? read(answer.text) : { kind: 'unread' });
    const proof = proofOf(findings, { mayBeOurs, last: i === questions.length - 1 });
    if (proof.kind !== 'more') return proof;
  }
  return { kind: 'unproved' };
}

/** Whether an address may be called at all: https, or a private host that the installation lists (attacks S01-S07). */
export const mayCallSheet = (url: string): boolean =>
  checkAddress(url, { allowedPrivateHosts: env().PANEL_ALLOWED_PRIVATE_HOSTS }).ok;

/** A harmless question to a script whose address somebody typed; it changes nothing in its sheet. */
export async function trySheet(url: string, book: Book, now: Date): Promise<Reading | { kind: 'answers' }> {
  const half = { reference: 'TESTE-ULTRAGESTOR', value: '1', number: '840000000' };
  const json =
    book === 'orders'
      ? { action: 'buscar_pedidos_24h', grupo_id: '', ...lastDay(now, now) }
      : { action: 'buscar_por_referencia', referencia: half.reference, valor: 1 };
  const answer = await post(url, json, { timeoutMs: 30_000 });
  const found =
    answer.ok && answer.status === 200
      ? book === 'orders'
        ? findInList(answer.text, 'pedidos', half)
        : findByReference(answer.text, half)
      : { kind: 'unread' };
  return found.kind === 'absent' ? { kind: 'answers' } : readAnswer(answer, half);
}

type Question = { json: Record<string, unknown>; read: (text: string) => Finding };

function orderQuestions(row: Posted, now: Date): Question[] {
  const grupo_id = row.chat;
  return [
    { json: { action: 'buscar_pendentes', grupo_id }, read: (text) => findInList(text, 'dados', row) },
    {
      json: { action: 'buscar_pedidos_24h', grupo_id, ...lastDay(row.createdAt, now) },
      read: (text) => findInList(text, 'pedidos', row),
    },
  ];
}

function paymentQuestions(row: Posted, now: Date): Question[] {
  const { reference: referencia, value, chat: grupo_id } = row;
  return [
    {
      json: { action: 'buscar_pagamentos_24h', grupo_id, ...lastDay(row.createdAt, now) },
      read: (text) => findInList(text, 'pagamentos', row),
    },
    {
      json: { action: 'buscar_por_referencia', referencia, valor: Number(value) },
      read: (text) => findByReference(text, row),
    },
  ];
}

/** At least a day, and back to before the row can have been posted first. */
const lastDay = (since: Date, now: Date) => ({
  data_inicio: new Date(Math.min(since.getTime() - HOUR_MS, now.getTime() - DAY_MS)).toISOString(),
  data_fim: new Date(now.getTime() + HOUR_MS).toISOString(),
});

function post(url: string, json: unknown, way: Way) {
  const allowedPrivateHosts = env().PANEL_ALLOWED_PRIVATE_HOSTS;
  const headers = { accept: 'application/json, text/plain' };
  const followHosts = redirectsOf(url, allowedPrivateHosts);
  return httpCall({ method: 'POST', url, headers, json, ...way, allowedPrivateHosts, followHosts });
}

/** Where one redirect may lead: Google's pair of hosts, and an allow-listed private host to itself. */
function redirectsOf(url: string, allowedPrivateHosts: string[]): string[] {
  const checked = checkAddress(url, { allowedPrivateHosts });
  if (!checked.ok) return [];
  const at = hostPort(checked.url);
  if (checked.allowListed) return [at];
  return checked.url.protocol === 'https:' && at === GOOGLE ? [GOOGLE_CONTENT] : [];
}
