import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { schedulePackage } from '../sale/commands';
import { packageAttention, packageStats, packagesNeedingPerson } from '../stats/queries';
import { nextDay } from '../tomorrow/queries';
import { sumUp } from '../tomorrow/rules';
import { listPackages, packageChoices } from './queries';
import { packageFilters } from './schema';

const now = new Date('2025-11-20T10:00:00Z');
let t: TestDatabase;
let actor: Actor;
let other: Actor;
let groupId: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  t = await testDatabase();
  [actor, other] = [await t.reseller({ country: 'MZ' }), await t.reseller({ country: 'MZ' })];
  groupId = newId();
  await t.db.insert(groups).values({ id: groupId, resellerId: actor.resellerId, name: 'Vendas Maputo' });
  ids.fresh = await sell(actor, 'FRESH1', 5, now, { groupId });
  ids.late = await sell(actor, 'LATE01', 5, at(-3 * DAY_MS));
  ids.paused = await sell(actor, 'PAUSED1', 3, at(-DAY_MS));
  ids.held = await sell(actor, 'HELD01', 15, at(-2 * DAY_MS));
  ids.ended = await sell(actor, 'ENDED1', 3, at(-20 * DAY_MS));
  await sell(other, 'FRESH1', 5, at(-4 * DAY_MS));
  await t.sql`update package_subscriptions set state = 'paused', paused_at = ${now} where id = ${ids.paused}`;
  await t.sql`update package_subscriptions set state = 'ended', closed_at = ${now} where id = ${ids.ended}`;
  await t.sql`update package_slots set state = 'delivered', sent_at = due_at, ordered_at = due_at, delivered_at = due_at
    where subscription_id = ${ids.ended}`;
  await t.sql`update package_slots set state = 'delivered', sent_at = due_at, ordered_at = due_at, delivered_at = due_at
    where subscription_id = ${ids.late} and k = 1`;
  await t.sql`update package_slots set state = case k when 1 then 'held' else 'review' end
    where subscription_id = ${ids.held} and k < 3`;
});
afterAll(() => t.drop());

describe('the views', () => {
  it('shows what runs by its end, and each view only its own', async () => {
    expect(await found({})).toEqual(['LATE01', 'FRESH1', 'HELD01']);
    expect(await found({ state: 'late' })).toEqual(['LATE01', 'HELD01']);
    expect(await found({ state: 'needs' })).toEqual(['HELD01']);
    expect(await found({ state: 'paused' })).toEqual(['PAUSED1']);
    expect(await found({ state: 'closed' })).toEqual(['ENDED1']);
    expect(await found({ state: 'all' })).toEqual(['ENDED1', 'HELD01', 'PAUSED1', 'LATE01', 'FRESH1']);
  });

  it('keeps to a group and to a length', async () => {
    expect(await found({ group: groupId })).toEqual(['FRESH1']);
    expect(await found({ group: 'none', days: 15 })).toEqual(['HELD01']);
    expect(await found({ group: 'nonsense', days: 'x' })).toEqual(['LATE01', 'FRESH1', 'HELD01']);
  });

  it('finds a number in any spelling, and a reference, of a package or of one renewal, in any case', async () => {
    for (const q of ['84 512 3456', '+258845123456', '3456', 'fresh', 'RESH1'])
      expect(await found({ q })).toContain('FRESH1');
    expect(await found({ q: 'fresh1d2' })).toEqual(['FRESH1']);
    expect(await found({ q: 'FRESH1D6' })).toEqual([]);
    expect(await found({ q: 'ended1' })).toEqual([]);
    expect(await found({ q: 'ended1', state: 'all' })).toEqual(['ENDED1']);
    expect(await found({ q: '%' })).toEqual([]);
  });

  it('never leaves the reseller', async () => {
    const { rows } = await listPackages(other.resellerId, packageFilters.parse({ state: 'all' }), now);
    expect(rows).toHaveLength(1);
    expect((await packageChoices(other.resellerId)).groups).toEqual([]);
  });
});

