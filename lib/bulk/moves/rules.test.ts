import { expect, test } from 'vitest';
import { moveWords, termsWords } from './messages';
import { samePlans } from './rules';

const plan = (id: string, name: string, days: number, screens = 1) => ({
  ...{ id, name, days, screens, priceCents: 3_000 },
});

test('a plan is preset only where days and screens are the same, by name first, else the only such one', () => {
  const today = [plan('m', 'Mensal', 30), plan('2', 'Mensal 2 telas', 30, 2), plan('a', 'Anual', 365)];
  expect(samePlans(today, [plan('x', 'Outro nome', 30)])).toEqual({ m: 'x' });
  expect(samePlans(today, [plan('x', 'Anual', 30), plan('y', 'Mensal', 30)])).toEqual({ m: 'y' });
  expect(samePlans(today, [plan('x', 'Um', 30), plan('y', 'Outro', 30)])).toEqual({});
});

test('a choice tells days, price and credits, and the button how many of the chosen move', () => {
  expect(termsWords({ days: 365, priceCents: 30_000, credits: 12 }, 'BRL')).toBe(
    '365 dias · R$\u00a0300,00 · 12 créditos',
  );
  expect(moveWords({ count: 2, chosen: 3 })).toBe('Mover 2 de 3');
  expect(moveWords({ count: 1, chosen: 1 })).toBe('Mover 1 cliente');
});
