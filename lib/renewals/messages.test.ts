import { expect, test } from 'vitest';
import { nextWords, waitingWords } from './messages';

const now = new Date('2026-11-22T17:15:00Z');
const soon = {
  state: 'pending',
  attempt: 0,
  restoredAt: null,
  nextRunAt: new Date('2026-11-22T17:20:00Z'),
} as const;
const next = (wish: Partial<Parameters<typeof nextWords>[0]>) =>
  nextWords({ ...soon, ...wish }, now, 'America/Sao_Paulo');

test('what goes on by itself says when, and that nothing was spent only while that is certain', () => {
  expect(next({})).toBe('Tentamos de novo às 14:20 · nenhum crédito gasto.');
  expect(next({ attempt: 1 })).toBe('Tentamos de novo às 14:20.');
  expect(next({ restoredAt: now })).toBe('Tentamos de novo às 14:20.');
  expect(next({ state: 'unknown', nextRunAt: now })).toBe('Lemos o painel de novo em instantes.');
  expect(next({ nextRunAt: new Date('2026-11-23T11:00:00Z') })).toContain('em 23/11/2026');
  expect([next({ state: 'sending' }), next({ state: 'verified' })]).toEqual([null, null]);
  expect(waitingWords('server_error')).toBe('o painel falhou por dentro.');
});
