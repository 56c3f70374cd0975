import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf } from '@/lib/time';
import { ageWords, barHeights, lastDays, months, perDay, setupSteps } from './rules';

const ZONES = ['America/Sao_Paulo', 'Africa/Maputo', 'Europe/Lisbon'];
const instant = fc.date({ min: new Date('2024-01-01'), max: new Date('2031-01-01'), noInvalidDate: true });

test('the month belongs to the zone: late on the 30th in São Paulo is already December in Maputo', () => {
  const now = new Date('2026-12-01T01:00:00Z');
  expect(months(now, 'America/Sao_Paulo').current.from).toEqual(new Date('2026-11-01T03:00:00Z'));
  expect(months(now, 'Africa/Maputo').current.from).toEqual(new Date('2026-11-30T22:00:00Z'));
});

test('the month before January is December', () => {
  const { previous } = months(new Date('2027-01-15T12:00:00Z'), 'America/Sao_Paulo');
  expect(previous).toEqual({ from: new Date('2026-12-01T03:00:00Z'), to: new Date('2027-01-01T03:00:00Z') });
});

test('months join without a gap and hold now', () => {
  fc.assert(
    fc.property(instant, fc.constantFrom(...ZONES), (now, zone) => {
      const { current, previous } = months(now, zone);
      expect(previous.to).toEqual(current.from);
      expect(current.from <= now && now < current.to).toBe(true);
      expect(dayOf(current.to, zone).slice(8)).toBe('01');
    }),
  );
});

test('the last days end today and days without anything count zero', () => {
  const days = lastDays(new Date('2026-03-01T12:00:00Z'), 'America/Sao_Paulo', 3);
  expect(days).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(perDay(days, [{ day: '2026-02-28', n: 4 }]).map((d) => d.n)).toEqual([0, 4, 0]);
});

test('bars keep the order of their values, fit, and never hide one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { maxLength: 40 }), (values) => {
      const heights = barHeights(values, 64);
      heights.forEach((h, at) => {
        expect(h).toBeLessThanOrEqual(64);
        expect(h > 0).toBe((values[at] ?? 0) > 0);
      });
    }),
  );
});

test('the first steps vanish by being done', () => {
  expect(setupSteps({ servers: 1, plans: 0, clients: 0, paid: 0 })?.map((s) => s.done)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(setupSteps({ servers: 1, plans: 2, clients: 3, paid: 1 })).toBeNull();
  // A package sold is not yet one delivered.
  const sold = { groups: 1, prices: 1, sheet: 1, packages: 1, delivered: 0 };
  expect(setupSteps(sold)?.filter((s) => !s.done)).toEqual([{ key: 'delivered', done: false }]);
  expect(setupSteps({ ...sold, delivered: 1 })).toBeNull();
});

test('ages are said in one unit', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const ago = (ms: number) => ageWords(new Date(now.getTime() - ms), now);
  expect([ago(-5), ago(59 * 60_000), ago(60 * 60_000), ago(47 * 3_600_000), ago(49 * 3_600_000)]).toEqual([
    '0\u00a0min',
    '59\u00a0min',
    '1\u00a0h',
    '47\u00a0h',
    '2\u00a0d',
  ]);
});
