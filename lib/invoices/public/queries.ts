import 'server-only';
import { and, eq, ne } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { invoices } from '@/db/schema/invoices';
import { resellers } from '@/db/schema/resellers';
import { fingerprint, unseal } from '@/lib/crypto';

/** What anyone with the link may see: the invoice and whom to pay, nothing else. Null when there is no such link. */
export async function publicInvoice(token: string) {
  if (!/^[\w-]{22}$/.test(token)) return null;
  const [row] = await database()
    .select({
      amountCents: invoices.amountCents,
      currency: invoices.currency,
      dueOn: invoices.dueOn,
      state: invoices.state,
      paidAt: invoices.paidAt,
      id: invoices.id,
      company: resellers.name,
      timezone: resellers.timezone,
      pixKey: resellers.pixKey,
      pixCity: resellers.pixCity,
      clientName: clients.name,
    })
    .from(invoices)
    .innerJoin(resellers, eq(resellers.id, invoices.resellerId))
    .innerJoin(clients, eq(clients.id, invoices.clientId))
    .where(and(eq(invoices.linkHash, fingerprint(token)), ne(invoices.state, 'cancelled')));
  return row ? { ...row, clientName: firstName(row.clientName) } : null;
}

/** The link's path, for the reseller to send; null for an unknown or foreign id. */
export async function publicLink(resellerId: ResellerId, invoiceId: string): Promise<string | null> {
  const [row] = await database()
    .select({ linkEncrypted: invoices.linkEncrypted })
    .from(invoices)
    .where(and(eq(invoices.resellerId, resellerId), eq(invoices.id, invoiceId)));
  return row ? `/f/${unseal(row.linkEncrypted, { resellerId, recordId: invoiceId, column: 'link' })}` : null;
}

const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name;
