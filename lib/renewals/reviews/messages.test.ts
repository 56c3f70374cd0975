import { expect, test } from 'vitest';
import { DAY_MS } from '@/lib/time';
import { acceptRefusal, closeRefusal, liveWords, reopenRefusal, resendRefusal } from './messages';
import { expectedAfter } from './rules';

const zone = 'America/Sao_Paulo';
const before = new Date('2026-11-25T01:13:00Z');
const base = { at: before, own: true };
const at = (days: number) => ({
  base,
  minDeltaMs: 20 * DAY_MS,
  expiresAt: new Date(before.getTime() + days * DAY_MS),
  zone,
});

test.each([
  [0, '24/11/2026 22:13 · não avançou'],
  [30, '24/12/2026 22:13 · avançou 30 dias'],
  [1.5, '26/11/2026 10:13 · avançou 1 dia, menos que uma renovação'],
  [-0.5, '24/11/2026 10:13 · recuou menos de um dia'],
])('the panel’s date of this moment beside the one before: %s days', (days, words) => {
  expect(liveWords(at(days))).toBe(words);
});

test('without a date before, only what the panel shows', () => {
  expect(liveWords({ ...at(0), base: null })).toBe('24/11/2026 22:13');
});

test('a refusal says what the panel shows', () => {
  expect(acceptRefusal('unmoved', at(0))).toContain('O painel ainda mostra 24/11/2026 22:13');
  expect(acceptRefusal('moved_oddly', at(1))).toContain(
    'mostra 25/11/2026 22:13 e antes era 24/11/2026 22:13',
  );
  expect(resendRefusal('moved', at(30))).toContain('mostra 24/12/2026 22:13 e antes era 24/11/2026 22:13');
});

test.each(['other_server', 'client_archived'] as const)(
  '%s: every decision is refused in the same words',
  (why) => {
    const said = [
      acceptRefusal(why, at(0)),
      resendRefusal(why, at(0)),
      closeRefusal(why),
      reopenRefusal(why),
    ];
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toContain(why === 'other_server' ? 'está em outro servidor agora' : 'Restaure o cliente');
  },
);

test('expected: one package from the date before, or from the payment where that was over', () => {
  const later = new Date(before.getTime() + 10 * DAY_MS);
  expect(expectedAfter(base, new Date(before.getTime() - 1), 30 * DAY_MS)).toEqual(at(30).expiresAt);
  expect(expectedAfter(base, later, 30 * DAY_MS)).toEqual(at(40).expiresAt);
});
