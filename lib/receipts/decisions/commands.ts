import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { receipts } from '@/db/schema/receipts';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { currentPrices, type PriceRow } from '@/lib/groups/prices/queries';
import { detectPrice } from '@/lib/groups/prices/rules';
import { activatePackage, type SubscriptionRow } from '@/lib/packages/commands';
import { refKeyOf } from '@/lib/packages/rules';
import { wake } from '@/lib/queue/api';
import { spendReceipts } from '../matching/commands';
import { lockedPair, type Pair, type ReceiptRow, referenceOf } from '../matching/queries';
import type { DecisionReason } from '../messages';
import { fileOrder } from '../orders/commands';

type Refused = {
  ok: false;
  reason: DecisionReason;
  /** The packages at this price, where a person must choose. */
  choices?: PriceRow[];
  /** What the phone received, where another amount was typed. */
  paidCents?: number;
};
type PaidResult = { ok: true; subscription: SubscriptionRow } | Refused;
type DecisionResult = { ok: true; subscription: SubscriptionRow | null } | Refused;

type PaidForm = {
  reference: string;
  /** E.164. */
  number: string;
  groupId: string;
  amountCents: number;
  /** Which of several packages at this price. */
  priceId?: string | null;
};

/**
 * *Ativar pacote pago*: an operator says that the money came, which is authority enough. The price is still
 * the exact one of the group's table, the reference is used once, and a payee's SMS of the same reference
 * must say the same amount; it is used with it.
 */
export async function activatePaid(doer: Doer, form: PaidForm, now: Date): Promise<PaidResult> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<PaidResult> => {
    const pair = await lockedPair(tx, resellerId, refKeyOf(form.reference));
    const paid = pair.payee;
    if (paid?.state === 'used') return { ok: false, reason: 'reference_used' };
    if (paid && paid.state !== 'dismissed' && paid.amountCents !== form.amountCents)
      return { ok: false, reason: 'amount_differs', paidCents: paid.amountCents };
    const rows = await currentPrices(tx, resellerId, form.groupId);
    const found = rowAt(rows, form.amountCents, form.priceId || null);
    if (!('row' in found)) return found;
    return sell(tx, doer, pair, { ...form, row: found.row }, now);
  });
}

type Decision = {
  /** Either side of the reference. */
  id: string;
  /** E.164. */
  number: string;
  groupId: string;
  /** Any package of the group: the person has agreed on it with the customer. */
  priceId: string;
  /** Only order and payment, where the package has no renewals. */
  orderOnly: boolean;
};

/** A person decides what a receipt buys, for whom and in which group; what was paid is the payee's amount. */
export async function decideReceipt(doer: Doer, decision: Decision, now: Date): Promise<DecisionResult> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<DecisionResult> => {
    const of = await referenceOf(tx, decision.id, resellerId);
    if (!of) return { ok: false, reason: 'absent' };
    const pair = await lockedPair(tx, resellerId, of.refKey);
    const [main] = live(pair);
    if (!main) return { ok: false, reason: 'settled' };
    const rows = await currentPrices(tx, resellerId, decision.groupId);
    const row = rows.find((price) => price.id === decision.priceId);
    if (!row) return { ok: false, reason: 'price_changed' };
    const { number, groupId, orderOnly } = decision;
    const sale = { number, groupId, reference: main.reference, amountCents: main.amountCents, row };
    if (!orderOnly) return sell(tx, doer, pair, sale, now);
    const filed = await fileOrder(tx, doer, { ...sale, mb: row.mb, cents: main.amountCents }, now);
    if (!filed.ok) return filed;
    await spendReceipts(tx, doer, live(pair), null, now);
    return { ok: true, subscription: null };
  });
}

type Sale = Omit<PaidForm, 'priceId'> & { row: PriceRow };

