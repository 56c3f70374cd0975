import { expect, test } from 'vitest';
import { foldIdle, noCount } from './rules';

const at = new Date('2026-03-01T12:00:00Z');
const run = (id: number, planned: number, more: { failed?: number; finishedAt?: Date | null } = {}) => ({
  ...{ id, startedAt: at, finishedAt: more.finishedAt === undefined ? at : more.finishedAt },
  counts: { renewals: { ...noCount(), planned, failed: more.failed ?? 0 } },
});

test('runs with nothing to do are one; work, failures and a run without an end stand for themselves', () => {
  const runs = [
    run(1, 0),
    run(2, 0),
    run(3, 2),
    run(4, 0),
    run(5, 0, { failed: 1 }),
    run(6, 0, { finishedAt: null }),
  ];
  const shape = foldIdle(runs).map((one) => ('idle' in one ? one.idle.map(({ id }) => id) : one.id));
  expect(shape).toEqual([[1, 2], 3, [4], 5, 6]);
});
