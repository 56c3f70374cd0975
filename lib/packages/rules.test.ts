import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addDays, DAY_MS, formatDateTime, HOUR_MS, wallClock } from '@/lib/time';
import {
  expiresAtOf,
  initialOrders,
  isPackageNumber,
  isReference,
  nextStep,
  type Slot,
  slotDueAt,
  slotReference,
} from './rules';

const at = (text: string, zone: string): Date => {
  const found = wallClock(text, zone);
  if (!found) throw new Error(`${text} is no instant in ${zone}`);
  return found;
};
const owed = (startAt: Date, days: number, zone: string): Slot[] =>
  Array.from({ length: days }, (_, i) => ({
    k: i + 1,
    state: 'owed' as const,
    dueAt: slotDueAt(startAt, i + 1, zone),
    released: false,
    sentAt: null,
    orderedAt: null,
  }));

describe('the seed’s table of a 5-day package', () => {
  // Lisbon ends its summer time on 26/10/2025, inside the second row's package.
  test.each([
    ['Africa/Maputo', '2025-11-18T10:00:00', ['19/11', '20/11', '21/11', '22/11', '23/11']],
    ['America/Sao_Paulo', '2025-11-18T10:00:00', ['19/11', '20/11', '21/11', '22/11', '23/11']],
    ['Europe/Lisbon', '2025-10-23T10:00:00', ['24/10', '25/10', '26/10', '27/10', '28/10']],
    ['Europe/Lisbon', '2027-03-25T10:00:00', ['26/03', '27/03', '28/03', '29/03', '30/03']],
  ])('to the minute in %s from %s', (zone, start, days) => {
    const startAt = at(start, zone);
    const year = start.slice(0, 4);
    const shown = days.map((_, i) => formatDateTime(slotDueAt(startAt, i + 1, zone), zone));
    expect(shown).toEqual(days.map((day) => `${day}/${year} 08:00`));
    expect(days.map((_, i) => slotReference('ABC123', i + 1))).toEqual(
      ['1', '2', '3', '4', '5'].map((k) => `ABC123D${k}`),
    );
    expect(formatDateTime(expiresAtOf(startAt, 5, zone), zone)).toBe(`${days[4]}/${year} 10:00`);
  });

  it('takes the next hour there is where a day lacks it', () => {
    const start = at('2018-11-03T02:00:00', 'America/Sao_Paulo');
    // Midnight of 4/11/2018 does not exist in São Paulo: the day begins at 01:00.
    expect(formatDateTime(slotDueAt(start, 1, 'America/Sao_Paulo'), 'America/Sao_Paulo')).toBe(
      '04/11/2018 01:00',
    );
    const half = at('2018-11-03T02:30:00', 'America/Sao_Paulo');
    expect(slotDueAt(half, 1, 'America/Sao_Paulo')).toEqual(slotDueAt(start, 1, 'America/Sao_Paulo'));
  });

  it('takes the first of an hour that a day has twice', () => {
    const start = at('2027-10-30T03:30:00', 'Europe/Lisbon');
    expect(slotDueAt(start, 1, 'Europe/Lisbon').toISOString()).toBe('2027-10-31T00:30:00.000Z');
  });
});

test('no slot ever drifts: its hour on the wall is the start’s less two', () => {
  const zones = fc.constantFrom('Africa/Maputo', 'America/Sao_Paulo', 'Europe/Lisbon', 'America/New_York');
  const starts = fc.date({ min: new Date('2016-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(zones, starts, fc.integer({ min: 1, max: 365 }), (zone, start, k) => {
      const due = slotDueAt(start, k, zone);
      const plain = addDays(start, k, zone).getTime() - 2 * HOUR_MS;
      // Only a change of the clock between the two makes the difference, and never more than an hour.
      expect(Math.abs(due.getTime() - plain)).toBeLessThanOrEqual(HOUR_MS);
      if (zone === 'Africa/Maputo') expect(due.getTime()).toBe(start.getTime() + k * DAY_MS - 2 * HOUR_MS);
    }),
  );
});

describe('nextStep', () => {
  const zone = 'Africa/Maputo';
  const start = at('2025-11-18T10:00:00', zone);

  it('sends nothing while an order is under way, whatever is due', () => {
    const slots = owed(start, 5, zone);
    Object.assign(slots[0] ?? {}, { state: 'sending', sentAt: slots[0]?.dueAt });
    for (const late of ['deliver', 'skip', 'ask'] as const)
      expect(nextStep({ expiresAt: start, slots }, late, at('2025-12-01T00:00:00', zone))).toEqual({
        send: null,
        skip: [],
        hold: [],
        end: false,
        lookAt: null,
      });
  });

  it('goes on past a slot that a person must look at', () => {
    const slots = owed(start, 2, zone);
    Object.assign(slots[0] ?? {}, { state: 'review', sentAt: slots[0]?.dueAt });
    const step = nextStep(
      { expiresAt: expiresAtOf(start, 2, zone), slots },
      'deliver',
      at('2025-11-20T08:00:00', zone),
    );
    expect(step.send).toBe(2);
  });

  it('says when to look again', () => {
    const slots = owed(start, 1, zone);
    const ends = expiresAtOf(start, 1, zone);
    expect(nextStep({ expiresAt: ends, slots }, 'deliver', start).lookAt).toEqual(slots[0]?.dueAt);
    Object.assign(slots[0] ?? {}, {
      state: 'delivered',
      sentAt: slots[0]?.dueAt,
      orderedAt: slots[0]?.dueAt,
    });
    expect(nextStep({ expiresAt: ends, slots }, 'deliver', at('2025-11-19T08:01:00', zone)).lookAt).toEqual(
      ends,
    );
  });
});

describe('what is typed', () => {
  test.each(['ABC123', 'abc', 'PP260223.2252.f12345', 'A-B_C'])('%s is a reference', (typed) => {
    expect(isReference(typed)).toBe(true);
  });
  test.each(['AB', '.ABC', '=ABC', 'A|B|C', 'A B', 'ÁBC', 'A'.repeat(31), 'ABC\n', ''])(
    '%j is none',
    (typed) => {
      expect(isReference(typed)).toBe(false);
    },
  );
  test.each([
    ['+258845123456', true],
    ['+258851234567', true],
    ['+258861234567', false],
    ['+2588451234567', false],
    ['+5511999990001', true],
  ])('%s may have a package: %s', (number, may) => {
    expect(isPackageNumber(number)).toBe(may);
  });
});

test('an order of more than 10 GB is split, as the executing phone takes at most that', () => {
  expect(initialOrders('ABC123', 2000)).toEqual([{ reference: 'ABC123', mb: 2000 }]);
  expect(initialOrders('ABC123', 10_240)).toEqual([{ reference: 'ABC123', mb: 10_240 }]);
  expect(initialOrders('ABC123', 23_000)).toEqual([
    { reference: 'ABC123', mb: 10_240 },
    { reference: 'ABC12301', mb: 10_240 },
    { reference: 'ABC12302', mb: 2520 },
  ]);
});
