import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sheetGates, sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { sheetWorld } from '@/db/test-sheets';
import type { Actor } from '@/lib/auth/rules';
import { type FakeSheets, startFakeSheets } from '../fake-sheets';
import { drainSheet } from '../jobs';

let t: TestDatabase;
let fake: FakeSheets;
let ana: Actor;
let rui: Actor;
let world: ReturnType<typeof sheetWorld>;
/** The settings are read once, so every test's server has the same address. */
let port: number;

beforeAll(async () => {
  const first = await startFakeSheets();
  await first.stop();
  port = Number(first.host.split(':')[1]);
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = first.host;
  t = await testDatabase();
  ana = await t.reseller({ country: 'MZ' });
  rui = await t.reseller({ country: 'MZ' });
});
beforeEach(async () => {
  fake = await startFakeSheets({ port });
  await t.db.delete(sheetRows);
  await t.db.delete(sheetGates);
  world = sheetWorld(t, fake, new Date('2026-11-22T08:00:00Z'));
  return () => fake.stop();
});
afterAll(() => t.drop());

const refs = (n: number, name = 'REF') => Array.from({ length: n }, (_, i) => `${name}${i + 1}`);
const states = async (actor = ana) =>
  (await world.rowsOf(actor)).reduce<Record<string, number>>((sum, row) => {
    sum[row.state] = (sum[row.state] ?? 0) + 1;
    return sum;
  }, {});
/** Every reference once in each book, and nothing else. */
const onceInEachBook = (references: string[]) => {
  for (const book of ['orders', 'payments'] as const)
    expect(fake.scripts[book].ledger.map((row) => row.reference).sort()).toEqual([...references].sort());
  expect(fake.overlaps).toEqual([]);
};

test('seven drivers at once post each row once, and never more than the address bears', async () => {
  fake.delayMs = 15;
  await world.file(ana, refs(60));
  const drains = [0, 1, 2, 3, 4, 5, 6].flatMap(() => [world.drain('orders'), world.drain('payments')]);
  const answered = await Promise.all(drains);
  expect(answered.filter((a) => a !== null)).toHaveLength(2);
  onceInEachBook(refs(60));
  expect(fake.calls).toHaveLength(120);
  expect(fake.load.orders.peak).toBe(8);
});

test('a sheet whose address does not answer keeps its rows, and they go when it is back', async () => {
  await world.file(ana, refs(5));
  await fake.stop();
  for (let day = 0; day < 6; day++) {
    await Promise.all([world.drain('orders'), world.drain('payments')]);
    world.pass(12 * 3_600_000);
  }
  expect(await states()).toEqual({ queued: 10 });
  expect((await world.rowsOf(ana)).every((row) => row.attempts === 0)).toBe(true);
  fake = await startFakeSheets({ port });
  await world.settle();
  onceInEachBook(refs(5));
});

test('two resellers share an address: one driver, both served, 30 at once never reached', async () => {
  fake.mostAtOnce = 8;
  fake.delayMs = 5;
  await world.file(ana, refs(80, 'ANA'));
  await world.file(rui, refs(10, 'RUI'));
  await world.settle();
  onceInEachBook([...refs(80, 'ANA'), ...refs(10, 'RUI')]);
  const order = fake.scripts.orders.ledger.map((row) => row.reference);
  // Ten rows behind eighty: served side by side, not after them.
  expect(Math.max(...refs(10, 'RUI').map((r) => order.indexOf(r)))).toBeLessThan(30);
});

test('one reference of two resellers at one address is never under way twice', async () => {
  for (const script of Object.values(fake.scripts)) script.lock = false;
  await world.file(ana, refs(10));
  await world.file(rui, refs(10), { number: '849999999' });
  await world.settle();
  onceInEachBook(refs(10));
  const { review = 0, done = 0 } = { ...(await states(ana)) };
  const other = await states(rui);
  expect(review + (other.review ?? 0)).toBe(20);
  expect(done + (other.done ?? 0)).toBe(20);
  // Claimed together, and with places free for both.
  for (const script of Object.values(fake.scripts)) script.gapMs = 150;
  await world.file(ana, ['LONE1']);
  await world.file(rui, ['LONE1'], { number: '849999999' });
  await world.settle();
  onceInEachBook([...refs(10), 'LONE1']);
});

test('a killed driver: its rows are claimed again after the lease, read back, and stand once', async () => {
  for (const script of Object.values(fake.scripts)) script.lock = false;
  await world.file(ana, refs(12));
  // What a driver leaves that died with posts under way: some arrived, some did not, nothing was settled.
  const rows = await world.rowsOf(ana);
  const until = new Date((await world.clock()).getTime() + 300_000);
  await t.db.update(sheetRows).set({ state: 'sending', attempts: 1, leaseToken: 1, nextRunAt: until });
  await t.db.insert(sheetGates).values(
    (['orders', 'payments'] as const).map((book) => ({
      ...{ urlHash: world.address(book), leaseToken: 1, leaseUntil: new Date(until.getTime() - 240_000) },
    })),
  );
  for (const row of rows.slice(0, 9))
    fake.scripts[row.book].put({ ...row, group: row.chat, timestamp: '', at: 0, status: 'PENDENTE' });
  expect(await world.drain('orders')).toBeNull();
  world.pass(61_000);
  expect(await world.drain('orders')).toBeNull();
  world.pass(240_000);
  await world.settle();
  onceInEachBook(refs(12));
  expect(await states()).toEqual({ done: 24 });
});

test('what is posted late by a script still running is not posted again meanwhile', async () => {
  for (const script of Object.values(fake.scripts)) script.lock = false;
  fake.play({ kind: 'hang', times: 2 });
  world.impatient();
  await world.file(ana, refs(1));
  await Promise.all([world.drain('orders'), world.drain('payments')]);
  const before = fake.calls.length;
  world.pass(4 * 60_000);
  await Promise.all([world.drain('orders'), world.drain('payments')]);
  expect(fake.calls).toHaveLength(before);
  world.pass(2 * 60_000);
  await world.settle();
  onceInEachBook(refs(1));
});

test('a batch that cannot be settled is settled row by row; the bad row comes again, and is read', async () => {
  await world.file(ana, refs(6));
  const bad = async (_: unknown, rows: { reference: string }[]) => {
    if (rows.some((row) => row.reference === 'REF3')) throw new Error('bad row');
  };
  await drainSheet(world.address('orders'), world.clock, bad);
  const orders = async () => (await world.rowsOf(ana)).filter((row) => row.book === 'orders');
  expect((await orders()).filter((row) => row.state === 'done')).toHaveLength(5);
  world.pass(301_000);
  await world.settle();
  onceInEachBook(refs(6));
  expect(await states()).toEqual({ done: 12 });
});
