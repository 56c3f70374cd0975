import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sheetGates, sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { sheetWorld } from '@/db/test-sheets';
import type { Actor } from '@/lib/auth/rules';
import { type FakeSheets, startFakeSheets } from './fake-sheets';
import { dueSheets } from './jobs';

let t: TestDatabase;
let fake: FakeSheets;
let ana: Actor;
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

test('forty orders and payments reach their books once, as the contract writes them', async () => {
  fake.redirect = true;
  await world.file(ana, refs(40));
  expect(await dueSheets(await world.clock(), 10)).toHaveLength(2);
  await Promise.all([world.drain('orders'), world.drain('payments')]);
  onceInEachBook(refs(40));
  expect(await states()).toEqual({ done: 80 });
  expect(world.settled.filter((row) => row.doneAt !== null)).toHaveLength(80);
  expect(fake.scripts.orders.ledger[0]).toMatchObject({
    ...{ value: '100', number: '845123456', group: '1203@g.us', sender: 'WhatsApp-Bot-Pacotes' },
    timestamp: expect.stringMatching(/^22\/11\/2026 10:00:\d\d$/),
  });
  expect(await dueSheets(await world.clock(), 10)).toEqual([]);
});

for (const [name, fault, rounds] of [
  ['write and then cut the line', { kind: 'cut', when: 'after', times: 12 }, 3],
  ['cut the line before they write', { kind: 'cut', times: 12 }, 3],
  ['write and never answer', { kind: 'hang', when: 'after', times: 6 }, 3],
  ['answer with HTML for a while', { kind: 'html', times: 9 }, 12],
  ['write and then answer with HTML', { kind: 'html', when: 'after', times: 9 }, 12],
  ['answer 429', { kind: 'too_many', times: 6 }, 12],
  ['have used up their quota', { kind: 'quota', times: 6 }, 12],
  ['cannot get their lock', { kind: 'lock', times: 6 }, 12],
  ['fail with 500 after writing', { kind: 'server_error', when: 'after', times: 6 }, 12],
  ['answer nothing', { kind: 'empty', when: 'after', times: 6 }, 3],
  ['redirect to a place that cuts the line', { kind: 'hop', times: 6 }, 3],
  ['send us elsewhere', { kind: 'elsewhere', times: 6 }, 12],
] as const)
  for (const lock of 'when' in fault ? [true, false] : [false])
    test(`sheets that ${name}, ${lock ? 'with' : 'without'} a lock: each reference once in each book`, async () => {
      for (const script of Object.values(fake.scripts)) script.lock = lock;
      fake.play(fault);
      if (fault.kind === 'hang') world.impatient();
      await world.file(ana, refs(20));
      expect(await world.settle()).toBeLessThanOrEqual(rounds);
      onceInEachBook(refs(20));
      // A payment's number is not shown: what was answered otherwise than by silence is a person's to compare.
      const silent = ['cut', 'hang', 'hop'].includes(fault.kind) || !('when' in fault);
      const open = (await world.rowsOf(ana)).filter((row) => row.state !== 'done');
      const unproved = { book: 'payments', state: 'review', reason: 'duplicate_unproved' };
      expect(open).toMatchObject(silent ? [] : open.map(() => unproved));
    });

test('old scripts answer plain text: success, and a duplicate that nothing proves goes to a person', async () => {
  for (const script of Object.values(fake.scripts)) script.plain = true;
  fake.scripts.orders.put({ reference: 'REF1', value: '100', number: '845123456' });
  await world.file(ana, refs(3));
  await world.settle();
  onceInEachBook(refs(3));
  const rows = await world.rowsOf(ana);
  expect(rows.filter((r) => r.state === 'review')).toMatchObject([
    { book: 'orders', reference: 'REF1', reason: 'duplicate_unproved' },
  ]);
});

