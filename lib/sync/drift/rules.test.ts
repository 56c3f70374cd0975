import { describe, expect, test } from 'vitest';
import { DAY_MS } from '@/lib/time';
import { coveredUntil, type Dates, driftOf, losesPaid } from './rules';

const zone = 'America/Sao_Paulo';
const now = new Date('2026-11-22T12:00:00Z');
const day = (n: number) => new Date(now.getTime() + n * DAY_MS);
const dates = (ours: number, theirs: number | null, paid: number | null): Dates => ({
  ours: day(ours),
  theirs: theirs === null ? null : day(theirs),
  paidUntil: paid === null ? null : day(paid),
});
const drift = (ours: number, theirs: number | null, paid: number | null, suspended = false) =>
  driftOf({ ...dates(ours, theirs, paid), suspended }, now, zone);

describe('what is told', () => {
  test.each([
    ['paid for a month, over there', 30, -2, 30, 'paid_here'],
    ['paid for a month, ten days short there', 30, 20, 30, 'paid_here'],
    ['paid, and the account is gone', 30, null, 30, 'paid_here'],
    ['paid, and the panel gives more', 30, 40, 30, null],
    ['a gift on top of what was paid, which the panel does not know', 35, 30, 30, null],
    ['less than paid, though the person cut our date too', 10, 8, 30, 'paid_here'],
    ['imported, never paid: only a date that differs', 30, -2, null, null],
    ['what was paid is over', -1, -5, -1, null],
    ['over here, the panel goes on', -3, 27, null, 'unpaid_there'],
    ['over here since the last payment ended', -3, 27, -3, 'unpaid_there'],
    ['over on both sides', -3, -1, null, null],
    ['in force on both sides', 3, 33, 3, null],
    ['no account, never paid', -3, null, null, null],
  ] as const)('%s', (_, ours, theirs, paid, told) => {
    expect(drift(ours, theirs, paid)).toBe(told);
  });

  test('suspended there, the panel serves nobody', () => {
    expect(drift(-3, 27, null, true)).toBeNull();
    expect(drift(30, -2, 30, true)).toBe('paid_here');
  });
});

test('one day at another hour loses nothing', () => {
  const evening = new Date('2026-12-22T02:59:59Z');
  const morning = new Date('2026-12-21T13:00:00Z');
  expect(losesPaid({ ours: evening, theirs: morning, paidUntil: evening }, zone)).toBe(false);
  const before = new Date('2026-12-20T20:00:00Z');
  expect(losesPaid({ ours: evening, theirs: before, paidUntil: evening }, zone)).toBe(true);
});

test('for any three dates: taking over what is not spared never goes below what was paid', () => {
  for (let ours = -40; ours <= 40; ours += 4)
    for (let theirs = -40; theirs <= 40; theirs += 4)
      for (const paid of [null, -30, -4, 0, 4, 12, 40]) {
        const one = dates(ours, theirs, paid);
        const covered = coveredUntil(one);
        if (covered) expect(covered <= one.ours).toBe(true);
        const becomes = losesPaid(one, zone) ? one.ours : (one.theirs ?? one.ours);
        expect(covered === null || becomes >= covered).toBe(true);
        // Nobody is in both lists, and who never paid is never said to have.
        if (driftOf({ ...one, suspended: false }, now, zone) === 'paid_here') expect(paid).not.toBeNull();
        if (paid === null) expect(losesPaid(one, zone)).toBe(false);
      }
});
