import { expect, test } from 'vitest';
import { formatMoney } from './money';

const said = (cents: number, currency: 'BRL' | 'MZN') => formatMoney({ cents, currency }).replace(/\s/g, ' ');

test('amounts as the trade writes them, the sign first', () => {
  expect(said(3590, 'BRL')).toBe('R$ 35,90');
  expect(said(-10_000, 'BRL')).toBe('-R$ 100,00');
  expect(said(-1, 'BRL')).toBe('-R$ 0,01');
  expect(said(0, 'BRL')).toBe('R$ 0,00');
  expect(said(4400, 'MZN')).toBe('44 MT');
  expect(said(-1250, 'MZN')).toBe('-12,50 MT');
});
