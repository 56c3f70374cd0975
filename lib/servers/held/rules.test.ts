import { expect, test } from 'vitest';
import { rampMs } from './rules';

test('who recovers gets 1, 2, 4, 8, 16 a minute, then as many as the pace lets through', () => {
  const times = Array.from({ length: 2_000 }, (_, turn) => rampMs(turn));
  const inMinute = (n: number) => times.filter((at) => Math.floor(at / 60_000) === n).length;
  expect([0, 1, 2, 3, 4, 5, 6, 90].map(inMinute)).toEqual([1, 2, 4, 8, 16, 20, 20, 20]);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times[0]).toBe(0);
  // Never closer than the pace of three calls, one a second.
  expect(Math.min(...times.slice(1).map((at, i) => at - (times[i] ?? 0)))).toBeGreaterThanOrEqual(3_000);
});
