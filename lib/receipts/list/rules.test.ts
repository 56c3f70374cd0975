import { expect, test } from 'vitest';
import { payeeText, payerText } from '@/db/test-market';
import { REASON_WORDS } from '../messages';
import { reasonsOf, WORST_FIRST } from './rules';

const now = new Date('2026-11-22T10:00:00Z');
const REF = 'DHB6CDE0001';
const side = (body: string, amountCents: number, reason: string | null = null) => ({
  ...{ body, amountCents, reason, number: null as string | null, groupId: 'g' as string | null },
  state: reason ? ('review' as const) : ('open' as const),
});
const paid = (reason: string | null = null) => side(payeeText(REF, '50.00'), 5_000, reason);

test('another amount is named before the number that is missing', () => {
  const payer = side(payerText(REF, '45.00', ''), 4_500, 'no_number');
  expect(reasonsOf({ main: payer, payee: paid(), payer }, now)).toEqual(['amount_differs', 'no_number']);
  const same = { ...payer, amountCents: 5_000 };
  expect(reasonsOf({ main: same, payee: paid(), payer: same }, now)).toEqual(['no_number']);
  const away = { ...paid(), state: 'dismissed' as const };
  expect(reasonsOf({ main: payer, payee: away, payer }, now)).toEqual(['no_number']);
});

test('what is wrong with the phone’s own text stands first and for itself', () => {
  const payer = { ...side(payerText(REF, '50.00'), 5_000, 'payee_doubt'), number: '+258845123456' };
  expect(reasonsOf({ main: payer, payee: paid('sender'), payer }, now)).toEqual(['sender']);
  const lost = { ...payer, groupId: null };
  expect(reasonsOf({ main: lost, payee: paid(), payer: lost }, now)).toEqual(['payee_doubt', 'no_group']);
  const used = { ...payer, state: 'used' as const, reason: null };
  expect(reasonsOf({ main: used, payee: { ...paid(), state: 'used' }, payer: used }, now)).toEqual([]);
});

test('every reason has its place', () => {
  expect([...WORST_FIRST].sort()).toEqual(Object.keys(REASON_WORDS).sort());
});
