import 'server-only';
import { and, eq, isNotNull, notExists, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { bulkRows } from '@/db/schema/bulk';
import { invoices, payments, renewalIntents } from '@/db/schema/invoices';
import { mercadopagoCharges } from '@/db/schema/mercadopago';

/**
 * An invoice that the routine made by itself and nobody has used since: open, in no batch, without a PIX, a renewal or a
 * payment, voided ones too. Where its client is taken back out of the register it goes along, else every import of
 * clients who are due soon could not be undone a minute later.
 */
export const untouched = () =>
  and(
    isNotNull(invoices.period),
    eq(invoices.state, 'open'),
    ...[payments, renewalIntents, mercadopagoCharges, bulkRows].map((table) =>
      notExists(
        database()
          .select({ one: sql`1` })
          .from(table)
          .where(and(eq(table.resellerId, invoices.resellerId), eq(table.invoiceId, invoices.id))),
      ),
    ),
  );
