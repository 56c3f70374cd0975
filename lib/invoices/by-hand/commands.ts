import { and, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { invoices } from '@/db/schema/invoices';
import type { Doer } from '@/lib/audit/commands';
import type { Money } from '@/lib/money';
import { insertInvoice, type NewInvoice } from '../commands';

type MadeByHand =
  | { ok: true; id: string }
  | { ok: false; reason: 'absent' }
  | { ok: false; reason: 'twin'; twin: Money };

/**
 * An invoice typed by a person. When the client already owes one of that day nothing is made, unless
 * `twinToo`. The client is locked, so that the same form sent twice at once finds its own first invoice.
 */
export async function createByHand(
  doer: Doer,
  invoice: Omit<NewInvoice, 'period'>,
  { twinToo }: { twinToo: boolean },
  now: Date,
): Promise<MadeByHand> {
  return database().transaction(async (tx) => {
    await tx
      .select({ id: clients.id })
      .from(clients)
      .where(and(eq(clients.resellerId, doer.resellerId), eq(clients.id, invoice.clientId)))
      .for('update');
    const [twin] = twinToo
      ? []
      : await tx
          .select({ cents: invoices.amountCents, currency: invoices.currency })
          .from(invoices)
          .where(
            and(
              eq(invoices.resellerId, doer.resellerId),
              eq(invoices.clientId, invoice.clientId),
              eq(invoices.dueOn, invoice.dueOn),
              eq(invoices.state, 'open'),
            ),
          )
          .limit(1);
    if (twin) return { ok: false, reason: 'twin', twin };
    const id = await insertInvoice(tx, doer, { ...invoice, period: null }, now);
    return id ? { ok: true, id } : { ok: false, reason: 'absent' };
  });
}
