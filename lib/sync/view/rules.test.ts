import { expect, test } from 'vitest';
import { PANEL_WORDS } from '@/lib/panels/messages';
import type { PanelReason } from '@/lib/panels/rules';
import { waitingWords } from '../messages';
import { SYNC_CLASSES } from '../plan/rules';
import { readWords } from './messages';
import {
  countShown,
  firstClass,
  GRAVEST_FIRST,
  leftOutCount,
  mayBeAnotherPanel,
  noCounts,
  openCount,
} from './rules';

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

test('the chips add up to what the summary says, and every class has one', () => {
  expect([...GRAVEST_FIRST].sort()).toEqual([...SYNC_CLASSES].sort());
  const counts = noCounts();
  const of = (open: number, toDecide = 0) => ({ ...counts.later, all: open + 2, open, toDecide });
  const found = {
    ...counts,
    later: of(3, 3),
    missing_there: of(2, 2),
    missing_here: of(6, 4),
    in_flight: of(1),
  };
  expect(GRAVEST_FIRST.map((one) => countShown(found, one))).toEqual([2, 0, 0, 3, 0, 4, 0, 1]);
  expect(firstClass(found)).toBe('missing_there');
  const rest = { sameCount: 30, leftCount: 0, unread: 0, inFlight: 1 };
  expect(readWords({ ...rest, toDecide: openCount(found), leftOut: leftOutCount(found) })).toBe(
    '30 iguais nos dois lados · 9 diferenças a decidir · 2 ficam de fora · 1 em andamento',
  );
});

test.each(Object.keys(PANEL_WORDS) as PanelReason[])(
  'a reading that waits for %s asks nobody to try again',
  (reason) => {
    expect(waitingWords(reason)).not.toMatch(/de novo|espere|aguarde/i);
    expect(waitingWords(reason)).toMatch(/[.?]$/);
  },
);
