import 'server-only';
import { and, desc, eq } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { invoices } from '@/db/schema/invoices';
import { mercadopagoAccounts, mercadopagoCharges } from '@/db/schema/mercadopago';
import { resellers } from '@/db/schema/resellers';
import { fingerprint } from '@/lib/crypto';
import { MINUTE_MS } from '@/lib/time';
import type { ChargeRow } from '../queries';
import { invoiceOf, isShowable } from '../rules';

/** The invoice behind a link and what a PIX for it needs; null when it is not open, not in reais or unknown. */
export async function billOfLink(token: string) {
  if (!/^[\w-]{22}$/.test(token)) return null;
  const [row] = await database()
    .select({
      invoiceId: invoices.id,
      resellerId: invoices.resellerId,
      amountCents: invoices.amountCents,
      company: resellers.name,
      clientName: clients.name,
      clientEmail: clients.email,
      payerEmail: mercadopagoAccounts.payerEmail,
      accountState: mercadopagoAccounts.state,
    })
    .from(invoices)
    .innerJoin(resellers, eq(resellers.id, invoices.resellerId))
    .innerJoin(clients, eq(clients.id, invoices.clientId))
    .innerJoin(mercadopagoAccounts, eq(mercadopagoAccounts.resellerId, invoices.resellerId))
    .where(
      and(
        eq(invoices.linkHash, fingerprint(token)),
        eq(invoices.state, 'open'),
        eq(invoices.currency, 'BRL'),
      ),
    );
  return row ?? null;
}
export type Bill = NonNullable<Awaited<ReturnType<typeof billOfLink>>>;

export type VisitorPix = { qrText: string | null; expiresAt: Date | null; trouble: boolean };

/** What a visitor sees of the provider's PIX, from what is stored; null when the reseller has no provider. */
export async function visitorPix(token: string, now: Date): Promise<VisitorPix | null> {
  const bill = await billOfLink(token);
  if (!bill) return null;
  const charge = await lastCharge(database(), bill);
  const live =
    charge?.state === 'pending' &&
    charge.amountCents === bill.amountCents &&
    charge.expiresAt !== null &&
    isShowable(charge.expiresAt, now);
  const recent = charge && now.getTime() - charge.nextRunAt.getTime() < 5 * MINUTE_MS;
  const failed = charge?.reason && (charge.state === 'creating' || charge.state === 'ended') && recent;
  return {
    qrText: live ? charge.qrText : null,
    expiresAt: live ? charge.expiresAt : null,
    trouble: !live && Boolean(failed && charge.reason !== 'expired'),
  };
}

/** The latest attempt at a PIX for an invoice: the only one that may be alive. */
export async function lastCharge(
  tx: Executor,
  bill: Pick<Bill, 'resellerId' | 'invoiceId'>,
): Promise<ChargeRow | undefined> {
  const [row] = await tx
    .select()
    .from(mercadopagoCharges)
    .where(
      and(
        eq(mercadopagoCharges.resellerId, bill.resellerId),
        eq(mercadopagoCharges.invoiceId, bill.invoiceId),
      ),
    )
    .orderBy(desc(mercadopagoCharges.attempt))
    .limit(1);
  return row;
}

/** The live PIX of the invoice behind a link, for *Já paguei*; null when there is none. */
export async function liveChargeOfLink(token: string): Promise<string | null> {
  const bill = await billOfLink(token);
  if (!bill) return null;
  const [charge] = await database()
    .select({ id: mercadopagoCharges.id })
    .from(mercadopagoCharges)
    .where(
      and(
        eq(mercadopagoCharges.resellerId, bill.resellerId),
        eq(mercadopagoCharges.invoiceId, bill.invoiceId),
        eq(mercadopagoCharges.state, 'pending'),
      ),
    );
  return charge?.id ?? null;
}

/** The charge a payment of the provider belongs to: by its number, else by our reference when its number was lost. */
export async function chargeOfPayment(
  resellerId: ResellerId,
  payment: { id: string; reference: string | null },
) {
  const of = eq(mercadopagoCharges.resellerId, resellerId);
  const [known] = await database()
    .select()
    .from(mercadopagoCharges)
    .where(and(of, eq(mercadopagoCharges.providerId, payment.id)));
  if (known) return known;
  const invoiceId = invoiceOf(payment.reference);
  if (!invoiceId) return null;
  const [lost] = await database()
    .select()
    .from(mercadopagoCharges)
    .where(and(of, eq(mercadopagoCharges.invoiceId, invoiceId), eq(mercadopagoCharges.state, 'creating')));
  return lost ?? null;
}
