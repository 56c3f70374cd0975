import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { receipts } from '@/db/schema/receipts';
import { type Doer, recordAudit, recordAudits, system } from '@/lib/audit/commands';
import { currentPrices } from '@/lib/groups/prices/queries';
import { detectPrice } from '@/lib/groups/prices/rules';
import { activatePackage } from '@/lib/packages/commands';
import type { ReceiptReason } from '../messages';
import { lockedPair, type ReceiptRow, spentOn } from './queries';

export type Settled =
  /** No side of it waits for anything here. */
  | { state: 'none' }
  | { state: 'waiting' }
  | { state: 'used'; number: string }
  | { state: 'review'; reason: ReceiptReason };

/**
 * Looks at both sides of a reference and does what they mean together: only the same reference and the same
 * amount, both unused, and exactly one package at that value make a package, in this transaction. Whatever
 * else they say goes to a person; a customer's text alone never does anything.
 */
export async function settlePair(
  tx: Executor,
  resellerId: ResellerId,
  refKey: string,
  now: Date,
): Promise<Settled> {
  const doer = system(resellerId);
  const { payee, payer } = await lockedPair(tx, resellerId, refKey);
  const spent = await spentOn(tx, resellerId, refKey);
  if (spent) return meetSpent(tx, doer, { payee, payer, spent }, now);
  if (payer?.state !== 'open') return { state: payee?.state === 'open' ? 'waiting' : 'none' };
  if (!payee) return { state: 'waiting' };
  const toPerson = (reason: ReceiptReason) => sendToPerson(tx, doer, payer, reason, now);
  if (payee.state !== 'open') return toPerson('payee_doubt');
  if (payee.amountCents !== payer.amountCents) return toPerson('amount_differs');
  if (!payer.groupId) return toPerson('no_group');
  if (!payer.number) return toPerson('no_number');
  const found = detectPrice(await currentPrices(tx, resellerId, payer.groupId), payee.amountCents);
  if (found.kind !== 'one') return toPerson(found.kind === 'none' ? 'price_unknown' : 'price_ambiguous');
  const { days, mb, priceCents } = found.row;
  if (days === null) return toPerson('not_renewable');
  const made = await activatePackage(
    tx,
    doer,
    {
      ...{ reference: payee.reference, number: payer.number, groupId: payer.groupId, days, startAt: now },
      ...{ sold: { mb, cents: priceCents }, tell: true },
    },
    now,
  );
  if (!made.ok) return toPerson(made.reason);
  await spendReceipts(tx, doer, [payee, payer], made.subscription.id, now);
  return { state: 'used', number: payer.number };
}

type Spent = NonNullable<Awaited<ReturnType<typeof spentOn>>>;
type Sides = { payee: ReceiptRow | null; payer: ReceiptRow | null; spent: Spent };

/**
 * A text whose reference has been spent: it belongs to that package when it says the same (a package made by
 * hand names no amount), else a person looks.
 */
async function meetSpent(
  tx: Executor,
  doer: Doer,
  { payee, payer, spent }: Sides,
  now: Date,
): Promise<Settled> {
  let settled: Settled = { state: 'none' };
  if (payee?.state === 'open') {
    const same = spent.own && (spent.cents === null || spent.cents === payee.amountCents);
    if (same) await spendReceipts(tx, doer, [payee], spent.subscriptionId, now);
    else settled = await sendToPerson(tx, doer, payee, spent.own ? 'amount_differs' : 'reference_used', now);
  }
  if (payer?.state === 'open') {
    if (!spent.own || !payer.number || payer.number !== spent.number)
      return sendToPerson(tx, doer, payer, 'reference_used', now);
    await spendReceipts(tx, doer, [payer], spent.subscriptionId, now);
    settled = { state: 'used', number: payer.number };
  }
  return settled;
}

/** Marks texts as used, once and for ever; throws when one is not there to be used any more. */
export async function spendReceipts(
  tx: Executor,
  doer: Doer,
  rows: ReceiptRow[],
  subscriptionId: string | null,
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const used = await tx
    .update(receipts)
    .set({ state: 'used', reason: null, subscriptionId })
    .where(
      and(
        eq(receipts.resellerId, doer.resellerId),
        inArray(
          receipts.id,
          rows.map((row) => row.id),
        ),
        inArray(receipts.state, ['open', 'review']),
      ),
    )
    .returning({ id: receipts.id });
  if (used.length < rows.length) throw new Error('A receipt was used twice');
  const entries = rows.map((row) => ({
    ...{ action: 'receipt.used', subjectType: 'receipt' as const, subjectId: row.id },
    detail: { reference: row.reference, side: row.side, subscriptionId },
  }));
  await recordAudits(tx, doer, entries, now);
}

/** Lays an open text before a person, with the reason. */
export async function sendToPerson(
  tx: Executor,
  doer: Doer,
  row: ReceiptRow,
  reason: ReceiptReason,
  now: Date,
): Promise<Settled> {
  const sent = await tx
    .update(receipts)
    .set({ state: 'review', reason })
    .where(
      and(
        eq(receipts.resellerId, doer.resellerId),
        eq(receipts.id, row.id),
        inArray(receipts.state, ['open', 'review']),
      ),
    )
    .returning({ id: receipts.id });
  if (sent.length === 0) return { state: 'none' };
  const detail = { reason, reference: row.reference };
  const entry = { action: 'receipt.review', subjectType: 'receipt', subjectId: row.id, detail } as const;
  await recordAudit(tx, doer, entry, now);
  return { state: 'review', reason };
}
