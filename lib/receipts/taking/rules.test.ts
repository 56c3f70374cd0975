import { describe, expect, test } from 'vitest';
import { isOperatorSender, repeatFault } from './rules';

test.each([
  ...['M-Pesa', 'MPesa', 'M-PESA', ' m pesa ', 'M‑Pesa', 'e-Mola', 'eMola', 'E-MOLA'],
  ...['Movitel', 'VODACOM', 'Vódacom'],
])('%s is an operator', (sender) => expect(isOperatorSender(sender)).toBe(true));

test.each([
  ...['João Cliente', 'João (841112222)', '+258841112222 João', '1234', '+258 84 999 9999', '84-999-9999'],
  ...['M-Pesa 841112222', 'M-Pesa João', 'Agente M-Pesa', 'М-Реsа', 'e-Mola 2', 'Vodacom M-Pesa', '?', ''],
])('%s is nobody who proves', (sender) => expect(isOperatorSender(sender)).toBe(false));

describe('a repeat', () => {
  const [mine, theirs, number] = ['+258840000001', '+258840009999', '+258845123456'];
  const first = { amountCents: 4_400, party: 'Loja', number, author: mine, body: 'first' };
  const says = (wish: object) => {
    const { amountCents, party, ...rest } = { amountCents: 4_400, party: 'Loja', ...wish };
    const repeat = { body: 'again', numbers: [number], author: mine, ...rest };
    return repeatFault(first, { ...repeat, receipt: { amountCents, party } });
  };

  test.each([
    ['the same', {}],
    ['without the number', { numbers: [] }],
    ['of another person', { author: theirs }],
    ['of another person without the number', { author: theirs, numbers: [] }],
    ['that leaves the name out', { party: null }],
    ['letter for letter', { body: 'first', numbers: [number, '+258851112222'] }],
  ])('%s denies nothing', (_, wish) => expect(says(wish)).toBeNull());

  test.each([
    ['another amount', { amountCents: 4_500 }, 'edited'],
    ['another name', { party: 'Banca' }, 'edited'],
    ['another number', { numbers: ['+258851112222'] }, 'edited'],
    ['a number more', { numbers: [number, '+258851112222'] }, 'edited'],
    ['a number of nobody known', { numbers: ['+258851112222'], author: null }, 'edited'],
    ['another person’s number', { numbers: ['+258851112222'], author: theirs }, 'claimed'],
    ['another person’s amount', { amountCents: 4_500, author: theirs }, 'edited'],
  ])('%s is for a person', (_, wish, fault) => expect(says(wish)).toBe(fault));
});
