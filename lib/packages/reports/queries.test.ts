import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { activatePackage } from '../commands';
import { plannedTimes } from '../plan/rules';
import { packageSlotsOf } from '../record/queries';
import { nextDay, standingStill } from '../tomorrow/queries';
import { sumUp } from '../tomorrow/rules';
import { recentOutages } from './outages/queries';
import { monthReport } from './queries';
import { monthBefore, monthOf, monthWords, spanOf, totalOf, under } from './rules';

const ZONE = 'Africa/Maputo';
let t: TestDatabase;
let actor: Actor;
let groupId: string;

beforeAll(async () => {
  t = await testDatabase();
  actor = await t.reseller({ country: 'MZ' });
  groupId = newId();
  await t.db.insert(groups).values({ id: groupId, resellerId: actor.resellerId, name: 'Vendas' });
});
afterAll(() => t.drop());

describe('the month', () => {
  it('is the reseller’s calendar month, and never one to come', () => {
    const now = local('2025-12-01T01:00');
    expect(monthOf(undefined, now, ZONE)).toBe('2025-12');
    expect(monthOf('2026-01', now, ZONE)).toBe('2025-12');
    expect(monthOf('2025-1', now, ZONE)).toBe('2025-12');
    expect(monthBefore('2025-01')).toBe('2024-12');
    expect(monthWords('2025-03')).toBe('março de 2025');
    expect(spanOf('2025-11', ZONE)).toEqual({
      from: local('2025-11-01T00:00'),
      to: local('2025-12-01T00:00'),
    });
  });

  it('counts sales of the month and what became of its renewals, per group and type', async () => {
    const inNovember = local('2025-11-28T10:00');
    const auto = await sell('AUTO01', 5, inNovember, { sold: { mb: 2000, cents: 4400 }, groupId });
    await sell('MANUAL1', 3, local('2025-11-30T23:30'));
    await sell('DECEM01', 3, local('2025-12-01T00:00'));
    await set(auto, 1, 'delivered', local('2025-11-29T08:10'));
    await set(auto, 2, 'delivered', local('2025-11-30T12:00'));
    await set(auto, 3, 'delivered', local('2025-12-01T08:00'));
    await set(auto, 4, 'skipped', null);
    const november = await monthReport(actor.resellerId, spanOf('2025-11', ZONE));
    expect(november).toEqual([
      {
        ...{
          group: 'Vendas',
          days: 5,
          type: '5 Dias',
          automatic: 1,
          manual: 0,
          soldMb: 2000,
          soldCents: 4400,
        },
        ...{ delivered: 2, late: 1, skipped: 0, open: 0, cancelled: 0, renewedMb: 200, renewedCents: 2500 },
      },
      {
        ...{ group: null, days: 3, type: '3 Dias', automatic: 0, manual: 1, soldMb: 0, soldCents: 0 },
        ...{ delivered: 0, late: 0, skipped: 0, open: 0, cancelled: 0, renewedMb: 0, renewedCents: 0 },
      },
    ]);
    const december = await monthReport(actor.resellerId, spanOf('2025-12', ZONE));
    expect(totalOf(december)).toMatchObject({ manual: 1, automatic: 0, delivered: 1, skipped: 1, open: 7 });
    expect(under(december, 'group').map((g) => g.name)).toEqual(['Vendas', null]);
    const other = await t.reseller({ country: 'MZ' });
    expect(await monthReport(other.resellerId, spanOf('2025-11', ZONE))).toEqual([]);
  });
});

