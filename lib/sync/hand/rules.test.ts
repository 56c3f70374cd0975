import { expect, test } from 'vitest';
import { DAY_MS } from '@/lib/time';
import { type Known, renewedByHand } from './rules';

const now = new Date('2026-11-22T12:00:00Z');
const day = (n: number) => new Date(now.getTime() + n * DAY_MS);
const known = (more: Partial<Known> = {}): Known => ({
  ...{ expiresAt: day(5), panelExpiresAt: day(5), panelReadAt: day(-10), planDays: 30 },
  ...{ renewals: [], noted: null },
  ...more,
});
const renewal = (more: Partial<Known['renewals'][number]>): Known['renewals'][number] => ({
  ...{ state: 'verified', attempt: 1, expiresBefore: day(5), expiresAfter: day(35) },
  ...{ periodMs: 30 * DAY_MS, sentAt: day(-1) },
  ...more,
});

test.each([
  ['a month more', known(), 35, 5],
  ['three days of trust are no renewal', known(), 8, null],
  ['two thirds of the plan are one', known(), 25, 5],
  ['earlier', known(), 2, null],
  ['a short plan has a short step', known({ planDays: 7 }), 10, 5],
  ['ours proved that date', known({ renewals: [renewal({})] }), 35, null],
  ['one of ours, and one more by hand', known({ renewals: [renewal({})] }), 65, 35],
  ['one of ours is under way', known({ renewals: [renewal({ state: 'unknown' })] }), 65, null],
  ['one of ours waits for a person', known({ renewals: [renewal({ state: 'review' })] }), 65, null],
  [
    'given up without proof, it may have come after all',
    known({ renewals: [renewal({ state: 'closed' })] }),
    35,
    null,
  ],
  ['given up without proof, and two months more', known({ renewals: [renewal({ state: 'closed' })] }), 65, 5],
  ['never sent, it explains nothing', known({ renewals: [renewal({ state: 'closed', attempt: 0 })] }), 35, 5],
  ['noted before', known({ noted: day(35) }), 35, null],
  ['noted before, and renewed again', known({ noted: day(35) }), 65, 35],
  ['never read: against the date here', known({ panelExpiresAt: null, panelReadAt: null }), 35, 5],
  [
    'expired for long, three days of trust',
    known({ panelExpiresAt: day(-100), panelReadAt: day(-1) }),
    3,
    null,
  ],
  ['expired for long, a month', known({ panelExpiresAt: day(-100), panelReadAt: day(-1) }), 30, -100],
] as const)('%s', (_, client, seen, from) => {
  expect(renewedByHand(client, day(seen))).toEqual(from === null ? null : day(from));
});
