import { expect, test } from 'vitest';
import { planWords } from './messages';
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

test('an option tells days, price and credits', () => {
  const words = planWords({ name: 'Anual', days: 365, priceCents: 30_000, credits: 12 }, 'BRL');
  expect(words).toBe('Anual · 365 dias · R$\u00a0300,00 · 12 créditos');
});
