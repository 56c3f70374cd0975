import { and, asc, eq, gte, isNull, lte, notExists, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { clients, plans } from '@/db/schema/clients';
import { invoices } from '@/db/schema/invoices';
import { resellers } from '@/db/schema/resellers';
import { system } from '@/lib/audit/commands';
import { oneByOne, type Tally } from '@/lib/one-by-one';
import { DAY_MS, dayOf } from '@/lib/time';
import { createInvoice } from './commands';
import { GIVEN_UP_DAYS, owesInvoice } from './rules';

/**
 * Makes the next invoice of every active client whose validity ends within the reseller's lead (default 10
 * days). One per client and period: the unique index decides, however many callers. A client who still owes
 * an invoice gets no second one, and one that a person cancelled is not made again. A client whose invoice
 * fails holds up nobody.
 */
export async function makeDueInvoices(now: Date, count: Tally): Promise<void> {
  for (const reseller of await database().select().from(resellers)) {
    const today = dayOf(now, reseller.timezone);
    const owed = (await owing(reseller, now)).flatMap(({ expiresAt, ...row }) => {
      const day = dayOf(expiresAt, reseller.timezone);
      return owesInvoice(day, today, reseller.invoiceLeadDays) ? [{ ...row, dueOn: day, period: day }] : [];
    });
    await oneByOne(
      owed,
      count,
      async (invoice) => (await createInvoice(system(reseller.id), invoice, now)) !== null,
    );
  }
}

/** A day wider than `owesInvoice` on both sides, whose calendar days decide; who waits longest comes first. */
const owing = (reseller: typeof resellers.$inferSelect, now: Date) =>
  database()
    .select({ clientId: clients.id, expiresAt: clients.expiresAt, amountCents: plans.priceCents })
    .from(clients)
    .innerJoin(plans, eq(plans.id, clients.planId))
    .where(
      and(
        eq(clients.resellerId, reseller.id),
        isNull(clients.archivedAt),
        eq(clients.status, 'active'),
        sql`${plans.priceCents} > 0`,
        gte(clients.expiresAt, new Date(now.getTime() - (GIVEN_UP_DAYS + 1) * DAY_MS)),
        lte(clients.expiresAt, new Date(now.getTime() + (reseller.invoiceLeadDays + 1) * DAY_MS)),
        notExists(
          database()
            .select({ one: sql`1` })
            .from(invoices)
            .where(
              and(
                eq(invoices.clientId, clients.id),
                sql`(${invoices.state} = 'open' or ${invoices.period} = (${clients.expiresAt} at time zone ${reseller.timezone})::date)`,
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(clients.expiresAt), asc(clients.id))
    .limit(2000);
