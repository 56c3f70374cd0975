import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { freeSlot, takeSlot } from './commands';

const ORIGIN = 'https://painel.example';
let t: TestDatabase;
let ana: Actor;
let bia: Actor;
beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller();
  bia = await t.reseller();
});
afterAll(() => t.drop());

test('of twenty callers at once two get a place; one given back is one to take', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => takeSlot(ana.resellerId, ORIGIN)));
  const got = all.filter((slot) => slot !== null);
  expect(got.map((slot) => slot.slot).sort()).toEqual([1, 2]);
  // Another panel, and another reseller's door to the same one, are not held up.
  expect(await takeSlot(ana.resellerId, 'https://outro.example')).not.toBeNull();
  expect(await takeSlot(bia.resellerId, ORIGIN)).not.toBeNull();
  for (const slot of got.slice(0, 1)) await freeSlot(slot);
  const again = await Promise.all([takeSlot(ana.resellerId, ORIGIN), takeSlot(ana.resellerId, ORIGIN)]);
  expect(again.filter(Boolean)).toHaveLength(1);
});

test('a killed process’s place is free when its time is over, and it cannot give away who has it then', async () => {
  const cia = await t.reseller();
  const [killed] = [await takeSlot(cia.resellerId, ORIGIN), await takeSlot(cia.resellerId, ORIGIN)];
  expect(await takeSlot(cia.resellerId, ORIGIN)).toBeNull();
  await t.sql`update panel_slots set until = now() - interval '1 second'
    where reseller_id = ${cia.resellerId} and slot = 1`;
  expect(await takeSlot(cia.resellerId, ORIGIN)).toMatchObject({ slot: 1 });
  if (killed) await freeSlot(killed);
  expect(await takeSlot(cia.resellerId, ORIGIN)).toBeNull();
});
