import { expect, test } from 'vitest';
import { isLastPage, ownRow, type Row, spoken } from './rules';

const row = (username: string, ownerId: string | null): Row => ({
  id: `id-${username}-${ownerId}`,
  username,
  ownerId,
  status: 'active',
  expiresAt: null,
  packageId: null,
  name: null,
  whatsapp: null,
  trial: false,
  expired: false,
});
const ours = row('ana', 'u1');

test.each([
  [[], 'absent'],
  [[row('ana2', 'u1'), row('Ana', 'u1')], 'absent'],
  [[row('ana', 'u2')], 'not_ours'],
  [[row('ana', null)], 'unclear'],
  [[row('ana', 'u2'), row('ana', null)], 'unclear'],
  [[row('ana', 'u2'), row('ana', null), ours], ours],
])('of %j ours is %j', (rows, expected) => {
  expect(ownRow(rows, 'ana', 'u1')).toEqual(expected);
});

test('the last page: empty, as counted, or again what an earlier page had; in whatever order they come', () => {
  const seen = new Map<string, number>();
  const last = (page: number, ids: string[], pages: number | null = null) =>
    isLastPage(ids, page, pages, seen);
  expect(last(1, ['a', 'b'])).toBe(false);
  expect(last(3, ['c', 'd'])).toBe(false);
  expect(last(2, ['c', 'd'])).toBe(false);
  // Read again after a stop.
  expect(last(2, ['c', 'd'])).toBe(false);
  expect(last(3, ['c', 'd'])).toBe(true);
  expect(last(3, ['d', 'e'])).toBe(false);
  expect(last(4, [])).toBe(true);
  expect([last(5, ['x'], 5), last(5, ['y'], 6)]).toEqual([true, false]);
  // A page with rows that counts fewer than itself counts nothing.
  expect([last(6, ['z'], 1), last(1, ['w'], 0)]).toEqual([false, false]);
});

test.each([
  [{ status: 200, json: true, answered: true }, [ours], 'yes'],
  [{ status: 200, json: true, answered: true }, [row('ana', 'u2'), row('bia', null)], 'unclear'],
  [{ status: 200, json: true, answered: true }, [], 'unclear'],
  [{ status: 200, json: true, answered: true }, [row('bia', null)], 'no'],
  [{ status: 200, json: true, answered: true }, null, 'no'],
  [{ status: 403, json: true, answered: false }, null, 'no'],
  [{ status: 404, json: true, answered: false }, null, 'no'],
  [{ status: 403, json: false, answered: false }, null, 'unclear'],
  [{ status: 404, json: false, answered: false }, null, 'unclear'],
  [{ status: 429, json: true, answered: false }, null, 'unclear'],
  [{ status: 500, json: true, answered: false }, null, 'unclear'],
  [{ status: null, json: false, answered: false }, null, 'unclear'],
] as const)('%j with %j: %s', (answer, rows, expected) => {
  expect(spoken(answer, rows, 'u1')).toBe(expected);
});