describe('tomorrow and what stood still', () => {
  it('plans each package of the next day as its own page does', async () => {
    const shop = await t.reseller({ country: 'MZ' });
    const now = local('2026-02-10T12:00');
    const onTime = await sell('ONTIME', 5, local('2026-02-08T10:00'), { who: shop });
    await set(onTime, 1, 'delivered', local('2026-02-09T08:00'));
    await set(onTime, 2, 'delivered', local('2026-02-10T08:00'));
    const spaced = await sell('SPACED', 5, local('2026-02-08T10:00'), { who: shop });
    await set(spaced, 1, 'delivered', local('2026-02-09T20:00'));
    const behind = await sell('BEHIND', 5, local('2026-02-07T10:00'), { who: shop });
    const planned = await Promise.all(
      [onTime, spaced, behind].map(async (id) =>
        plannedTimes(await packageSlotsOf(shop.resellerId, id), 'deliver', now).filter(
          (p) => p.at < local('2026-02-11T12:00'),
        ),
      ),
    );
    const day = sumUp(await nextDay(shop.resellerId, { zone: ZONE, late: 'deliver' }, now));
    expect(day.total).toMatchObject({ n: planned.flat().length, mb: 400, cents: 5000 });
    expect(day.hours.map(({ hour, n, late }) => [hour, n, late])).toEqual([
      ['2026-02-10 12:00', 1, 1],
      ['2026-02-10 16:00', 1, 1],
      ['2026-02-11 08:00', 2, 1],
    ]);
  });

  it('counts apart what goes out 20 h after a confirmation that is still to come', async () => {
    const shop = await t.reseller({ country: 'MZ' });
    const waits = await sell('WAITS1', 5, local('2026-02-08T10:00'), { who: shop });
    await t.sql`update package_slots set state = 'sending', sent_at = due_at
      where subscription_id = ${waits} and k = 1`;
    const day = async (now: string) =>
      sumUp(await nextDay(shop.resellerId, { zone: ZONE, late: 'deliver' }, local(now)));
    expect(await day('2026-02-09T09:00')).toMatchObject({ total: { n: 1 }, open: 0 });
    expect(await day('2026-02-09T13:00')).toMatchObject({ total: { n: 0 }, hours: [], open: 1 });
  });

  it('reports an outage with what it did', async () => {
    const shop = await t.reseller({ country: 'MZ' });
    const now = local('2026-03-05T12:00');
    const one = await sell('OUT001', 3, local('2026-03-01T10:00'), { who: shop });
    await set(one, 1, 'delivered', local('2026-03-02T16:00'));
    await set(one, 2, 'delivered', local('2026-03-03T12:00'));
    await set(one, 3, 'delivered', local('2026-03-04T08:00'));
    const two = await sell('OUT002', 3, local('2026-03-01T11:00'), { who: shop });
    await set(two, 1, 'skipped', null);
    await set(two, 2, 'delivered', local('2026-03-03T09:00'));
    await set(two, 3, 'held', null);
    expect((await recentOutages(shop.resellerId, now)).outages).toEqual([
      expect.objectContaining({ from: local('2026-03-04T09:00'), late: 1, owed: 1 }),
      {
        ...{ from: local('2026-03-02T08:00'), to: local('2026-03-02T16:00') },
        ...{ late: 3, delivered: 2, owed: 0, skipped: 1, after: 1 },
      },
    ]);
    expect(await standingStill(shop.resellerId)).toEqual({ held: 1, review: 0, paused: 0 });
    expect(await recentOutages((await t.reseller()).resellerId, now)).toEqual({ outages: [], alone: 0 });
  });
});

function local(text: string): Date {
  return new Date(`${text}:00+02:00`);
}

type Wish = { sold?: { mb: number; cents: number }; groupId?: string; who?: Actor };

async function sell(reference: string, days: number, startAt: Date, wish: Wish = {}): Promise<string> {
  const { sold = null, groupId: group = null, who = actor } = wish;
  const input = { reference, number: '+258845123456', groupId: group, days, startAt, sold, tell: false };
  const made = await t.db.transaction((tx) => activatePackage(tx, who, input, startAt));
  if (!made.ok) throw new Error(made.reason);
  return made.subscription.id;
}

const set = (id: string, k: number, state: string, at: Date | null) =>
  t.sql`update package_slots set state = ${state}, sent_at = ${at}, ordered_at = ${at}, delivered_at = ${at}
    where subscription_id = ${id} and k = ${k}`;
