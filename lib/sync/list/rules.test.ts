import { expect, test } from 'vitest';
import type { CallTrace, CustomerPage } from '@/lib/panels/rules';
import { asOf } from '../plan/rules';
import { extended, isPartial, pagesAfter, readingOf, strangersOf } from './rules';

const at = new Date('2026-11-22T12:00:00Z');
const trace = { reason: 'ok' } as CallTrace;
const item = {
  ...{ username: 'ana', name: null, whatsapp: null, ownerId: null, packageId: 'p' },
  ...{ trial: false, expired: false },
};
const page = (more: Partial<Extract<CustomerPage, { ok: true }>> = {}): CustomerPage => ({
  ...{ ok: true, last: false, pages: null, trace },
  items: [{ ...item, status: 'active', expiresAt: at }],
  ...more,
});
const broken: CustomerPage = { ok: false, trace };

test('a panel that counts its pages is asked for several at once, up to the last', () => {
  const counted = { from: 3, extent: { pages: 5 } };
  expect(pagesAfter(null, null, counted)).toEqual([3, 4, 5]);
  expect(pagesAfter(5, null, counted)).toEqual([]);
  const long = { from: 1, extent: { pages: 2_000 } };
  expect(pagesAfter(40, null, long)).toEqual(Array.from({ length: 20 }, (_, i) => 41 + i));
  // What was read before it was killed needs nothing more.
  expect(pagesAfter(null, null, { from: 6, extent: { pages: 5 } })).toEqual([]);
});

test('one that does not is asked for a page when the one before says that there is more', () => {
  const unknown = { from: 1, extent: { pages: null } };
  expect(pagesAfter(null, null, unknown)).toEqual([1]);
  expect(pagesAfter(1, null, unknown)).toBe('later');
  expect(pagesAfter(1, page(), unknown)).toEqual([2]);
  // A page of others' customers only has nothing of ours, and is not the end.
  expect(pagesAfter(2, page({ items: [] }), unknown)).toEqual([3]);
  for (const end of [page({ last: true }), broken]) expect(pagesAfter(2, end, unknown)).toEqual([]);
});

test.each([
  ['the first count', null, 1, 5, 5],
  ['none', null, 2, null, null],
  ['a page more', 5, 3, 6, 6],
  ['one, of a list of five', 5, 3, 1, 5],
  ['none after others', 5, 3, null, 5],
  ['none with rows', null, 1, 0, null],
])('of how many pages there are, no answer makes fewer: %s', (_, pages, page, told, after) => {
  expect(extended({ pages }, page, told)).toEqual({ pages: after });
});

test('a list without its end, or with pages missing, is partial', () => {
  const endless = { pages: 1e9 };
  expect(pagesAfter(10_000, page(), { from: 1, extent: endless })).toEqual([]);
  expect([isPartial(0, endless), isPartial(1, { pages: 3 })]).toEqual([true, true]);
  expect(isPartial(0, { pages: 3 })).toBe(false);
});

test('a line without a date is no reading; what was done since is not in it', () => {
  const line = { expiresAt: at.toISOString(), status: 'active', packageId: 'p' } as const;
  expect(readingOf('ana', line)).toMatchObject({
    kind: 'found',
    customer: { username: 'ana', expiresAt: at },
  });
  expect(readingOf('ana', { ...line, expiresAt: null })).toBeNull();
  const ours = { expiresAt: at, status: 'active', packageId: 'p', inFlight: false } as const;
  const after = new Date(at.getTime() + 1);
  expect(asOf({ ...ours, actedAt: after }, at).inFlight).toBe(true);
  expect(asOf({ ...ours, actedAt: at }, after).inFlight).toBe(false);
  expect(asOf({ ...ours, actedAt: null }, at).inFlight).toBe(false);
});

test('who is unknown here is known by the exact name, in use; the nearest expiry comes first', () => {
  const line = (username: string, days: number | null) => ({
    username,
    readAt: at,
    customer: {
      ...{ status: 'active' as const, packageId: 'p', name: null, phone: null },
      expiresAt: days === null ? null : new Date(at.getTime() + days * 86_400_000).toISOString(),
    },
  });
  const listed = [
    line('sem-data', null),
    line('longe', 40),
    line('Ana', 1),
    line('velha', -2),
    line('bia', 3),
    line('mudada', 5),
    { ...line('teste', 0), customer: { ...line('teste', 0).customer, trial: true } },
    {
      ...line('vencido', -9),
      customer: { ...line('vencido', -9).customer, status: 'other' as const, expired: true },
    },
    { ...line('banido', -10), customer: { ...line('banido', -10).customer, status: 'other' as const } },
  ];
  const ours = [
    { username: 'ana', archived: false },
    { username: 'bia', archived: false },
    { username: 'velha', archived: true },
  ];
  const found = strangersOf(listed, ours, [{ username: 'Mudada' }], at);
  expect(found.map(({ username, customer, reason }) => [username, customer.status, reason])).toEqual([
    ['teste', 'active', 'trial'],
    ['Ana', 'active', 'other_case'],
    ['velha', 'active', 'archived'],
    ['mudada', 'active', 'moved'],
    ['vencido', 'active', null],
    ['banido', 'other', null],
    ['longe', 'active', null],
    ['sem-data', 'active', null],
  ]);
});
