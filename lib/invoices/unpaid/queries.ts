import 'server-only';
import { and, eq, isNull, not, or, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { invoices, payments, renewalIntents } from '@/db/schema/invoices';
import { auditEvents } from '@/db/schema/resellers';
import { RENEWED_THERE, takenBack } from '@/lib/audit/queries';
import { instantOf } from '@/lib/time';
import { type ByHand, unpaidAmong } from './rules';

type Invoice = Pick<typeof invoices.$inferSelect, 'resellerId' | 'clientId' | 'period' | 'dueOn'>;

/**
 * The panel's date before a renewal that was made there by hand, where an invoice may be the payment for it. Its renewal
 * must not be sent as a second one, although the later date was taken over here since (F24). Null: there is none on the
 * server that the client is on, or it is paid, or the invoice is for the days after it.
 */
export async function unpaidRenewal(tx: Executor, invoice: Invoice, zone: string): Promise<Date | null> {
  const { resellerId, clientId } = invoice;
  const events = await byHandOn(tx, invoice);
  if (events.length === 0) return null;
  const paid = await tx
    .select({
      day: sql<string>`coalesce(${invoices.period}, ${invoices.dueOn})::text`,
      paidAt: payments.paidAt,
      expiryAfter: payments.expiryAfter,
    })
    .from(payments)
    .innerJoin(
      invoices,
      and(eq(invoices.resellerId, payments.resellerId), eq(invoices.id, payments.invoiceId)),
    )
    // A payment's renewal has its id.
    .leftJoin(
      renewalIntents,
      and(eq(renewalIntents.resellerId, payments.resellerId), eq(renewalIntents.id, payments.id)),
    )
    .where(
      and(
        eq(payments.resellerId, resellerId),
        eq(invoices.clientId, clientId),
        isNull(payments.voidedAt),
        or(sql`${renewalIntents.state} is distinct from 'verified'`, eq(renewalIntents.attempt, 0)),
      ),
    );
  return unpaidAmong(events, paid, invoice.period ?? invoice.dueOn, zone)?.from ?? null;
}

/**
 * The client's renewals by hand on the panel of today's server; those noted without one count on every. What the panel
 * took back since, as it was proved or taken over here, was given to nobody.
 */
async function byHandOn(tx: Executor, { resellerId, clientId }: Invoice): Promise<ByHand[]> {
  const { at, detail } = auditEvents;
  const rows = await tx
    .select({ at, detail })
    .from(auditEvents)
    .innerJoin(
      clients,
      and(eq(clients.resellerId, auditEvents.resellerId), eq(clients.id, auditEvents.clientId)),
    )
    .where(
      and(
        eq(auditEvents.resellerId, resellerId),
        eq(auditEvents.clientId, clientId),
        eq(auditEvents.action, RENEWED_THERE),
        sql`coalesce(${detail} ->> 'serverId', ${clients.serverId}::text) = ${clients.serverId}::text`,
        not(takenBack),
      ),
    );
  return rows.flatMap((row) => {
    const [from, to] = [row.detail.from, row.detail.to].map((text) =>
      typeof text === 'string' ? instantOf(text) : null,
    );
    return from && to ? [{ at: row.at, from, to }] : [];
  });
}
