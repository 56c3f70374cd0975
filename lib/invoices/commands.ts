import { and, eq, inArray, isNull } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { invoices, payments } from '@/db/schema/invoices';
import { resellers } from '@/db/schema/resellers';
import { panelPackages, servers } from '@/db/schema/servers';
import { type AuditEntry, type Doer, recordAudit } from '@/lib/audit/commands';
import { cancelRenewed, holdRenewed, queueRenewedNow } from '@/lib/channels/commands';
import { fingerprint, randomToken, seal } from '@/lib/crypto';
import { cancelIntent, createIntent } from '@/lib/renewals/intents/commands';
import { periodOf } from '@/lib/renewals/rules';
import type { Day } from '@/lib/time';
import { planRefusal, renewedExpiry } from './rules';
import { unpaidRenewal } from './unpaid/queries';

type PaymentSource = typeof payments.$inferInsert.source;
type PayRequest = { invoiceId: string; intentId: string; source: PaymentSource; holdMs: number };
export type PayOutcome =
  | { ok: true; panel: boolean; intentId: string; holdUntil: Date; expiresAt: Date }
  | { ok: false; reason: 'already_paid'; by: string; at: Date }
  | {
      ok: false;
      reason: 'absent' | 'cancelled' | NonNullable<ReturnType<typeof planRefusal>>;
    };

/**
 * The only way an invoice becomes paid, whoever asks. One transaction: paid, payment, the client's new date,
 * one renewal intent, one message waiting on it. Nothing outside is called. `holdMs` is the undo window.
 */
export async function payInvoice(doer: Doer, request: PayRequest, now: Date): Promise<PayOutcome> {
  return database().transaction(async (tx) => {
    const bill = await lockInvoice(tx, doer.resellerId, request.invoiceId);
    if (!bill) return { ok: false, reason: 'absent' };
    const { invoice, client, plan, server, reseller, sold } = bill;
    if (invoice.state === 'cancelled') return { ok: false, reason: 'cancelled' };
    const panel = server.panelType !== 'none';
    if (invoice.state === 'paid') return alreadyPaid(tx, doer.resellerId, request, panel);
    const { panelType } = server;
    const samePlanServer = plan.serverId === server.id;
    const refusal = planRefusal({ panelType, samePlanServer, packageId: plan.packageId, sold });
    if (refusal) return { ok: false, reason: refusal };

    const holdUntil = new Date(now.getTime() + request.holdMs);
    const byHand = await unpaidRenewal(tx, invoice, reseller.timezone);
    const expiresAt = renewedExpiry(client.expiresAt, plan.days, now, reseller.timezone);
    // The browser's key is the payment's and the renewal's id: a second click finds the first one's rows.
    const paymentId = request.intentId;
    await tx
      .update(invoices)
      .set({ state: 'paid', paidAt: now })
      .where(ofReseller(doer.resellerId, invoice.id));
    await tx.insert(payments).values({
      id: paymentId,
      resellerId: doer.resellerId,
      invoiceId: invoice.id,
      amountCents: invoice.amountCents,
      currency: invoice.currency,
      source: request.source,
      paidByName: doer.userName,
      paidAt: now,
      expiryBefore: client.expiresAt,
      expiryAfter: expiresAt,
    });
    await moveClientDate(tx, doer.resellerId, client.id, expiresAt);
    const subject = { resellerId: doer.resellerId, clientId: client.id };
    if (panel && plan.packageId) {
      await createIntent(tx, doer.resellerId, {
        id: request.intentId,
        invoiceId: invoice.id,
        clientId: client.id,
        serverId: server.id,
        serverVersion: server.version,
        panelUsername: client.username,
        lastKnownExpiry: byHand ?? client.panelExpiresAt,
        expiresFirst: byHand,
        packageId: plan.packageId,
        periodMs: periodOf(sold, plan.days),
        neverResend: reseller.neverResend,
        notBefore: holdUntil,
      });
      await holdRenewed(tx, doer, { ...subject, intentId: request.intentId }, now);
    } else await queueRenewedNow(tx, { ...subject, paymentId, expiresAt, notBefore: holdUntil }, now);
    await recordAudit(tx, doer, entry('invoice.paid', invoice, { source: request.source, expiresAt }), now);
    return { ok: true, panel, intentId: request.intentId, holdUntil, expiresAt };
  });
}

export type UndoOutcome = { ok: true } | { ok: false; reason: 'absent' | 'not_paid' | 'too_late' };

/** *Desfazer*: possible exactly while nothing has been sent; then it is as if the button was never pressed. */
export async function undoPayment(doer: Doer, invoiceId: string, now: Date): Promise<UndoOutcome> {
  return database().transaction(async (tx) => {
    const bill = await lockInvoice(tx, doer.resellerId, invoiceId);
    if (!bill) return { ok: false, reason: 'absent' };
    const { invoice, client, server } = bill;
    const payment = await livePayment(tx, doer.resellerId, invoiceId);
    if (invoice.state !== 'paid' || !payment) return { ok: false, reason: 'not_paid' };
    const panel = server.panelType !== 'none';
    const intentId = panel ? await cancelIntent(tx, doer.resellerId, invoiceId) : null;
    const of = { resellerId: doer.resellerId, ...(intentId ? { intentId } : { paymentId: payment.id }) };
    const messageStopped = await cancelRenewed(tx, doer, of, now);
    // Without a panel the message is the only effect outside: once it left, there is nothing to take back.
    if (panel ? !intentId : !messageStopped) return { ok: false, reason: 'too_late' };
    await tx
      .update(payments)
      .set({ voidedAt: now })
      .where(and(eq(payments.resellerId, doer.resellerId), eq(payments.id, payment.id)));
    await tx
      .update(invoices)
      .set({ state: 'open', paidAt: null })
      .where(ofReseller(doer.resellerId, invoiceId));
    // A later payment may have moved the date on, so only this payment's own days are taken back.
    const days = payment.expiryAfter.getTime() - payment.expiryBefore.getTime();
    await moveClientDate(tx, doer.resellerId, client.id, new Date(client.expiresAt.getTime() - days));
    await recordAudit(tx, doer, entry('invoice.undone', invoice, {}), now);
    return { ok: true };
  });
}

