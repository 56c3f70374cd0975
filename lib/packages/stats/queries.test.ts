import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { DAY_MS } from '@/lib/time';
import { schedulePackage } from '../sale/commands';
import { packageAttention, packageRenewalsPerDay, packagesNeedingPerson } from './queries';

const now = new Date('2025-11-20T10:00:00Z');
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

async function shopWith(reference: string) {
  const actor = await t.reseller({ country: 'MZ' });
  const start = new Date(now.getTime() - 2 * DAY_MS);
  const wish = { reference, number: '+258845123456', groupId: null, days: 5 };
  const made = await schedulePackage(actor, wish, start);
  if (!made.ok) throw new Error(made.reason);
  return { actor, slots: made.slots };
}

it('counts a renewal to the day on the reseller’s wall: 23:30 in Maputo is still that day', async () => {
  const { actor, slots } = await shopWith('DAYS01');
  const out = async (k: number, at: string) => t.sql`update package_slots
    set state = 'delivered', sent_at = ${new Date(at)}, ordered_at = ${new Date(at)}, delivered_at = ${new Date(at)}
    where id = ${slots[k]?.id ?? ''}`;
  await out(0, '2025-11-19T21:30:00Z');
  await out(1, '2025-11-19T22:00:00Z');
  await out(2, '2025-11-17T21:59:59Z');
  expect(await packageRenewalsPerDay(actor.resellerId, now, 'Africa/Maputo', 3)).toEqual([
    { day: '2025-11-18', n: 0 },
    { day: '2025-11-19', n: 1 },
    { day: '2025-11-20', n: 1 },
  ]);
});

it('counts a slot in review once although its row is in review too, and receipts beside it', async () => {
  const { actor, slots } = await shopWith('REVIEW1');
  const { resellerId } = actor;
  await t.sql`update package_slots set state = 'review' where id = ${slots[0]?.id ?? ''}`;
  const row = (reference: string, slotId: string | null) => t.sql`insert into sheet_rows
    (id, reseller_id, book, reference, ref_key, value, number, message, slot_id, state, next_run_at)
    values (gen_random_uuid(), ${resellerId}, 'orders', ${reference}, ${reference}, '100', '845123456', '', ${slotId}, 'review', ${now})`;
  await row('REVIEW1D1', slots[0]?.id ?? null);
  await row('OTHER1', null);
  await t.sql`insert into receipts
    (id, reseller_id, side, provider, reference, ref_key, amount_cents, body, state, reason, next_run_at, received_at)
    values (gen_random_uuid(), ${resellerId}, 'payee', 'mpesa', 'R1', 'R1', 4400, 'x', 'review', 'edited', ${now}, ${now})`;
  expect(await packageAttention(resellerId, now)).toMatchObject({
    slots: 1,
    rows: 1,
    receipts: 1,
    active: 1,
  });
  expect(await packagesNeedingPerson(resellerId)).toBe(3);
  expect(await packagesNeedingPerson((await t.reseller()).resellerId)).toBe(0);
});
