import { and, eq, isNull, lte, notExists, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { clients, plans } from '@/db/schema/clients';
import { invoices } from '@/db/schema/invoices';
import { resellers } from '@/db/schema/resellers';
import { system } from '@/lib/audit/commands';
import { DAY_MS, dayOf } from '@/lib/time';
import { createInvoice } from './commands';
import { owesInvoice } from './rules';

type Count = { planned: number; done: number; skipped: number; failed: number };

/**
 * Makes the next invoice of every active client whose validity ends within the reseller's lead (default 10
 * days). One per client and period: the unique index decides, however many callers. A client who still owes
 * an invoice gets no second one.
 */
export async function makeDueInvoices(now: Date, count: Count): Promise<void> {
  for (const reseller of await database().select().from(resellers)) {
    const horizon = new Date(now.getTime() + (reseller.invoiceLeadDays + 1) * DAY_MS);
    const rows = await owing(reseller.id, horizon);
    const today = dayOf(now, reseller.timezone);
    for (const row of rows) {
      const day = dayOf(row.expiresAt, reseller.timezone);
      if (!owesInvoice(day, today, reseller.invoiceLeadDays)) continue;
      count.planned++;
      const invoice = { clientId: row.clientId, amountCents: row.amountCents, dueOn: day, period: day };
      const made = await createInvoice(system(reseller.id), invoice, now);
      count[made ? 'done' : 'skipped']++;
    }
  }
}

const owing = (resellerId: typeof resellers.$inferSelect.id, horizon: Date) =>
  database()
    .select({ clientId: clients.id, expiresAt: clients.expiresAt, amountCents: plans.priceCents })
    .from(clients)
    .innerJoin(plans, eq(plans.id, clients.planId))
    .where(
      and(
        eq(clients.resellerId, resellerId),
        isNull(clients.archivedAt),
        eq(clients.status, 'active'),
        sql`${plans.priceCents} > 0`,
        lte(clients.expiresAt, horizon),
        notExists(
          database()
            .select({ one: sql`1` })
            .from(invoices)
            .where(and(eq(invoices.clientId, clients.id), eq(invoices.state, 'open'))),
        ),
      ),
    )
    .limit(2000);
