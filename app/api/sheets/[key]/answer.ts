import 'server-only';
import { limitedBody } from '@/app/limited-body';
import { noteUse } from '@/lib/keys/commands';
import { ownerOfKey } from '@/lib/keys/queries';
import { limit } from '@/lib/limits/commands';
import { settleSlots } from '@/lib/packages/delivery/settle/commands';
import { companyOf } from '@/lib/resellers/queries';
import { answerBook, PHONE_ACTIONS } from '@/lib/sheets/book/jobs';
import { readAsk } from '@/lib/sheets/book/schema';
import type { Book } from '@/lib/sheets/schema';

const MOST_BYTES = 256 * 1024;
const WRONG_KEYS = { points: 30, seconds: 60 };
/** Far more than a phone asks: a loop in an app must not keep the database busy. */
const ASKED = { points: 1_200, seconds: 60 };

/**
 * A request to a built-in book. Its lock is the key in the address, as a script's address is; only wrong keys
 * are counted together. Everything else answers 200 with the result in the body, as Google's scripts do.
 */
export async function answerSheet(request: Request, key: string, book: Book): Promise<Response> {
  const now = new Date();
  const owner = await ownerOfKey('sheet', key);
  if (!owner) {
    const { allowed } = await limit('sheets', 'wrong-key', WRONG_KEYS, now);
    return said(allowed ? 404 : 429, { success: false, error: 'Endereço desconhecido.' });
  }
  const { resellerId } = owner;
  if (!(await limit('sheets', resellerId, ASKED, now)).allowed)
    return said(429, { success: false, error: 'Muitas requisições seguidas. Espere um minuto.' });
  const body = await limitedBody(request, MOST_BYTES);
  if (body === null) return said(200, { success: false, error: 'Texto grande demais.' });
  const ask = readAsk(body.toString('utf8'), new URL(request.url).searchParams);
  if (!ask)
    return said(200, { success: false, error: 'Envie JSON, por exemplo {"action":"buscar_pendentes"}.' });
  if (PHONE_ACTIONS.includes(ask.action?.trim() ?? '')) await noteUse(owner, now);
  const { timezone: zone } = await companyOf(resellerId);
  return said(200, await answerBook({ resellerId, book, zone, now, onSettled: settleSlots }, ask));
}

const said = (status: number, body: object) =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