async function sell(tx: Executor, doer: Doer, pair: Pair, sale: Sale, now: Date): Promise<PaidResult> {
  const { reference, number, groupId, amountCents, row } = sale;
  if (row.days === null) return { ok: false, reason: 'not_renewable' };
  const sold = { mb: row.mb, cents: amountCents };
  const wish = { reference, number, groupId, days: row.days, startAt: now, sold, tell: true };
  const made = await activatePackage(tx, doer, wish, now);
  if (!made.ok) return made;
  await spendReceipts(tx, doer, live(pair), made.subscription.id, now);
  return { ok: true, subscription: made.subscription };
}

/** The sides that may still be used, the payee's first: what it says was paid counts. */
const live = ({ payee, payer }: Pair): ReceiptRow[] =>
  [payee, payer].flatMap((row) => (row && (row.state === 'open' || row.state === 'review') ? [row] : []));

function rowAt(rows: PriceRow[], cents: number, priceId: string | null): { row: PriceRow } | Refused {
  const found = detectPrice(rows, cents);
  if (found.kind === 'none') return { ok: false, reason: 'price_unknown' };
  if (!priceId && found.kind === 'one') return { row: found.row };
  if (!priceId) return { ok: false, reason: 'price_ambiguous', choices: rows.filter(at(cents)) };
  const row = rows.filter(at(cents)).find((price) => price.id === priceId);
  return row ? { row } : { ok: false, reason: 'price_changed' };
}

const at = (cents: number) => (row: PriceRow) => row.priceCents === cents;

/** Puts a text aside for good reason; what it was stays, and it can be taken up again. */
export async function dismissReceipt(doer: Doer, id: string, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [row] = await tx
      .update(receipts)
      .set({ state: 'dismissed' })
      .where(and(mine(doer, id), inArray(receipts.state, ['open', 'review'])))
      .returning();
    if (!row) return false;
    await audit(tx, doer, row, 'receipt.dismissed', now);
    return true;
  });
}

/** Takes a dismissed text up again: before the person if there was a reason, else to wait for its other half. */
export async function reopenReceipt(doer: Doer, id: string, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(receipts)
      .where(and(mine(doer, id), eq(receipts.state, 'dismissed')))
      .for('update');
    if (!before) return false;
    // What came again meanwhile is still to be compared.
    const reason = before.reason ?? (before.repeatedAt ? 'edited' : null);
    const state = reason ? 'review' : 'open';
    await tx.update(receipts).set({ state, reason, repeatedAt: null, nextRunAt: now }).where(mine(doer, id));
    if (state === 'open') await wake(tx, { queue: 'receipt', id, group: doer.resellerId, at: now });
    await audit(tx, doer, before, 'receipt.reopened', now);
    return true;
  });
}

/**
 * A person has seen that a settled receipt came again with other words; nothing else changes. False when there
 * is nothing to see, or when another text came after the one that was looked at (`seen`).
 */
export async function seeRepeat(
  doer: Doer,
  { id, seen }: { id: string; seen: Date },
  now: Date,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const of = await referenceOf(tx, id, doer.resellerId);
    if (!of) return false;
    const { payee, payer } = await lockedPair(tx, doer.resellerId, of.refKey);
    const repeated = [payee, payer].flatMap((row) => (row?.repeatedAt ? [row] : []));
    if (repeated.length === 0 || repeated.some((row) => row.repeatedAt && row.repeatedAt > seen))
      return false;
    for (const row of repeated) {
      // Nobody else writes it: the reference is locked.
      await tx.update(receipts).set({ repeatedAt: null }).where(mine(doer, row.id));
      await audit(tx, doer, row, 'receipt.seen', now);
    }
    return true;
  });
}

const mine = (doer: Doer, id: string) => and(eq(receipts.resellerId, doer.resellerId), eq(receipts.id, id));

const audit = (tx: Executor, doer: Doer, row: ReceiptRow, action: string, now: Date) => {
  const detail = { reference: row.reference, side: row.side };
  return recordAudit(tx, doer, { action, subjectType: 'receipt', subjectId: row.id, detail }, now);
};
