import 'server-only';
import { and, asc, eq, isNull, lte, or } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { invoices, payments } from '@/db/schema/invoices';
import { mercadopagoCharges } from '@/db/schema/mercadopago';
import type { Doer } from '@/lib/audit/commands';
import { payInvoice } from '@/lib/invoices/commands';
import { limit } from '@/lib/limits/commands';
import { log } from '@/lib/log';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { recordAccountState } from '../commands';
import { type ChargeRow, openAccount } from '../queries';
import { type ChargeReason, judge, nextLook, type ProviderPayment } from '../rules';
import {
  type ChargeMove,
  claimCreation,
  claimLook,
  failCreation,
  finishCreation,
  moveCharge,
} from './commands';
import { type Bill, billOfLink, liveChargeOfLink } from './queries';

/** Where instants come from: the caller's clock, or the database's. */
export type Clock = () => Date | Promise<Date>;

/** The charges a tick should ask about: a notice may never come. */
export async function dueCharges(now: Date, most: number): Promise<{ id: string; group: string }[]> {
  const free = or(isNull(mercadopagoCharges.leaseUntil), lte(mercadopagoCharges.leaseUntil, now));
  return database()
    .select({ id: mercadopagoCharges.id, group: mercadopagoCharges.resellerId })
    .from(mercadopagoCharges)
    .where(and(eq(mercadopagoCharges.state, 'pending'), lte(mercadopagoCharges.nextRunAt, now), free))
    .orderBy(asc(mercadopagoCharges.nextRunAt))
    .limit(most);
}

/** *Gerar PIX*: asks the provider once, however many visitors press. False when there is no such open invoice. */
export async function createCharge(link: string, now: Clock): Promise<boolean> {
  const bill = await billOfLink(link);
  if (!bill) return false;
  const charge = await claimCreation(bill, await now());
  if (charge) await order(bill, charge, now);
  return true;
}

async function order(bill: Bill, charge: ChargeRow, now: Clock): Promise<void> {
  const account = await openAccount(bill.resellerId);
  const answer = account
    ? await account.api.createPix({
        invoiceId: charge.invoiceId,
        attempt: charge.attempt,
        amountCents: charge.amountCents,
        description: `Fatura de ${bill.company}`.slice(0, 120),
        payer: { email: bill.clientEmail || bill.payerEmail, firstName: firstName(bill.clientName) },
        expiresAt: charge.expiresAt ?? (await now()),
      })
    : { ok: false as const, trouble: 'unauthorized' as const };
  const at = await now();
  if (answer.ok) await finishCreation(charge, answer.value, at);
  else {
    log.warn({ charge: charge.id, trouble: answer.trouble }, 'pix not created');
    await failCreation(charge, answer.trouble, answer.trouble !== 'unreachable', at);
  }
  const state = answer.ok ? 'ok' : answer.trouble === 'unauthorized' ? 'unauthorized' : null;
  if (state && state !== bill.accountState) await recordAccountState(bill.resellerId, state, at);
}

/** *Já paguei*: asks about the PIX at once, but not more often than every ten seconds. */
export async function lookAtLink(link: string, now: Clock): Promise<void> {
  const id = await liveChargeOfLink(link);
  if (!id) return;
  const at = await now();
  const turn = await limit('pix-look', id, { points: 1, seconds: 10 }, at);
  if (turn.allowed) await checkCharge(id, now, new Date(at.getTime() + DAY_MS));
}

/** Reads one PIX at the provider and does what that means; null when it is not due or another caller has it. */
export async function checkCharge(chargeId: string, now: Clock, dueBy?: Date): Promise<string | null> {
  const at = await now();
  const charge = await claimLook(chargeId, dueBy ?? at, at);
  if (!charge) return null;
  const account = await openAccount(charge.resellerId);
  const answer = account && charge.providerId ? await account.api.readPayment(charge.providerId) : null;
  const after = await now();
  if (answer?.ok) return applyPayment(charge, answer.value, after);
  const reason = answer?.trouble ?? 'unauthorized';
  await moveCharge(charge, ['pending'], later(charge, reason, after), provider(charge.resellerId), after);
  return 'unread';
}

/** The one place where a payment read at the provider becomes a paid invoice, whoever asked for the reading. */
export async function applyPayment(charge: ChargeRow, payment: ProviderPayment, now: Date): Promise<string> {
  const doer = provider(charge.resellerId);
  const verdict = judge(payment, { invoiceId: charge.invoiceId, amountCents: await owed(charge) });
  const adopted = charge.providerId ? {} : { providerId: payment.id };
  if (verdict.kind === 'wait') {
    await moveCharge(charge, ['pending'], later(charge, null, now), doer, now);
    return 'waiting';
  }
  if (verdict.kind === 'end') {
    await moveCharge(charge, ['creating', 'pending'], { state: 'ended', reason: verdict.reason }, doer, now);
    return 'ended';
  }
  const outcome = verdict.kind === 'settle' ? await settle(charge, doer, now) : verdict.reason;
  // Tried again by itself, but not one that ended: a newer PIX of the invoice may be alive in its place.
  if (outcome === 'plan_blocked' && charge.state !== 'ended') {
    const move = { ...later(charge, outcome, now), ...adopted };
    await moveCharge(charge, ['creating', 'pending'], move, doer, now);
    return outcome;
  }
  // What came back after it was paid is news; whatever else was judged before stays judged.
  const from: ChargeRow['state'][] = ['creating', 'pending', 'ended'];
  if (outcome === 'refunded') from.push('paid');
  const state = outcome === null ? 'paid' : 'review';
  await moveCharge(charge, from, { state, reason: outcome, ...adopted }, doer, now);
  return state;
}

/** Pays the invoice under the charge's own key; null when it is paid, else why a person must look. */
async function settle(charge: ChargeRow, doer: Doer, now: Date): Promise<ChargeReason | null> {
  const [before] = await database()
    .select({ voidedAt: payments.voidedAt })
    .from(payments)
    .where(and(eq(payments.resellerId, charge.resellerId), eq(payments.id, charge.intentId)));
  if (before?.voidedAt) return 'undone';
  const { invoiceId, intentId } = charge;
  // The money is there: nothing to undo, nothing to wait for.
  const paid = await payInvoice(doer, { invoiceId, intentId, source: 'mercadopago', holdMs: 0 }, now);
  if (paid.ok) return null;
  if (paid.reason === 'already_paid') return 'paid_twice';
  return paid.reason === 'absent' || paid.reason === 'cancelled' ? 'invoice_gone' : 'plan_blocked';
}

/** What the invoice asks for now, not what the charge once asked for. */
async function owed(charge: ChargeRow): Promise<number> {
  const [row] = await database()
    .select({ amountCents: invoices.amountCents })
    .from(invoices)
    .where(and(eq(invoices.resellerId, charge.resellerId), eq(invoices.id, charge.invoiceId)));
  return row?.amountCents ?? -1;
}

/** Still open: asked about again, unless its time is long over. */
function later(charge: ChargeRow, reason: ChargeReason | null, now: Date): ChargeMove {
  const next = reason === 'plan_blocked' ? new Date(now.getTime() + 10 * MINUTE_MS) : nextLook(charge, now);
  return next ? { state: 'pending', reason, nextRunAt: next } : { state: 'ended', reason: 'expired' };
}

const provider = (resellerId: ResellerId): Doer => ({ resellerId, userId: null, userName: 'Mercado Pago' });
const firstName = (name: string) => (name.trim().split(/\s+/)[0] ?? name).slice(0, 40);