test('duplicado is done only when the stored row equals ours', async () => {
  const { orders, payments } = fake.scripts;
  const there = { group: '1203@g.us', value: '100', number: '845123456' } as const;
  orders.put({ ...there, reference: 'SAME' });
  orders.put({ ...there, reference: 'USED', status: 'PROCESSADO' });
  orders.put({ ...there, reference: 'OTHERMB', value: '200' });
  orders.put({ ...there, reference: 'OTHERNUM', number: '849999999' });
  orders.put({ ...there, reference: 'HIDDEN', group: 'other@g.us' });
  payments.put({ ...there, reference: 'SAME', value: '12.50', status: 'PROCESSADO' });
  payments.put({ ...there, reference: 'USED', value: '12.5' });
  payments.put({ ...there, reference: 'OTHERMB', value: '25' });
  await world.file(ana, ['SAME', 'USED', 'OTHERMB', 'OTHERNUM', 'HIDDEN']);
  await world.settle();
  const said = Object.fromEntries(
    (await world.rowsOf(ana)).map((r) => [`${r.book} ${r.reference}`, r.reason ?? r.state]),
  );
  expect(said).toEqual({
    ...{ 'orders SAME': 'done', 'orders USED': 'done' },
    ...{ 'orders OTHERMB': 'duplicate_other', 'orders OTHERNUM': 'duplicate_other' },
    ...{ 'orders HIDDEN': 'duplicate_unproved', 'payments SAME': 'done' },
    // The original shows a waiting payment without its number, and nothing of ours had been there before.
    ...{ 'payments USED': 'duplicate_unproved', 'payments OTHERMB': 'duplicate_other' },
    ...{ 'payments OTHERNUM': 'done', 'payments HIDDEN': 'done' },
  });
  expect(fake.calls.some((c) => c.book === 'payments' && c.action === 'buscar_pendentes')).toBe(false);
  const other = (await world.rowsOf(ana)).find((r) => r.reference === 'OTHERMB' && r.book === 'orders');
  expect(other?.evidence.at(-1)).toMatchObject({ stored: 'OTHERMB|200|845123456' });
});

test('a payment of another number is not ours because an answer of HTML came first', async () => {
  fake.scripts.payments.put({ reference: 'CJX001D1', value: '12.5', number: '849999999' });
  fake.scripts.payments.knows24h = false;
  fake.play({ kind: 'html', reference: 'CJX001D1', times: 2 });
  await world.file(ana, ['CJX001D1']);
  await world.settle();
  onceInEachBook(['CJX001D1']);
  const said = (await world.rowsOf(ana)).map((r) => [r.book, r.state, r.reason]);
  expect(said.sort()).toEqual([
    ['orders', 'done', null],
    ['payments', 'review', 'duplicate_unproved'],
  ]);
});

test('a duplicate that cannot be read back is asked again later, never believed', async () => {
  fake.scripts.orders.put({ reference: 'REF1', value: '100', number: '845123456', group: '1203@g.us' });
  await world.file(ana, ['REF1']);
  fake.play({ kind: 'html', actions: true, reference: '', times: 0 });
  const script = fake.scripts.orders;
  const run = script.run.bind(script);
  script.run = async (body) => (body.action ? '<html>erro</html>' : run(body));
  await world.drain('orders');
  expect((await world.rowsOf(ana)).find((r) => r.book === 'orders')).toMatchObject({
    ...{ state: 'queued', reason: 'duplicate_unread' },
  });
  script.run = run;
  await world.settle();
  expect(await states()).toEqual({ done: 2 });
});

test('one half delivered stays one half: only the other is tried again', async () => {
  await world.file(ana, refs(2));
  await world.drain('orders');
  expect(await states()).toEqual({ done: 2, queued: 2 });
  await world.settle();
  onceInEachBook(refs(2));
  expect(fake.calls.filter((c) => c.book === 'orders')).toHaveLength(2);
});

test('a script that refuses is asked three times, then a person', async () => {
  fake.play({ kind: 'refuse', reference: 'REF2' });
  await world.file(ana, refs(3));
  await world.settle();
  const review = (await world.rowsOf(ana)).filter((r) => r.state === 'review');
  expect(review.map((r) => [r.reference, r.reason, r.attempts])).toEqual([
    ['REF2', 'refused', 3],
    ['REF2', 'refused', 3],
  ]);
  expect(fake.scripts.orders.ledger).toHaveLength(2);
});

test('a sheet that never answers a row properly: eight attempts over a day, then a person', async () => {
  fake.play({ kind: 'empty', reference: 'REF1' });
  await world.file(ana, refs(1));
  expect(await world.settle()).toBeGreaterThan(6);
  expect((await world.rowsOf(ana)).map((r) => [r.state, r.attempts])).toEqual([
    ['review', 8],
    ['review', 8],
  ]);
});
