import { expect, test } from 'vitest';
import { groupSheetsSchema } from '@/lib/groups/schema';
import { bookForm } from '@/lib/packages/settings/schema';
import { sheetUrlOrBlank } from './schema';

const WHOLE = 'Cole o endereço completo, como https://script.google.com/macros/s/…/exec.';

test('what is no address is said in the field’s own sentence, alone and in both forms', () => {
  const said = (result: { error?: { issues: { message: string }[] } }) => result.error?.issues[0]?.message;
  expect(said(sheetUrlOrBlank.safeParse('abc'))).toBe(WHOLE);
  expect(said(bookForm.safeParse({ book: 'orders', url: 'abc', atOnce: '2', anyway: false }))).toBe(WHOLE);
  const form = {
    id: crypto.randomUUID(),
    orders: 'own',
    payments: 'inherit',
    paymentsUrl: '',
    anyway: false,
  };
  expect(said(groupSheetsSchema.safeParse({ ...form, ordersUrl: 'abc' }))).toBe(WHOLE);
});

test('blank stays blank, and an address is written out', () => {
  expect(sheetUrlOrBlank.parse('  ')).toBe('');
  expect(sheetUrlOrBlank.parse(' https://Example.com ')).toBe('https://example.com/');
});
