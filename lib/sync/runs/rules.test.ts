import { expect, test } from 'vitest';
import type { CallTrace } from '@/lib/panels/rules';
import { MINUTE_MS } from '@/lib/time';
import { afterPause } from './rules';

const trace = (more: Partial<CallTrace> = {}): CallTrace => ({
  ...{ reason: 'unreachable', status: null, phase: 'headers', latencyMs: 0 },
  ...{ detail: null, retryAfterMs: null, movedTo: null },
  ...more,
});

test('a panel that cannot be read is left alone for ten minutes or as long as it asked, six times in a row', () => {
  expect(afterPause(trace(), 0)).toEqual({ kind: 'later', delayMs: 10 * MINUTE_MS, failures: 1 });
  const asked = trace({ reason: 'rate_limited', retryAfterMs: 30 * MINUTE_MS });
  expect(afterPause(asked, 4)).toEqual({ kind: 'later', delayMs: 30 * MINUTE_MS, failures: 5 });
  expect(afterPause(trace(), 5)).toEqual({ kind: 'stop' });
});

test('a gate of ours is waited for as long, and is no failure of the panel, however often', () => {
  const held = trace({ phase: 'blocked' });
  expect(afterPause(held, 5)).toEqual({ kind: 'later', delayMs: 10 * MINUTE_MS, failures: 5 });
});
