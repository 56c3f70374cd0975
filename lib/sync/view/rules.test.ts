import { expect, test } from 'vitest';
import { mayBeAnotherPanel, noCounts } from './rules';

const missing = (open: number, readCount: number) => {
  const counts = noCounts();
  return mayBeAnotherPanel({
    counts: { ...counts, missing_there: { ...counts.missing_there, open } },
    readCount,
  });
};

test('most of a register missing at once tells of the panel, not of its clients', () => {
  expect([missing(35, 36), missing(10, 19)]).toEqual([true, true]);
  expect([missing(9, 9), missing(10, 20), missing(0, 0)]).toEqual([false, false, false]);
});
