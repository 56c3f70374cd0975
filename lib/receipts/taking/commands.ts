import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { receipts } from '@/db/schema/receipts';
import { type Doer, recordAudit, system } from '@/lib/audit/commands';
import { refKeyOf } from '@/lib/packages/rules';
import { wake } from '@/lib/queue/api';
import { writable } from '@/lib/search';
import { sendToPerson } from '../matching/commands';
import type { ReceiptRow } from '../matching/queries';
import { TELL_MS } from '../matching/rules';
import type { ReceiptReason } from '../messages';
import type { Receipt } from '../rules';
import { kept, type RepeatFault } from './rules';

type Taken = {
  side: 'payee' | 'payer';
  receipt: Receipt;
  body: string;
  groupId: string | null;
  number: string | null;
  author: string | null;
  /** Null: it may wait for its other half. */
  reason: ReceiptReason | null;
  receivedAt: Date;
  /** The inbound message it came in. */
  subjectId?: string;
  /** The person who pasted it for a customer. */
  doer?: Doer;
};

/** Keeps a text; null when its side and reference are there already. One may wait: its wake-up is set. */
export async function insertReceipt(
  tx: Executor,
  resellerId: ResellerId,
  { receipt, body, reason, subjectId, doer = system(resellerId), ...taken }: Taken,
  now: Date,
): Promise<ReceiptRow | null> {
  const { provider, reference, amountCents, party } = receipt;
  // A payee's text is looked at at once, and again by the tick should this process die before.
  const nextRunAt = taken.side === 'payee' ? now : new Date(now.getTime() + TELL_MS);
  const [row] = await tx
    .insert(receipts)
    .values({
      ...{ id: newId(), resellerId, provider, reference, refKey: refKeyOf(reference), amountCents },
      ...{ ...taken, reason, party: party && writable(party), body: kept(body) },
      ...{ state: reason ? 'review' : 'open', nextRunAt, createdAt: now },
    })
    .onConflictDoNothing({ target: [receipts.resellerId, receipts.side, receipts.refKey] })
    .returning();
  if (!row) return null;
  const detail = { reference, side: row.side, provider, amountCents, reason, message: subjectId };
  const entry = { action: 'receipt.taken', subjectType: 'receipt', subjectId: row.id, detail } as const;
  await recordAudit(tx, doer, entry, now);
  if (!reason) await wake(tx, { queue: 'receipt', id: row.id, group: resellerId, at: nextRunAt });
  return row;
}

export type Again = Pick<Taken, 'receipt' | 'body' | 'number' | 'author' | 'groupId' | 'doer'> & {
  /** Every number beside the text, E.164. */
  numbers: string[];
};

/**
 * The same reference with other words: kept beside the first text, and a person compares them. What is
 * settled stays as it is and is only marked, until a person has seen it.
 */
export async function keepDifferent(
  tx: Executor,
  row: ReceiptRow,
  again: Again,
  reason: RepeatFault,
  now: Date,
): Promise<void> {
  const { number, author, groupId, receipt, doer = system(row.resellerId) } = again;
  const detail = {
    text: kept(again.body),
    number,
    author,
    groupId,
    amountCents: receipt.amountCents,
    reason,
  };
  const entry = { action: 'receipt.again', subjectType: 'receipt', subjectId: row.id, detail } as const;
  await recordAudit(tx, doer, entry, now);
  const sent = await sendToPerson(tx, system(row.resellerId), row, reason, now);
  if (sent.state === 'review') return;
  await tx
    .update(receipts)
    .set({ repeatedAt: now })
    .where(
      and(
        eq(receipts.resellerId, row.resellerId),
        eq(receipts.id, row.id),
        inArray(receipts.state, ['used', 'dismissed']),
      ),
    );
}

/**
 * The number that was missing, from whoever pasted the receipt before: nobody else can claim it so. What
 * has no known author, as a text pasted on the screen, may be completed there (`doer`) and nowhere else. False
 * when it is not that.
 */
export async function addNumber(tx: Executor, row: ReceiptRow, again: Again, now: Date): Promise<boolean> {
  const { number, author, body, receipt, doer } = again;
  const same = doer ? row.author === null : author !== null && author === row.author;
  if (!same || row.reason !== 'no_number') return false;
  if (!number || row.amountCents !== receipt.amountCents || row.party !== receipt.party) return false;
  const nextRunAt = new Date(now.getTime() + TELL_MS);
  const moved = await tx
    .update(receipts)
    .set({ number, body: kept(body), state: 'open', reason: null, nextRunAt })
    .where(
      and(
        eq(receipts.resellerId, row.resellerId),
        eq(receipts.id, row.id),
        eq(receipts.state, 'review'),
        eq(receipts.reason, 'no_number'),
      ),
    )
    .returning({ id: receipts.id });
  if (moved.length === 0) return false;
  const detail = { reference: row.reference, number };
  const entry = { action: 'receipt.number', subjectType: 'receipt', subjectId: row.id, detail } as const;
  await recordAudit(tx, doer ?? system(row.resellerId), entry, now);
  await wake(tx, { queue: 'receipt', id: row.id, group: row.resellerId, at: nextRunAt });
  return true;
}
