import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { keyFor, renewKey, resellerOfKey } from './commands';
import { lastUseOf } from './queries';

const now = new Date('2026-11-22T10:00:00Z');
let t: TestDatabase;
let ana: Actor;
let rui: Actor;

beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller({ country: 'MZ' });
  rui = await t.reseller({ country: 'MZ' });
});
afterAll(() => t.drop());

test('a key is made once, whoever asks first, and is one per kind and reseller', async () => {
  const asked = await Promise.all(Array.from({ length: 5 }, () => keyFor(ana.resellerId, 'sheet')));
  expect(new Set(asked).size).toBe(1);
  expect(await keyFor(ana.resellerId, 'receipts')).not.toBe(asked[0]);
  expect(await keyFor(rui.resellerId, 'sheet')).not.toBe(asked[0]);
  const [row] = await t.sql`select * from access_keys where reseller_id = ${ana.resellerId}`;
  expect(JSON.stringify(row)).not.toContain(asked[0]);
});

test('it opens only its own kind, and its use is noted', async () => {
  const key = await keyFor(ana.resellerId, 'sheet');
  expect(await lastUseOf(ana.resellerId, 'sheet')).toBeNull();
  expect(await resellerOfKey('sheet', key, now)).toBe(ana.resellerId);
  expect(await resellerOfKey('receipts', key, now)).toBeNull();
  expect(await resellerOfKey('sheet', 'x'.repeat(22), now)).toBeNull();
  expect(await resellerOfKey('sheet', `${key}\n`, now)).toBeNull();
  expect(await lastUseOf(ana.resellerId, 'sheet')).toEqual(now);
});

test('a renewed key ends the old one', async () => {
  const old = await keyFor(rui.resellerId, 'sheet');
  const fresh = await renewKey(rui, 'sheet', now);
  expect(await resellerOfKey('sheet', old, now)).toBeNull();
  expect(await resellerOfKey('sheet', fresh, now)).toBe(rui.resellerId);
  expect(await keyFor(rui.resellerId, 'sheet')).toBe(fresh);
});