export type NewInvoice = { clientId: string; amountCents: number; dueOn: Day; period: Day | null };

/** Makes one open invoice; null when the client is absent or the period already has its invoice. */
export const createInvoice = (doer: Doer, input: NewInvoice, now: Date): Promise<string | null> =>
  database().transaction((tx) => insertInvoice(tx, doer, input, now));

/** The same inside somebody else's transaction. */
export async function insertInvoice(
  tx: Executor,
  doer: Doer,
  input: NewInvoice,
  now: Date,
): Promise<string | null> {
  const [client] = await tx
    .select({ planId: clients.planId, currency: resellers.currency })
    .from(clients)
    .innerJoin(resellers, eq(resellers.id, clients.resellerId))
    .where(
      and(
        eq(clients.resellerId, doer.resellerId),
        eq(clients.id, input.clientId),
        isNull(clients.archivedAt),
      ),
    );
  if (!client) return null;
  const id = newId();
  const token = randomToken();
  const place = { resellerId: doer.resellerId, recordId: id, column: 'link' };
  const link = { linkHash: fingerprint(token), linkEncrypted: seal(token, place) };
  const [made] = await tx
    .insert(invoices)
    .values({ id, resellerId: doer.resellerId, ...client, ...input, ...link })
    .onConflictDoNothing()
    .returning();
  if (!made) return null;
  await recordAudit(tx, doer, entry('invoice.created', made, { dueOn: made.dueOn }), now);
  return id;
}

/** Cancels an open invoice; false when it is absent or no longer open. */
export async function cancelInvoice(doer: Doer, invoiceId: string, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [row] = await tx
      .update(invoices)
      .set({ state: 'cancelled' })
      .where(and(ofReseller(doer.resellerId, invoiceId), eq(invoices.state, 'open')))
      .returning();
    if (row) await recordAudit(tx, doer, entry('invoice.cancelled', row, {}), now);
    return row !== undefined;
  });
}

/** The invoice and all that its payment touches, the invoice and the client locked against other payers. */
async function lockInvoice(tx: Executor, resellerId: ResellerId, invoiceId: string) {
  // First the locks, then the reading: a client who is moved meanwhile has another plan and server after the wait. The
  // client comes first, as for whoever takes both out of the register.
  const mine = ofReseller(resellerId, invoiceId);
  const owner = tx.select({ id: invoices.clientId }).from(invoices).where(mine);
  await tx.select({ id: clients.id }).from(clients).where(inArray(clients.id, owner)).for('update');
  await tx.select({ id: invoices.id }).from(invoices).where(mine).for('update');
  const [row] = await tx
    .select({
      invoice: invoices,
      client: {
        id: clients.id,
        username: clients.username,
        expiresAt: clients.expiresAt,
        panelExpiresAt: clients.panelExpiresAt,
      },
      plan: plans,
      server: servers,
      reseller: resellers,
      sold: panelPackages,
    })
    .from(invoices)
    .innerJoin(clients, eq(clients.id, invoices.clientId))
    .innerJoin(plans, eq(plans.id, clients.planId))
    .innerJoin(servers, eq(servers.id, clients.serverId))
    .innerJoin(resellers, eq(resellers.id, invoices.resellerId))
    .leftJoin(
      panelPackages,
      and(eq(panelPackages.serverId, servers.id), eq(panelPackages.packageId, plans.packageId)),
    )
    .where(mine);
  return row ?? null;
}

async function livePayment(tx: Executor, resellerId: ResellerId, invoiceId: string) {
  const [row] = await tx
    .select()
    .from(payments)
    .where(
      and(eq(payments.resellerId, resellerId), eq(payments.invoiceId, invoiceId), isNull(payments.voidedAt)),
    );
  return row ?? null;
}

async function alreadyPaid(
  tx: Executor,
  resellerId: ResellerId,
  request: PayRequest,
  panel: boolean,
): Promise<PayOutcome> {
  const payment = await livePayment(tx, resellerId, request.invoiceId);
  if (!payment) return { ok: false, reason: 'absent' };
  if (payment.id !== request.intentId)
    return { ok: false, reason: 'already_paid', by: payment.paidByName, at: payment.paidAt };
  const holdUntil = new Date(payment.paidAt.getTime() + request.holdMs);
  return { ok: true, panel, intentId: payment.id, holdUntil, expiresAt: payment.expiryAfter };
}

const moveClientDate = (tx: Executor, resellerId: ResellerId, clientId: string, expiresAt: Date) =>
  tx
    .update(clients)
    .set({ expiresAt })
    .where(and(eq(clients.resellerId, resellerId), eq(clients.id, clientId)));

const ofReseller = (resellerId: ResellerId, id: string) =>
  and(eq(invoices.resellerId, resellerId), eq(invoices.id, id));

type Row = typeof invoices.$inferSelect;
const entry = (action: string, invoice: Row, detail: Record<string, unknown>): AuditEntry => ({
  action,
  subjectType: 'invoice',
  subjectId: invoice.id,
  clientId: invoice.clientId,
  detail: { amountCents: invoice.amountCents, currency: invoice.currency, ...detail },
});
