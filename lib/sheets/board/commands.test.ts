import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditEvents } from '@/db/schema/resellers';
import { sheetGates, sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { sheetWorld } from '@/db/test-sheets';
import type { Actor } from '@/lib/auth/rules';
import { type FakeSheets, startFakeSheets } from '../fake-sheets';
import { installationUrl, sheetFor } from '../queries';
import { testSheet } from '../trial/jobs';
import { acceptRow, retryRow, tryNow } from './commands';
import { reviewRows, sheetStates } from './queries';

let t: TestDatabase;
let fake: FakeSheets;
let ana: Actor;
let rui: Actor;
let world: ReturnType<typeof sheetWorld>;

beforeAll(async () => {
  fake = await startFakeSheets();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = fake.host;
  process.env.GOOGLE_SHEETS_PAGAMENTOS = ` ${fake.payments} `;
  process.env.GOOGLE_SHEETS_SCRIPT_URL_RETALHO = 'no address';
  t = await testDatabase();
  ana = await t.reseller({ country: 'MZ' });
  rui = await t.reseller({ country: 'MZ' });
  world = sheetWorld(t, fake, new Date('2026-11-22T08:00:00Z'));
});
afterAll(async () => {
  await fake.stop();
  await t.drop();
});

const rowNamed = async (reference: string) =>
  (await world.rowsOf(ana)).find((row) => row.reference === reference && row.book === 'orders');
const settledRows: string[] = [];
const onSettled = async (_: unknown, rows: { reference: string; state: string }[]) => {
  settledRows.push(...rows.map((row) => `${row.reference} ${row.state}`));
};

test('a row in review is accepted once, by its own reseller, and settles what hangs on it', async () => {
  fake.scripts.orders.put({ reference: 'REF1', value: '200', number: '845123456', group: '1203@g.us' });
  await world.file(ana, ['REF1']);
  await world.settle();
  const [row] = await reviewRows(ana.resellerId);
  const id = row?.id ?? '';
  expect(await reviewRows(rui.resellerId)).toEqual([]);
  const now = await world.clock();
  expect(await acceptRow(rui, id, onSettled, now)).toBe(false);
  const pressed = await Promise.all([1, 2].map(() => acceptRow(ana, id, onSettled, now)));
  expect(pressed.filter(Boolean)).toHaveLength(1);
  expect(settledRows).toEqual(['REF1 done']);
  expect(await rowNamed('REF1')).toMatchObject({ state: 'done', doneAt: now });
  const audit = await t.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.resellerId, ana.resellerId), eq(auditEvents.action, 'sheet.row_accepted')));
  expect(audit).toHaveLength(1);
});

test('a row is tried again under its own reference, after the sheet was put right', async () => {
  fake.scripts.orders.put({ reference: 'REF2', value: '200', number: '845123456', group: '1203@g.us' });
  await world.file(ana, ['REF2']);
  await world.settle();
  const id = (await rowNamed('REF2'))?.id ?? '';
  expect(await retryRow(rui, id, onSettled, await world.clock())).toBe(false);
  fake.scripts.orders.remove('REF2');
  expect(await retryRow(ana, id, onSettled, await world.clock())).toBe(true);
  await world.settle();
  expect(await rowNamed('REF2')).toMatchObject({ state: 'done' });
  expect(fake.scripts.orders.ledger.filter((row) => row.reference === 'REF2')).toHaveLength(1);
});

test('“Tentar agora” ends a rest, but leaves alone what may still be running', async () => {
  fake.play({ kind: 'html' });
  await world.file(ana, ['REF3', 'REF4']);
  for (let i = 0; i < 4; i++) {
    await world.drain('orders');
    world.pass(5_000);
  }
  const now = await world.clock();
  const state = async () => (await sheetStates(ana.resellerId)).find((sheet) => sheet.book === 'orders');
  expect(await state()).toMatchObject({ reason: 'html', waiting: 2 });
  expect((await state())?.blockedUntil?.getTime()).toBeGreaterThan(now.getTime());
  fake.play(null);
  const soon = new Date(now.getTime() + 240_000);
  await t.db
    .update(sheetRows)
    .set({ reason: 'timeout', nextRunAt: soon })
    .where(and(eq(sheetRows.refKey, 'REF4'), eq(sheetRows.book, 'orders')));
  const sheetId = (await state())?.id ?? '';
  expect(await tryNow(rui, sheetId, now)).toBe(false);
  expect(await tryNow(ana, sheetId, now)).toBe(true);
  await world.drain('orders');
  expect([(await rowNamed('REF3'))?.state, (await rowNamed('REF4'))?.state]).toEqual(['done', 'queued']);
  expect(await t.db.select().from(sheetGates)).not.toEqual([]);
});

test('an address is tried without writing; the installation’s own is used where nothing else is', async () => {
  const now = await world.clock();
  const before = fake.scripts.orders.ledger.length;
  const tried = async (book: 'orders' | 'payments', url: string) =>
    (await testSheet(ana.resellerId, { book, url, sheetId: null }, now))?.kind;
  expect(await tried('orders', fake.orders)).toBe('answers');
  expect(await tried('payments', fake.payments)).toBe('answers');
  fake.scripts.orders.plain = true;
  expect(await tried('orders', fake.orders)).toBe('refused');
  fake.scripts.orders.plain = false;
  expect(await tried('orders', `http://${fake.host}/nowhere`)).toBe('unknown');
  expect(await tried('orders', 'http://127.0.0.1:1/x')).toBe('not_sent');
  expect(await testSheet(ana.resellerId, { book: 'orders', url: '', sheetId: null }, now)).toBeNull();
  expect(fake.scripts.orders.ledger).toHaveLength(before);
  expect(installationUrl('orders')).toBeNull();
  expect(await sheetFor(t.db, rui.resellerId, null, 'orders')).toBeNull();
  const made = await Promise.all([1, 2, 3].map(() => sheetFor(t.db, rui.resellerId, null, 'payments')));
  expect(new Set(made).size).toBe(1);
  expect(made[0]).not.toBeNull();
});
