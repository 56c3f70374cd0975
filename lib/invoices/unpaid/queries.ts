import 'server-only';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { invoices, payments } from '@/db/schema/invoices';
import { lastEvent, RENEWED_THERE } from '@/lib/audit/queries';
import { dayOf, instantOf } from '@/lib/time';

type Invoice = Pick<typeof invoices.$inferSelect, 'resellerId' | 'clientId' | 'period' | 'dueOn'>;

/**
 * The panel's date before a renewal that was made there by hand, where an invoice may be the payment for it: the first
 * to be paid since, for days that the panel gives already. Its renewal must not be sent as a second one, although the
 * later date was taken over here since (F24). Null: there is none, or the invoice is for the days after it.
 */
export async function unpaidRenewal(tx: Executor, invoice: Invoice, zone: string): Promise<Date | null> {
  const { resellerId, clientId } = invoice;
  const event = await lastEvent(tx, resellerId, clientId, RENEWED_THERE);
  const [from, to] = [event?.detail.from, event?.detail.to].map((text) =>
    typeof text === 'string' ? instantOf(text) : null,
  );
  if (!event || !from || !to || (invoice.period ?? invoice.dueOn) >= dayOf(to, zone)) return null;
  // Paid before, given up here and then renewed by hand: that payment was for it.
  const middle = new Date((from.getTime() + to.getTime()) / 2);
  const [since] = await tx
    .select({ id: payments.id })
    .from(payments)
    .innerJoin(
      invoices,
      and(eq(invoices.resellerId, payments.resellerId), eq(invoices.id, payments.invoiceId)),
    )
    .where(
      and(
        eq(payments.resellerId, resellerId),
        eq(invoices.clientId, clientId),
        isNull(payments.voidedAt),
        or(gt(payments.paidAt, event.at), gt(payments.expiryAfter, middle)),
      ),
    )
    .limit(1);
  return since ? null : from;
}
