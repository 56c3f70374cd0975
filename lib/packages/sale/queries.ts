import 'server-only';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { currentPrices } from '@/lib/groups/prices/queries';

/** What a group sells at which value, for the form that looks a payment up. */
export async function pricesFor(resellerId: ResellerId, groupId: string) {
  const rows = await currentPrices(database(), resellerId, groupId);
  return rows.map(({ id, priceCents, mb, days, label, chosen }) => ({
    id,
    priceCents,
    mb,
    days,
    label,
    chosen,
  }));
}

export type FormPrice = Awaited<ReturnType<typeof pricesFor>>[number];
