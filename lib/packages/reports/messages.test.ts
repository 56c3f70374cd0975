import { expect, test } from 'vitest';
import { reportCsv } from './messages';
import { NO_FIGURES } from './rules';

test('the month as a file: decimal commas, and no group’s name that a spreadsheet would run', () => {
  const rows = [
    {
      ...NO_FIGURES,
      group: '=HYPERLINK("x")',
      days: 5,
      type: '5 Dias',
      automatic: 2,
      soldCents: 4450,
      late: 1,
    },
    { ...NO_FIGURES, group: null, days: 3, type: '3 Dias', renewedMb: 300, renewedCents: 3750 },
  ];
  const [head, first, second, end] = reportCsv(rows).split('\r\n');
  expect(head?.split(';')).toHaveLength(14);
  expect(first).toBe(`"'=HYPERLINK(""x"")";5 Dias;5;2;0;0;44,50;0;1;0;0;0;0;0,00`);
  expect(second).toBe('Sem grupo;3 Dias;3;0;0;0;0,00;0;0;0;0;0;300;37,50');
  expect(end).toBe('');
});
