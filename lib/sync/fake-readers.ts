import { newId } from '@/db/ids';
import type { TestDatabase } from '@/db/test-database';
import { openShop, type Shop } from '@/db/test-shop';
import type { Actor } from '@/lib/auth/rules';
import type { FakePanel } from '@/lib/panels/sigma/fake-panel';
import { DAY_MS } from '@/lib/time';

type Wish = { count: number; name?: string; now: Date };
type Place = { t: TestDatabase; ana: Actor; shop: Shop; panel: FakePanel };

/** Customers `name1…nameN`, alike here and on the panel, whose validity ends on the first to the Nth day from now. */
export async function alike({ t, ana, shop, panel }: Place, wish: Wish): Promise<string[]> {
  const { count, name = 'cliente', now } = wish;
  const userId = panel.control.users[0]?.id ?? '';
  const rows = Array.from({ length: count }, (_, i) => ({
    ...{ id: newId(), reseller_id: ana.resellerId, server_id: shop.serverId, plan_id: shop.planId },
    ...{ name: `${name}${i + 1}`, username: `${name}${i + 1}`, password_encrypted: 'x', search: '' },
    ...{ panel_state: 'linked', expires_at: day(now, i + 1), panel_expires_at: day(now, i + 1) },
  }));
  await t.sql`insert into clients ${t.sql(rows)}`;
  for (const row of rows)
    panel.control.customer({
      ...{ username: row.username, userId, packageId: shop.packageId },
      expiresAt: row.expires_at.toISOString(),
    });
  return rows.map((row) => row.id);
}

const day = (now: Date, n: number) => new Date(now.getTime() + n * DAY_MS);

/** A shop on a panel that lists its customers, `cap` on a page. */
export async function openListing(t: TestDatabase, ana: Actor, panel: FakePanel, now: Date, cap = 5) {
  return asListing({ t, shop: await openShop(ana, panel, now), panel }, cap);
}

/** The same of a shop that stands. */
export async function asListing({ t, shop, panel }: Omit<Place, 'ana'>, cap = 5): Promise<Shop> {
  panel.control.set({ integration: 'on', cap });
  await t.sql`update servers set panel_type = 'integration' where id = ${shop.serverId}`;
  return shop;
}

const queryOf = (path: string) => new URLSearchParams(path.split('?')[1]);

/** Whom the panel was asked for by name, and which pages of its list, in order. */
export const namesAsked = (panel: FakePanel): (string | null)[] =>
  panel.control.calls
    .filter((call) => call.act === 'customer')
    .map((call) => queryOf(call.path).get('username'));
export const pagesAsked = (panel: FakePanel): number[] =>
  panel.control.calls
    .filter((call) => call.act === 'list')
    .map((call) => Number(queryOf(call.path).get('page')));
