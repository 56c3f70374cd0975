import { drivenAfter } from '@/app/driven-after';
import { limitedBody } from '@/app/limited-body';
import { resellerOfKey } from '@/lib/keys/commands';
import { limit } from '@/lib/limits/commands';
import { log } from '@/lib/log';
import { type PayeeAnswer, takePayee } from '@/lib/receipts/commands';
import { readForwarded } from '@/lib/receipts/schema';

/** What an SMS makes due is done after the answer where no worker runs. */
export const maxDuration = 120;

const MOST_BYTES = 16 * 1024;
const WRONG_KEYS = { points: 30, seconds: 60 };
/** Far more than a phone receives: a loop in an app must not fill the table. */
const TEXTS = { points: 600, seconds: 60 };

/** What the phone's app may show of what became of its SMS. */
const SAID: Record<PayeeAnswer['result'], string> = {
  new: 'Comprovante recebido.',
  known: 'Este comprovante já tinha chegado.',
  not_receipt: 'Este texto não é um comprovante e não foi guardado.',
  outgoing: 'Este texto é de dinheiro que saiu e não foi guardado.',
};

/**
 * SMS that the paid phone forwards. Its lock is the key in the address. A receipt is kept before it is
 * answered; of anything else (bank codes, private texts) nothing is kept and nothing is logged but that it came.
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ key: string }> },
): Promise<Response> {
  const { key } = await params;
  const now = new Date();
  const resellerId = await resellerOfKey('receipts', key, now);
  if (!resellerId) {
    const allowed = await limit('receipts', 'wrong-key', WRONG_KEYS, now);
    return answer(allowed.allowed ? 404 : 429, { message: 'unknown address' });
  }
  if (!(await limit('receipts', resellerId, TEXTS, now)).allowed) return answer(429, { message: 'too many' });
  const body = await limitedBody(request, MOST_BYTES);
  if (body === null) return answer(413, { message: 'too long' });
  const sent = readForwarded(request.headers.get('content-type') ?? '', body.toString('utf8'));
  const { result }: PayeeAnswer = sent
    ? await drivenAfter(() => takePayee(resellerId, sent, now))
    : { result: 'not_receipt' };
  log.info({ resellerId, result }, 'sms forwarded');
  return answer(200, { result, message: SAID[result] });
}

const answer = (status: number, body: object) =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
