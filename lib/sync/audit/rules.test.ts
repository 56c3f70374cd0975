import { expect, test } from 'vitest';
import type { CallTrace, CustomerReading, PanelCustomer } from '@/lib/panels/rules';
import { DAY_MS } from '@/lib/time';
import { judge, judgeReading, type Known } from './rules';

const now = new Date('2026-11-21T06:00:00Z');
const day = (n: number) => new Date(now.getTime() + n * DAY_MS);
type Renewal = Known['renewals'][number];

/** Paid ten days ago: the panel went from day -10 to day 20. */
const verified = (over: Partial<Renewal> = {}): Renewal => ({
  state: 'verified',
  attempt: 1,
  expiresBefore: day(-10),
  expiresAfter: day(20),
  periodMs: 30 * DAY_MS,
  minDeltaMs: 20 * DAY_MS,
  sentAt: day(-10),
  quietUntil: day(-9.9),
  lastNegativeAt: null,
  verifiedAt: day(-10),
  ...over,
});
const known = (renewals: Renewal[], panelExpiresAt: Date | null = day(20)): Known => ({
  panelExpiresAt,
  planDays: 30,
  renewals,
});
const kinds = (of: Known, seen: Date | null) => judge(of, seen, now).map((finding) => finding.kind);

test.each([
  ['where it was proved', known([verified()]), day(20), []],
  ['a little off: the panel rounds to its own day', known([verified()]), day(19.2), []],
  ['one package further than paid', known([verified()]), day(50), ['moved_more']],
  ['back at where it was before the payment', known([verified()]), day(-10), ['less_than_paid']],
  ['gone while paid for', known([verified()]), null, ['account_gone']],
  ['gone after its validity', known([verified({ expiresAfter: day(-1) })], day(-1)), null, []],
  ['earlier, and a person took that date over', known([verified()], day(5)), day(5), []],
  ['two packages further, and already known here', known([verified()], day(50)), day(50), []],
  ['never renewed here, one package by hand', known([], day(1)), day(31), []],
  ['never renewed here, two packages', known([], day(1)), day(61), ['moved_more']],
  ['never read', known([], null), day(61), []],
  ['a renewal is under way', known([verified({ state: 'unknown' }), verified()]), day(50), []],
  ['refused and waiting for a person', known([verified({ state: 'rejected' }), verified()]), day(50), []],
  [
    'refused long ago, mended since',
    known([verified(), verified({ state: 'rejected' })]),
    day(50),
    ['moved_more'],
  ],
])('%s', (_, of, seen, expected) => {
  expect(kinds(of, seen)).toEqual(expected);
});

test('a customer expired for long jumps far on one renewal: not two packages', () => {
  const lapsed = verified({ expiresBefore: day(-90), sentAt: day(-10), expiresAfter: day(20) });
  expect(kinds(known([lapsed]), day(20))).toEqual([]);
});

test('applied later than the quiet window: proved late without a second send, or found in review', () => {
  const late = verified({ lastNegativeAt: day(-1), verifiedAt: day(-1) });
  expect(kinds(known([late]), day(20))).toEqual(['applied_late']);
  // Told for two nights; a second send would explain it.
  expect(kinds(known([verified({ lastNegativeAt: day(-5), verifiedAt: day(-5) })]), day(20))).toEqual([]);
  expect(kinds(known([{ ...late, attempt: 2 }]), day(20))).toEqual([]);
  const doubt = verified({ state: 'review', lastNegativeAt: day(-9), verifiedAt: null, expiresAfter: null });
  expect(judge(known([doubt], day(-10)), day(20), now)).toEqual([
    { kind: 'applied_late', expected: day(-10), seen: day(20) },
  ]);
  expect(kinds(known([doubt], day(-10)), day(-10))).toEqual([]);
});

test('only a reading that says a date, or that the account is gone, is judged', () => {
  const trace = { reason: 'ok' } as CallTrace;
  const customer = { expiresAt: null } as PanelCustomer;
  const judged = (reading: CustomerReading) => judgeReading(known([verified()]), reading, now);
  expect(judged({ kind: 'unreadable', trace })).toEqual([]);
  expect(judged({ kind: 'found', customer, trace })).toEqual([]);
  expect(judged({ kind: 'found', customer: { ...customer, expiresAt: day(50) }, trace })).toHaveLength(1);
  expect(judged({ kind: 'absent', trace })).toHaveLength(1);
});
