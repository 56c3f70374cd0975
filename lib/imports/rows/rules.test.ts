import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whenOf, whenProblem } from './rules';

const ZONE = 'America/Sao_Paulo';
const instant = (iso: string) => ({ kind: 'instant', at: new Date(iso) });

describe('an expiry in a cell', () => {
  it.each([
    ['', { kind: 'none' }],
    ['2026-12-21', { kind: 'day', day: '2026-12-21' }],
    ['21/12/2026', { kind: 'day', day: '2026-12-21' }],
    ['1.2.26', { kind: 'day', day: '2026-02-01' }],
    ['21/12/2026 9:05', instant('2026-12-21T12:05:00Z')],
    ['2026-12-21 23:59:59', instant('2026-12-22T02:59:59Z')],
    ['2025-11-28T02:59:59.000000Z', instant('2025-11-28T02:59:59Z')],
    ['2025-11-27 23:59:59-03:00', instant('2025-11-28T02:59:59Z')],
    ['1798761599', instant('2026-12-31T23:59:59Z')],
  ])('reads %j', (text, when) => {
    expect(whenOf(text, ZONE)).toEqual(when);
  });

  it.each([
    '12/31/2026',
    '31/02/2026',
    '0000-00-00',
    'amanhã',
    '2026',
    '21/12/1999',
    '21/12/2026 25:00',
    '1/1/3000',
  ])('never guesses: %j', (text) => {
    expect(whenOf(text, ZONE)).toBeNull();
  });

  it.each([
    ['30/02/2027', 'Esta data não existe: fevereiro de 2027 tem 28 dias.'],
    ['29.2.27 10:00', 'Esta data não existe: fevereiro de 2027 tem 28 dias.'],
    ['2026-11-31', 'Esta data não existe: novembro de 2026 tem 30 dias.'],
    ...['12/31/2026', '32/01/2026', '0000-00-00', '21/12/1999', '21/12/2026 25:00', 'amanhã', ''].map(
      (text) => [text, 'Escreva uma data como 31/12/2026.'],
    ),
  ])('says what is wrong with %j', (text = '', problem = '') => {
    expect(whenProblem(text)).toBe(problem);
  });

  it('takes any text without a word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => void [whenOf(text, ZONE), whenProblem(text)]),
    );
  });
});
