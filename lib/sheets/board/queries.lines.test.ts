import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { bookLines } from './queries';
import { readPlace, writePlace } from './rules';

const now = new Date('2026-11-22T08:00:00Z');
let t: TestDatabase;
let ana: Actor;

beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller({ country: 'MZ' });
  for (let n = 1; n <= 5; n++) {
    await file(`REF${n}`, 'orders', n < 5 ? 'confirmed' : 'pending');
    await file(`REF${n}`, 'payments', n === 2 ? 'leased' : 'confirmed');
  }
  await file('PAID01', 'payments', 'confirmed');
  await file('ORDER1', 'orders', 'pending');
});
afterAll(() => t.drop());

test('an order and its payment are one line, open ones first, on every page once', async () => {
  const first = await pageAfter(null, 3);
  expect(first.lines.map(refs)).toEqual([
    ['ORDER1', null],
    ['REF5', 'REF5'],
    ['REF2', 'REF2'],
  ]);
  const second = await pageAfter(first.next, 3);
  expect(second.lines.map(refs)).toEqual([
    [null, 'PAID01'],
    ['REF4', 'REF4'],
    ['REF3', 'REF3'],
  ]);
  const last = await pageAfter(second.next, 3);
  expect([last.lines.map(refs), last.next]).toEqual([[['REF1', 'REF1']], null]);
  // A page that ends among the open ones goes on there.
  const short = await pageAfter(null, 2);
  expect((await pageAfter(short.next, 2)).lines.map(refs)).toEqual([
    ['REF2', 'REF2'],
    [null, 'PAID01'],
  ]);
});

test('no page shows another reseller’s lines', async () => {
  const rui = await t.reseller({ country: 'MZ' });
  expect(await bookLines(rui.resellerId, null, 3)).toEqual({ lines: [], next: null });
});

test('a place in the address is read as it was written, and nothing else is one', () => {
  const place = { open: true, id: newId() };
  expect(readPlace(writePlace(place))).toEqual(place);
  for (const text of [undefined, '', 'o.', `x.${place.id}`, `o.${place.id}'`])
    expect(readPlace(text)).toBeNull();
});

const pageAfter = (text: string | null, limit: number) =>
  bookLines(ana.resellerId, readPlace(text ?? undefined), limit);
const refs = ({ order, payment }: Awaited<ReturnType<typeof bookLines>>['lines'][number]) => [
  order?.reference ?? null,
  payment?.reference ?? null,
];

async function file(
  reference: string,
  book: 'orders' | 'payments',
  phoneState: 'pending' | 'leased' | 'confirmed',
) {
  await t.db.insert(sheetRows).values({
    ...{ id: newId(), resellerId: ana.resellerId, book, reference, refKey: reference, value: '100' },
    ...{ number: '845123456', message: '', state: 'done', phoneState, nextRunAt: now, createdAt: now },
  });
}
