import { expect, test } from 'vitest';
import { formatCount, formatMoney, moneyColumn } from './money';

const said = (cents: number, currency: 'BRL' | 'MZN') => formatMoney({ cents, currency }).replace(/\s/g, ' ');

test('amounts as the trade writes them, the sign first', () => {
  expect(said(3590, 'BRL')).toBe('R$ 35,90');
  expect(said(-10_000, 'BRL')).toBe('-R$ 100,00');
  expect(said(-1, 'BRL')).toBe('-R$ 0,01');
  expect(said(0, 'BRL')).toBe('R$ 0,00');
  expect(said(4400, 'MZN')).toBe('44 MT');
  expect(said(-1250, 'MZN')).toBe('-12,50 MT');
});

test('one precision in a column, and one grouping for amounts and counts', () => {
  const column = (amounts: number[]) =>
    amounts.map(moneyColumn(amounts, 'MZN')).map((text) => text.replace(/\s/g, ' '));
  expect(column([6250, 2500])).toEqual(['62,50 MT', '25,00 MT']);
  expect(column([6200, 250_000])).toEqual(['62 MT', '2 500 MT']);
  expect(formatCount(12_345, 'pt-MZ').replace(/\s/g, ' ')).toBe('12 345');
  expect(formatCount(1234, 'pt-BR')).toBe('1.234');
});
