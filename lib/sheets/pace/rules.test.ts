import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reading } from '../answers/rules';
import { afterAnswer, nextTry, type Pace } from './rules';

const now = new Date('2026-11-22T08:00:00Z');
const fresh: Pace = { allowed: 2, failures: 0, blockedUntil: null, reason: null, good: 0, epoch: 0 };
const reading = (more: Partial<Reading>): Reading => ({
  ...{ kind: 'applied', reason: null, slowDown: false, stored: null, said: '', status: 200 },
  ...more,
});
const html = reading({ kind: 'unknown', reason: 'html', slowDown: true });
const after = (pace: Pace, one: Reading, atOnce = 8) =>
  afterAnswer(pace, one, { epoch: pace.epoch, atOnce, now });

test('the schedule, with full jitter', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7].map((n) => {
    const next = nextTry({ kind: 'unknown', reason: 'strange' }, n, 0.999_999);
    return next.state === 'queued' ? Math.round(next.delayMs / 1000) : next.state;
  });
  expect(delays).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 36_000]);
  expect(nextTry({ kind: 'unknown', reason: 'strange' }, 8, 0)).toEqual({ state: 'review' });
  expect(nextTry({ kind: 'not_sent', reason: 'unreachable' }, 500, 0.5).state).toBe('queued');
  expect(nextTry({ kind: 'refused', reason: 'refused' }, 2, 0).state).toBe('queued');
  expect(nextTry({ kind: 'refused', reason: 'refused' }, 3, 0).state).toBe('review');
});

test('an address in trouble is tried every half hour at most; a row alone in trouble ends with a person', () => {
  for (const reason of [
    'html',
    'too_many',
    'busy',
    'server_error',
    'moved',
    'no_access',
    'absent',
  ] as const) {
    const late = nextTry({ kind: 'unknown', reason }, 40, 0.999);
    expect(late.state === 'queued' && late.delayMs <= 1_800_000).toBe(true);
    expect(nextTry({ kind: 'unknown', reason }, 96, 0).state).toBe('review');
  }
});

test('what may still be running is left alone: minutes after a timeout, half a minute after a cut', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, random) => {
        const timeout = nextTry({ kind: 'unknown', reason: 'timeout' }, n, random);
        const cut = nextTry({ kind: 'unknown', reason: 'cut' }, n, random);
        expect(timeout.state === 'queued' && timeout.delayMs >= 300_000).toBe(true);
        expect(cut.state === 'queued' && cut.delayMs >= 30_000).toBe(true);
      },
    ),
  );
});

test('it starts with two, grows by one after each round, to the setting and no further', () => {
  let pace = fresh;
  const seen: number[] = [];
  for (let i = 0; i < 60; i++) {
    pace = after(pace, reading({}));
    if (seen.at(-1) !== pace.allowed) seen.push(pace.allowed);
  }
  expect(seen).toEqual([2, 3, 4, 5, 6, 7, 8]);
  expect(after({ ...fresh, allowed: 3 }, reading({}), 3).allowed).toBe(3);
});

test('back to one at a rebuff; a burst of them counts once; three in a row rest, doubling, a quarter hour at most', () => {
  const fast: Pace = { ...fresh, allowed: 8 };
  let pace = after(fast, html);
  expect([pace.allowed, pace.failures]).toEqual([1, 1]);
  for (let i = 0; i < 7; i++) pace = afterAnswer(pace, html, { epoch: 0, atOnce: 8, now });
  expect(pace.failures).toBe(1);
  const rests = Array.from({ length: 10 }, () => {
    pace = after(pace, html);
    return Math.round(((pace.blockedUntil?.getTime() ?? 0) - now.getTime()) / 1000);
  });
  expect(rests).toEqual([1, 30, 60, 120, 240, 480, 900, 900, 900, 900]);
  pace = after(pace, reading({}));
  expect([pace.failures, pace.blockedUntil, pace.reason]).toEqual([0, null, null]);
});

test('a cut line is no reason to rest, a timeout to halve', () => {
  const fast: Pace = { ...fresh, allowed: 8, good: 3 };
  expect(after(fast, reading({ kind: 'unknown', reason: 'cut' }))).toMatchObject({ allowed: 8, failures: 0 });
  expect(after(fast, reading({ kind: 'unknown', reason: 'timeout' })).allowed).toBe(4);
});
