import 'server-only';
import { and, desc, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { invoices } from '@/db/schema/invoices';

/** A client's latest invoices, for their page. */
export const latestInvoices = (resellerId: ResellerId, clientId: string, limit = 6) =>
  database()
    .select({
      id: invoices.id,
      amountCents: invoices.amountCents,
      currency: invoices.currency,
      dueOn: invoices.dueOn,
      state: invoices.state,
      paidAt: invoices.paidAt,
    })
    .from(invoices)
    .where(and(eq(invoices.resellerId, resellerId), eq(invoices.clientId, clientId)))
    .orderBy(desc(invoices.dueOn), desc(invoices.id))
    .limit(limit);
