import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSettings } from '@/db/schema/packages';
import { sheetRows, sheets } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { unseal } from '@/lib/crypto';
import { fileRows, type NewRow, saveSheet } from './commands';
import { sheetFor } from './queries';

const now = new Date('2026-11-22T10:00:00Z');
const URL_A = 'https://script.google.com/macros/s/AKfycbzzzzzzzzzz7f2c/exec';
let t: TestDatabase;
let ana: Actor;
let rui: Actor;

beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller({ country: 'MZ' });
  rui = await t.reseller({ country: 'MZ' });
});
afterAll(() => t.drop());

const row = (more: Partial<NewRow> = {}): NewRow => ({
  ...{ resellerId: ana.resellerId, book: 'orders', sheetId: null, reference: 'ABC123D1', value: '100' },
  ...{ number: '845123456', chat: '', message: 'Pacote automatico', subscriptionId: null, slotId: null },
  ...more,
});
const file = (rows: NewRow[]) => t.db.transaction((tx) => fileRows(tx, rows, now));

test('the built-in book has a row at once; the same row again is the same row', async () => {
  const [first] = await file([row()]);
  expect(first).toMatchObject({ state: 'done', doneAt: now });
  const [again] = await file([row({ reference: 'abc123d1' })]);
  expect(again).toMatchObject({ state: 'done', id: first?.id });
  const stored = await t.db.select().from(sheetRows).where(eq(sheetRows.resellerId, ana.resellerId));
  expect(stored).toMatchObject([{ phoneState: 'pending', refKey: 'ABC123D1' }]);
});

test('a reference that stands for something else is taken, in its book and for its reseller only', async () => {
  const slotId = newId();
  const [one, two, three, four] = await file([
    row({ value: '200' }),
    row({ number: '845999999' }),
    row({ book: 'payments', value: '12.5' }),
    row({ resellerId: rui.resellerId, value: '300' }),
  ]);
  expect([one?.state, two?.state, three?.state, four?.state]).toEqual(['taken', 'taken', 'done', 'done']);
  const [mine] = await file([row({ reference: 'SLOTD1', slotId })]);
  const [other] = await file([row({ reference: 'SLOTD1', slotId: newId() })]);
  expect([mine?.state, other?.state]).toEqual(['done', 'taken']);
  const twice = await file([row({ reference: 'TWICE' }), row({ reference: 'twice', value: '7' })]);
  expect(twice.map((r) => r.state)).toEqual(['done', 'taken']);
});

test('two transactions that file one reference at once file it once', async () => {
  const filed = await Promise.all(
    Array.from({ length: 7 }, (_, i) => file([row({ reference: 'RACE1', number: `84500000${i}` })])),
  );
  expect(filed.flat().filter((r) => r.state === 'done')).toHaveLength(1);
});

test('what no book may hold is never filed', async () => {
  for (const bad of [
    { reference: 'A|B' },
    { reference: '=1+1' },
    { reference: 'ABC\n' },
    { value: '1|2' },
    { value: '-5' },
    { number: '+258845123456' },
    { number: '845123456\n' },
  ])
    await expect(file([row(bad)])).rejects.toThrow('cannot stand');
});

test('a sheet is the group’s, else the reseller’s, else none; its address is sealed', async () => {
  expect(await sheetFor(t.db, ana.resellerId, null, 'orders')).toBeNull();
  const [own, groups1] = await t.db.transaction(async (tx) => [
    await saveSheet(tx, ana, 'orders', URL_A, now),
    await saveSheet(tx, ana, 'orders', `${URL_A}?g=1`, now),
  ]);
  expect(await saveSheet(t.db, ana, 'orders', URL_A, now)).toBe(own);
  expect(await saveSheet(t.db, rui, 'orders', URL_A, now)).not.toBe(own);
  await t.db.insert(packageSettings).values({ resellerId: ana.resellerId, ordersSheetId: own });
  const groupId = newId();
  await t.db
    .insert(groups)
    .values({ id: groupId, resellerId: ana.resellerId, name: 'G', ordersSheetId: groups1 });
  expect(await sheetFor(t.db, ana.resellerId, null, 'orders')).toBe(own);
  expect(await sheetFor(t.db, ana.resellerId, groupId, 'orders')).toBe(groups1);
  expect(await sheetFor(t.db, ana.resellerId, groupId, 'payments')).toBeNull();
  expect(await sheetFor(t.db, rui.resellerId, groupId, 'orders')).toBeNull();
  const [stored] = await t.db
    .select()
    .from(sheets)
    .where(eq(sheets.id, own ?? ''));
  expect(JSON.stringify(stored)).not.toContain('AKfycb');
  expect(stored?.shown).toBe('script.google.com/…7f2c');
  const place = { resellerId: ana.resellerId, recordId: own ?? '', column: 'url' };
  expect(unseal(stored?.urlEncrypted ?? '', place)).toBe(URL_A);
});

test('a row for a sheet is queued and wakes its address in the same transaction', async () => {
  const sheetId = await saveSheet(t.db, rui, 'payments', `${URL_A}?p=1`, now);
  const wakes = () => t.sql`select data from pgboss.job where name = 'sheet'`;
  await t.db
    .transaction(async (tx) => {
      await fileRows(tx, [row({ resellerId: rui.resellerId, sheetId, reference: 'LOST1' })], now);
      throw new Error('lost');
    })
    .catch(() => {});
  expect(await wakes()).toHaveLength(0);
  const filed = await file([
    row({ resellerId: rui.resellerId, book: 'payments', sheetId, reference: 'QUE1' }),
    row({ resellerId: rui.resellerId, book: 'payments', sheetId, reference: 'QUE2' }),
  ]);
  expect(filed.map((r) => r.state)).toEqual(['queued', 'queued']);
  const [sheet] = await t.db.select().from(sheets).where(eq(sheets.id, sheetId));
  expect((await wakes()).map((w) => w.data)).toEqual([{ id: sheet?.urlHash }]);
});
