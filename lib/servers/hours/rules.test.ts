import { expect, test } from 'vitest';
import { secondsWords } from './messages';
import { lastHours, type PanelHour, STEPS_MS, stepOf, summaryOf, within } from './rules';

const counted = (...ms: number[]): number[] => {
  const took = Array<number>(STEPS_MS.length + 1).fill(0);
  for (const one of ms) took[stepOf(one)] = (took[stepOf(one)] ?? 0) + 1;
  return took;
};

test('half and nearly all of the answers, by the end of their step, never beyond the slowest', () => {
  const took = counted(40, 45, 60, 120, 5_000);
  expect(within(took, 5_000, 0.5)).toBe(100);
  expect(within(took, 5_000, 0.95)).toBe(5_000);
  expect(within(counted(40_000), 40_000, 0.5)).toBe(40_000);
  expect(within(counted(90), 90, 0.5)).toBe(90);
  expect(within(counted(), 0, 0.5)).toBeNull();
});

test('hours sum up, and one in which nothing was asked is shown as such', () => {
  const at = (hour: string): Date => new Date(`2026-11-21T${hour}:00:00Z`);
  const hours: PanelHour[] = [
    { hour: at('09'), calls: 3, failures: 1, took: counted(40, 40), maxMs: 40 },
    { hour: at('11'), calls: 1, failures: 0, took: counted(800), maxMs: 700 },
  ];
  expect(summaryOf(hours)).toEqual({ calls: 4, failures: 1, medianMs: 50, slowMs: 700 });
  expect(lastHours(hours, new Date('2026-11-21T11:59:00Z'), 3)).toEqual([
    { hour: at('09'), calls: 3, failures: 1, medianMs: 40 },
    { hour: at('10'), calls: 0, failures: 0, medianMs: null },
    { hour: at('11'), calls: 1, failures: 0, medianMs: 700 },
  ]);
});

test('what a person waited for is told in seconds with one decimal', () =>
  expect([12, 483, 1_287, 14_000].map(secondsWords)).toEqual([
    '0,1\u00a0s',
    '0,5\u00a0s',
    '1,3\u00a0s',
    '14\u00a0s',
  ]));