describe('a row', () => {
  const row = async (id: string | undefined) =>
    (await listPackages(actor.resellerId, packageFilters.parse({ state: 'all' }), now)).rows.find(
      (r) => r.id === id,
    );

  it('knows how far the package is, what is late and when the next goes out', async () => {
    expect(await row(ids.late)).toMatchObject({
      groupName: null,
      typeName: '5 Dias',
      progress: {
        done: 1,
        total: 5,
        views: ['delivered', 'late', 'late', 'scheduled', 'scheduled'],
        next: now,
      },
    });
    expect((await row(ids.paused))?.progress).toMatchObject({
      views: ['paused', 'paused', 'paused'],
      next: null,
    });
    expect((await row(ids.held))?.progress.views.slice(0, 3)).toEqual(['held', 'review', 'scheduled']);
    expect((await row(ids.ended))?.progress).toMatchObject({ done: 3, total: 3, next: null });
  });

  it('shows a half as a half', async () => {
    await t.sql`update package_slots set state = 'sending', sent_at = ${now}
      where subscription_id = ${ids.fresh ?? ''} and k = 1`;
    await t.sql`insert into sheet_rows (id, reseller_id, book, reference, ref_key, value, number, message, slot_id, state, next_run_at)
      select ${newId()}, reseller_id, 'payments', reference, ref_key, '12.5', '845123456', '', id, 'done', ${now}
      from package_slots where subscription_id = ${ids.fresh ?? ''} and k = 1`;
    expect((await row(ids.fresh))?.progress.views[0]).toBe('half');
  });
});

it('walks many pages there and back without a gap', async () => {
  const shop = await t.reseller({ country: 'MZ' });
  for (let n = 0; n < 120; n++) await sell(shop, `SERIE${n}`, 3, at(-Math.floor(n / 3) * HOUR_MS));
  for (const state of ['active', 'all']) {
    const seen: string[] = [];
    let page = await pageOf(shop, { state });
    seen.push(...refs(page));
    while (page.next) {
      page = await pageOf(shop, { state, after: page.next });
      seen.push(...refs(page));
    }
    expect(new Set(seen).size, state).toBe(120);
    expect(refs(page)).toHaveLength(20);
    page = await pageOf(shop, { state, before: page.previous ?? '' });
    expect(refs(page)).toEqual(seen.slice(50, 100));
    page = await pageOf(shop, { state, before: page.previous ?? '' });
    expect(refs(page)).toEqual(seen.slice(0, 50));
    expect(page.previous).toBeNull();
  }
});

it('counts what runs, what comes and what waits for a person', async () => {
  const stats = await packageStats(actor.resellerId, now);
  expect(stats).toMatchObject({
    active: 3,
    byDays: [
      { days: 5, n: 2 },
      { days: 15, n: 1 },
    ],
    last24h: 0,
  });
  // LATE01 is behind by two, and sends one of them now; the next of HELD01 is due tomorrow.
  const soon = await nextDay(actor.resellerId, { zone: 'Africa/Maputo', late: 'deliver', hours: 6 }, now);
  expect(sumUp(soon).total.n).toBe(1);
  expect(await packageAttention(actor.resellerId, now)).toEqual({
    any: true,
    active: 3,
    late: 3,
    slots: 2,
    rows: 0,
    receipts: 0,
  });
  expect(await packagesNeedingPerson(actor.resellerId)).toBe(2);
  expect(await packageAttention((await t.reseller()).resellerId, now)).toMatchObject({
    any: false,
    active: 0,
  });
});

const at = (ms: number) => new Date(now.getTime() + ms);
const pageOf = (who: Actor, wish: Record<string, unknown>) =>
  listPackages(who.resellerId, packageFilters.parse(wish), now);
const refs = (page: { rows: { reference: string }[] }) => page.rows.map((r) => r.reference);
const found = async (wish: Record<string, unknown>) => refs(await pageOf(actor, wish));

async function sell(
  who: Actor,
  reference: string,
  days: number,
  startAt: Date,
  wish: { groupId?: string } = {},
): Promise<string> {
  const input = { reference, number: '+258845123456', groupId: wish.groupId ?? null, days };
  const made = await schedulePackage(who, input, startAt);
  if (!made.ok) throw new Error(made.reason);
  return made.subscription.id;
}
