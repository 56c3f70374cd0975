import { expect, test } from 'vitest';
import { faultName, gridFaults } from '../faults/rules';
import { readTable } from '../pasted/rules';
import { AT_EVERY_PAYMENT, gridOf, gridOfRead, savedAs, tiedRows, tiesOf, titled } from './rules';

const TEXT = '3 dias renováveis\n7000=149\n2000=44\n15 dias renováveis\n5000=149\nEspeciais\n9000=99';

test('a pasted table: what the heading does not say must be said, what is tied must be decided', () => {
  const grid = gridOfRead(readTable(TEXT));
  expect(grid.map((s) => [s.label, s.days, s.rows.length])).toEqual([
    ['3 dias renováveis', 3, 2],
    ['15 dias renováveis', 15, 1],
    ['Especiais', 'ask', 1],
  ]);
  expect(gridFaults(grid, {})).toEqual([
    { kind: 'days', key: grid[2]?.key },
    { kind: 'tie', cents: 14_900 },
  ]);
  const said = grid.map((s) => (s.days === 'ask' ? { ...s, days: null } : s));
  expect(gridFaults(said, {})).toEqual([{ kind: 'tie', cents: 14_900 }]);
  expect(savedAs(said, { 14900: AT_EVERY_PAYMENT }).left).toEqual([14_900]);
  expect(gridFaults(said, { 14900: AT_EVERY_PAYMENT })).toEqual([]);
  const key = tiedRows(said)[0]?.rows[1]?.key ?? '';
  expect(gridFaults(said, { 14900: key })).toEqual([]);
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
  const found = (mb: string, price: string) => gridFaults(one(mb, price), { 100: 'a' });
  for (const mb of ['1.5', '0', '', '99999999']) expect(found(mb, '2')).toEqual([{ kind: 'mb', key: 'b' }]);
  expect(found('5', 'x')).toEqual([{ kind: 'price', key: 'b' }]);
  expect(found('', '').map(faultName)).toEqual(['mb b', 'price b']);
  expect(found('1', '1,00')).toEqual([{ kind: 'twice', key: 'b', cents: 100 }]);
  expect(gridFaults([], {})).toEqual([{ kind: 'empty' }]);
  expect(gridFaults(one('2', '2'), {})).toEqual([]);
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
  expect(gridFaults(grid, ties)).toEqual([]);
  expect(tiesOf([row('a', 100), row('b', 200)])).toEqual({});
  expect(savedAs(grid, ties)).toMatchObject({
    left: [200],
    rows: [{ chosen: false }, { chosen: true }, {}, {}],
  });
});

test('another title says anew whether a section renews, until a person has said it', () => {
  const section = { key: 's', label: '', days: 'ask' as const, sure: false, follows: true, rows: [] };
  expect(titled(section, '3 DIAS RENOVÁVEIS')).toMatchObject({ days: 3, sure: true });
  expect(titled(section, '3 dias')).toMatchObject({ days: 3, sure: false });
  expect(titled(titled(section, '3 DIAS RENOVÁVEIS'), 'Promo')).toMatchObject({ days: 'ask', sure: false });
  expect(titled({ ...section, days: 5, follows: false }, '3 DIAS RENOVÁVEIS')).toMatchObject({ days: 5 });
});
