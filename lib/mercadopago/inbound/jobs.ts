import 'server-only';
import { and, asc, eq, lte } from 'drizzle-orm';
import { database } from '@/db/client';
import { inboundEvents } from '@/db/schema/mercadopago';
import { signedNotice } from '../api';
import { applyPayment, type Clock } from '../charges/jobs';
import { chargeOfPayment } from '../charges/queries';
import { recordAccountState } from '../commands';
import { accountOfKey, openAccount } from '../queries';
import { paymentId } from '../schema';
import { claimEvent, closeEvent, keepNotice, postponeEvent } from './commands';

type Delivery = {
  signature: string | null;
  requestId: string | null;
  dataId: string | null;
  type: string | null;
  body: string;
};

/**
 * Takes one notice in: whose it is by the key, genuine by its signature, kept, and no more. What is signed
 * names a payment to read; the body is kept as it came and never believed.
 */
export async function receiveNotice(key: string, delivery: Delivery, now: Date): Promise<200 | 401 | 404> {
  const account = await accountOfKey(key);
  if (!account) return 404;
  const signed = account.secret ? signedNotice(account.secret, delivery, now) : null;
  if (!signed) return 401;
  const subject = paymentId.safeParse(delivery.dataId);
  const notice = {
    externalId: [account.row.id, delivery.dataId, delivery.requestId, signed.ts].join('/').slice(0, 400),
    subject: subject.success ? subject.data : '',
    body: delivery.body,
    worthReading: subject.success && (delivery.type === null || delivery.type === 'payment'),
  };
  await keepNotice(account.row.resellerId, notice, now);
  return 200;
}

/** The notices a tick should work on. */
export async function dueInbound(now: Date, most: number): Promise<{ id: string; group: string }[]> {
  return database()
    .select({ id: inboundEvents.id, group: inboundEvents.resellerId })
    .from(inboundEvents)
    .where(and(eq(inboundEvents.state, 'pending'), lte(inboundEvents.nextRunAt, now)))
    .orderBy(asc(inboundEvents.nextRunAt))
    .limit(most);
}

/** Reads the payment a notice names, with the reseller's own token, and does what that means. */
export async function runInboundEvent(id: string, now: Clock): Promise<string | null> {
  const event = await claimEvent(id, await now());
  if (!event) return null;
  const account = await openAccount(event.resellerId);
  if (!account) {
    await closeEvent(event, 'ignored', 'no_account');
    return 'ignored';
  }
  const answer = await account.api.readPayment(event.subject);
  const at = await now();
  if (!answer.ok) {
    if (answer.trouble === 'unauthorized') await recordAccountState(event.resellerId, 'unauthorized', at);
    if (answer.trouble === 'not_found') await closeEvent(event, 'ignored', answer.trouble);
    else await postponeEvent(event, answer.trouble, at);
    return answer.trouble;
  }
  const charge = await chargeOfPayment(event.resellerId, answer.value);
  const outcome = charge ? await applyPayment(charge, answer.value, at) : 'not_ours';
  await closeEvent(event, charge ? 'done' : 'ignored', outcome);
  return outcome;
}
