import { expect, test } from 'vitest';
import { readTable } from '../pasted/rules';
import { AT_EVERY_PAYMENT, gridFault, gridOf, gridOfRead, savedAs, tiedRows, tiesOf } from './rules';

const TEXT = '3 dias renováveis\n7000=149\n2000=44\n15 dias renováveis\n5000=149\nEspeciais\n9000=99';

test('a pasted table: what the heading does not say must be said, what is tied must be decided', () => {
  const grid = gridOfRead(readTable(TEXT));
  expect(grid.map((s) => [s.label, s.days, s.rows.length])).toEqual([
    ['3 dias renováveis', 3, 2],
    ['15 dias renováveis', 15, 1],
    ['Especiais', 'ask', 1],
  ]);
  expect(gridFault(grid, {})).toEqual({ kind: 'days', key: grid[2]?.key });
  const said = grid.map((s) => (s.days === 'ask' ? { ...s, days: null } : s));
  expect(gridFault(said, {})).toEqual({ kind: 'tie', cents: 14_900 });
  expect(savedAs(said, { 14900: AT_EVERY_PAYMENT }).left).toEqual([14_900]);
  expect(gridFault(said, { 14900: AT_EVERY_PAYMENT })).toBeNull();
  const key = tiedRows(said)[0]?.rows[1]?.key ?? '';
  expect(gridFault(said, { 14900: key })).toBeNull();
  expect(savedAs(said, { 14900: key, 4400: 'gone' }).rows.map((r) => r.chosen)).toEqual([
    false,
    false,
    true,
    false,
  ]);
});

test('typing errors are found in their row, and a row may not stand twice', () => {
  const one = (mb: string, price: string) => [
    {
      key: 's',
      label: '',
      days: 3,
      sure: true,
      rows: [
        { key: 'a', mb: '1', price: '1' },
        { key: 'b', mb, price },
      ],
    },
  ];
  expect(gridFault(one('1.5', '2'), {})).toEqual({ kind: 'mb', key: 'b' });
  expect(gridFault(one('0', '2'), {})).toEqual({ kind: 'mb', key: 'b' });
  expect(gridFault(one('5', 'x'), {})).toEqual({ kind: 'price', key: 'b' });
  expect(gridFault(one('1', '1,00'), { 100: 'a' })).toEqual({ kind: 'twice', cents: 100 });
  expect(gridFault(one('2', '2'), {})).toBeNull();
});

test('a stored table comes back as it was decided', () => {
  const row = (id: string, priceCents: number, chosen = false) => ({
    id,
    priceCents,
    chosen,
    mb: 5,
    days: 3,
    label: 'x',
  });
  const rows = [row('a', 100), { ...row('b', 100, true), mb: 6 }, row('c', 200), { ...row('d', 200), mb: 6 }];
  const [grid, ties] = [gridOf(rows), tiesOf(rows)];
  expect(grid).toHaveLength(1);
  expect(gridFault(grid, ties)).toBeNull();
  expect(savedAs(grid, ties)).toMatchObject({
    left: [200],
    rows: [{ chosen: false }, { chosen: true }, {}, {}],
  });
});
