import 'server-only';
import { eq } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { resellers } from '@/db/schema/resellers';

/** A reseller's own settings; never the API key's hash. */
export async function companyOf(resellerId: ResellerId) {
  const [row] = await database()
    .select({
      name: resellers.name,
      country: resellers.country,
      currency: resellers.currency,
      timezone: resellers.timezone,
      invoiceLeadDays: resellers.invoiceLeadDays,
      neverResend: resellers.neverResend,
      digest: resellers.digest,
      phone: resellers.phone,
      pixKey: resellers.pixKey,
      pixCity: resellers.pixCity,
    })
    .from(resellers)
    .where(eq(resellers.id, resellerId));
  if (!row) throw new Error('A signed-in reseller has no row');
  return row;
}
