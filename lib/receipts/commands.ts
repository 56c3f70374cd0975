import 'server-only';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import type { Doer } from '@/lib/audit/commands';
import { groupById } from '@/lib/groups/queries';
import { log } from '@/lib/log';
import { refKeyOf } from '@/lib/packages/rules';
import { type Settled, settlePair } from './matching/commands';
import { lockedPair, type ReceiptRow } from './matching/queries';
import { REPLIES } from './messages';
import { readPasted } from './pasted/rules';
import { readReceipt } from './rules';
import type { PayeeText } from './schema';
import { type Again, addNumber, insertReceipt, keepDifferent } from './taking/commands';
import { isFuture, isOperatorSender, pastedFault, repeatFault } from './taking/rules';

/** What a forwarded SMS was. `outgoing`: a receipt of money that left. Neither that nor `not_receipt` is kept. */
export type PayeeAnswer = { result: 'new' | 'known' | 'not_receipt' | 'outgoing' };

/**
 * Takes an SMS of the phone that is paid: the only text that proves money. It is kept before it is answered
 * and matched in a transaction of its own, so that nothing that goes wrong there can lose it.
 */
export async function takePayee(
  resellerId: ResellerId,
  { text, receivedAt, sender }: PayeeText,
  now: Date,
): Promise<PayeeAnswer> {
  const receipt = readReceipt(text);
  if (!receipt) return { result: 'not_receipt' };
  if (receipt.direction === 'out') return { result: 'outgoing' };
  const refKey = refKeyOf(receipt.reference);
  const doubt =
    sender && !isOperatorSender(sender) ? 'sender' : isFuture(receipt.reference, now) ? 'future' : null;
  const at = receivedAt && receivedAt < now ? receivedAt : now;
  const said = { receipt, body: text, number: null, author: null, groupId: null };
  const taken = { ...said, side: 'payee', reason: doubt, receivedAt: at } as const;
  // Without the reference's lock, which a message being worked on may hold: keeping waits for nobody.
  const isNew = await database().transaction((tx) => insertReceipt(tx, resellerId, taken, now));
  if (!isNew) await compare(resellerId, refKey, { ...said, numbers: [] }, now);
  // The row waits, and the tick looks at it too.
  await database()
    .transaction((tx) => settlePair(tx, resellerId, refKey, now))
    .catch((err: unknown) => log.error({ err }, 'receipt not matched'));
  return { result: isNew ? 'new' : 'known' };
}

/** *Ativar pacote pago*: see there. */
export { activatePaid } from './decisions/commands';

/** A payee's text that came before: the same, or a person compares the two. */
async function compare(resellerId: ResellerId, refKey: string, again: Again, now: Date): Promise<void> {
  await database().transaction(async (tx) => {
    const { payee } = await lockedPair(tx, resellerId, refKey);
    const fault = payee && repeatFault(payee, again);
    if (payee && fault) await keepDifferent(tx, payee, again, fault, now);
  });
}

type PastedText = {
  resellerId: ResellerId;
  /** Null: not in a registered group. */
  groupId: string | null;
  /** E.164; null when it is not known who wrote. */
  author: string | null;
  text: string;
  /** The inbound message it came in, for the trail. */
  subjectId?: string;
  /** The person who pasted it for a customer. */
  doer?: Doer;
};

/**
 * Takes a message in which a customer may have pasted a receipt, in the caller's transaction. Null when there
 * is none in it; else the short answer. The text says for whom and in which group; it proves nothing and
 * waits for the payee's SMS, whichever comes first.
 */
export const takePasted = async (tx: Executor, pasted: PastedText, now: Date): Promise<string | null> =>
  (await take(tx, pasted, now))?.text ?? null;

/** `noNumber`: it is kept, and waits for the number that gets the package. */
type Reply = { text: string; noNumber?: true };

async function take(tx: Executor, pasted: PastedText, now: Date): Promise<Reply | null> {
  const read = readPasted(pasted.text);
  if (!read) return null;
  const { resellerId, groupId, author, text, subjectId, doer } = pasted;
  const { start: _, end: __, ...receipt } = read.receipt;
  const refKey = refKeyOf(receipt.reference);
  const { payer } = await lockedPair(tx, resellerId, refKey);
  const [only, ...more] = read.numbers;
  const said = {
    receipt,
    body: text,
    number: more.length > 0 ? null : (only ?? null),
    author,
    groupId,
    doer,
  };
  const again = { ...said, numbers: read.numbers };
  const fault = pastedFault(read, groupId, now);
  if (payer && fault === null && payer.groupId === groupId && (await addNumber(tx, payer, again, now)))
    return { text: answer(receipt.reference, await settled(tx, resellerId, refKey, now)) };
  const denied = payer && repeatFault(payer, again);
  if (payer && denied) {
    await keepDifferent(tx, payer, again, denied, now);
    return { text: (payer.state === 'used' ? REPLIES.used : REPLIES.person)(payer.reference) };
  }
  if (payer) return standing(payer);
  const taken = { ...said, side: 'payer', reason: fault, receivedAt: now, subjectId } as const;
  await insertReceipt(tx, resellerId, taken, now);
  if (fault === 'no_number') return lacking(receipt.reference);
  if (fault) return { text: REPLIES.person(receipt.reference) };
  return { text: answer(receipt.reference, await settled(tx, resellerId, refKey, now)) };
}

/**
 * A customer's text that a person pastes here, as if it had come from the group; the group must be in use.
 * `noNumber`: it is kept, and the same text pasted here again with the number goes on.
 */
export async function pasteReceipt(
  doer: Doer,
  { groupId, text }: { groupId: string; text: string },
  now: Date,
): Promise<
  { ok: true; reply: string; noNumber: boolean } | { ok: false; reason: 'no_group' | 'no_receipt' }
> {
  const { resellerId } = doer;
  return database().transaction(async (tx) => {
    const group = await groupById(tx, resellerId, groupId);
    if (!group || group.archivedAt) return { ok: false, reason: 'no_group' };
    const reply = await take(tx, { resellerId, groupId, author: null, text, doer }, now);
    if (!reply) return { ok: false, reason: 'no_receipt' };
    return { ok: true, reply: reply.text, noNumber: reply.noNumber ?? false };
  });
}

/** Matches in a savepoint: should that fail, the text is still kept and the tick tries again. */
async function settled(tx: Executor, resellerId: ResellerId, refKey: string, now: Date): Promise<Settled> {
  try {
    return await tx.transaction((inner) => settlePair(inner, resellerId, refKey, now));
  } catch (err) {
    log.error({ err }, 'receipt not matched');
    return { state: 'waiting' };
  }
}

function answer(reference: string, found: Settled): string {
  if (found.state === 'used') return REPLIES.activated(reference, found.number);
  if (found.state === 'waiting') return REPLIES.waiting(reference);
  return found.state === 'review' && found.reason === 'reference_used'
    ? REPLIES.used(reference)
    : REPLIES.person(reference);
}

/** The same text pasted again. */
function standing(row: ReceiptRow): Reply {
  if (row.state === 'used') return { text: REPLIES.used(row.reference) };
  if (row.state === 'open') return { text: REPLIES.waiting(row.reference) };
  const lacks = row.state === 'review' && row.reason === 'no_number';
  return lacks ? lacking(row.reference) : { text: REPLIES.person(row.reference) };
}

const lacking = (reference: string): Reply => ({ text: REPLIES.noNumber(reference), noNumber: true });
