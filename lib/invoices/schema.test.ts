import { describe, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { invoiceForm } from './schema';

const filled = { clientId: newId(), amount: '35,90', dueOn: '2026-12-21', despite: '' };
const wrong = (change: Partial<typeof filled>) =>
  invoiceForm.safeParse({ ...filled, ...change }).error?.issues.map((i) => i.message) ?? [];

describe('an invoice typed by hand', () => {
  test.each(['0001-01-01', '1900-01-01', '1999-12-31', '2101-01-01', '9999-12-31', '123456-01-01', ''])(
    'is not due on %s',
    (dueOn) => {
      const [message] = wrong({ dueOn });
      expect(message).toBe('Escolha uma data de vencimento válida.');
    },
  );

  test.each(['2000-01-01', '2100-12-31'])('may be due on %s', (dueOn) => {
    expect(wrong({ dueOn })).toEqual([]);
  });

  test.each(['20.000.000,01', '99999999', '9'.repeat(18), '9'.repeat(30)])(
    'of %s is told the limit',
    (amount) => {
      expect(wrong({ amount })).toContain('Use um valor de até 20.000.000,00.');
    },
  );

  test('of nothing, or of no amount, is told an example', () => {
    for (const amount of ['0', 'abc', '']) expect(wrong({ amount })[0]).toContain('maior que zero');
    expect(wrong({ amount: '20.000.000,00' })).toEqual([]);
  });
});
