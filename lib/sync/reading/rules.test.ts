import { describe, expect, test } from 'vitest';
import {
  AT_ONCE,
  afterReading,
  afterTrouble,
  FIRST,
  GOING_ON,
  isCareful,
  isGoingOn,
  type Pace,
} from './rules';

const good = (pace: Pace, ms = 50) => afterReading(pace, { ok: true, first: true, ms, epoch: pace.epoch });
const bad = (pace: Pace, epoch = pace.epoch) => afterReading(pace, { ok: false, first: true, ms: 50, epoch });
const SILENT = { reason: 'timeout', phase: 'headers' } as const;
const times = (n: number, pace: Pace, step: (one: Pace) => Pace) =>
  Array.from({ length: n }).reduce<Pace>((one) => step(one), pace);

describe('the pace of a panel', () => {
  test('is one a second until two answers were good, then one more after each round, up to eight', () => {
    expect([isCareful(FIRST), isCareful(good(FIRST)), isCareful(good(good(FIRST)))]).toEqual([
      true,
      true,
      false,
    ]);
    const steps: number[] = [];
    times(40, FIRST, (pace) => {
      const next = good(pace);
      if (next.allowed !== pace.allowed) steps.push(next.allowed);
      return next;
    });
    expect(steps).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(times(200, FIRST, good).allowed).toBe(AT_ONCE);
  });

  test('halves after a failure, once for all that was under way with it, never below one', () => {
    const full = times(200, FIRST, good);
    const half = bad(full);
    expect(half.allowed).toBe(4);
    expect(bad(half, full.epoch).allowed).toBe(4);
    expect(times(20, full, bad).allowed).toBe(1);
  });

  test('takes one less when answers slow down', () => {
    const full = times(200, FIRST, good);
    expect(good(full, 390).allowed).toBe(8);
    expect(good(full, 410).allowed).toBe(7);
  });

  test('of a reading that was only cut off goes on at half, without asking one a second', () => {
    expect(isCareful(GOING_ON)).toBe(false);
    expect(GOING_ON.allowed).toBe(4);
    expect(bad(GOING_ON).allowed).toBe(2);
  });
});

describe('what an unreadable answer means', () => {
  test.each([
    ['bad_token', 'stop'],
    ['no_permission', 'stop'],
    ['block_page', 'pause'],
    ['rate_limited', 'pause'],
    ['unreachable', 'pause'],
    ['timeout', 'again'],
    ['bad_answer', 'again'],
    ['server_error', 'again'],
  ] as const)('%s: %s', (reason, what) => {
    expect(afterTrouble({ reason, phase: 'body' }, FIRST)).toBe(what);
  });

  test('kept back by a gate of ours: whatever it says, the panel is left alone or needs a person', () => {
    expect(afterTrouble({ reason: 'timeout', phase: 'blocked' }, FIRST)).toBe('pause');
    expect(afterTrouble({ reason: 'bad_token', phase: 'blocked' }, FIRST)).toBe('stop');
  });

  test('eight in a row that cannot be read are the panel’s trouble', () => {
    expect(afterTrouble(SILENT, times(7, FIRST, bad))).toBe('again');
    expect(afterTrouble(SILENT, times(8, FIRST, bad))).toBe('pause');
  });
});

test('a panel is known for two minutes after it answered', () => {
  const at = new Date('2026-11-22T12:00:00Z');
  expect(isGoingOn(null, at)).toBe(false);
  expect([120_000, 121_000].map((ms) => isGoingOn(at, new Date(at.getTime() + ms)))).toEqual([true, false]);
});
