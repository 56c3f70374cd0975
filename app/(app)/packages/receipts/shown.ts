import type { Actor } from '@/lib/auth/rules';
import { mbWords, renewalsWords } from '@/lib/groups/prices/messages';
import type { offersOf } from '@/lib/groups/prices/queries';
import { formatMoney } from '@/lib/money';

type Stored = Awaited<ReturnType<typeof offersOf>>[number];
type Place = Actor['reseller'];

/** A group and what it sells, in words: what the decision's form offers. */
export type Offer = {
  id: string;
  name: string;
  prices: { id: string; cents: number; label: string; renews: boolean }[];
};

export const offerOf = ({ id, name, prices }: Stored, { currency, locale }: Place): Offer => ({
  id,
  name,
  prices: prices.map((price) => ({
    id: price.id,
    cents: price.priceCents,
    renews: price.days !== null,
    label: `${mbWords(price.mb, locale)}, ${renewalsWords(price.days).toLowerCase()}, ${formatMoney({ cents: price.priceCents, currency }, locale)}`,
  })),
});
