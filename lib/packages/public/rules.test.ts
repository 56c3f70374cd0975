import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskedNumber } from './rules';

test('a number is told by its ends', () => {
  expect(maskedNumber('845123456')).toBe('84 ••• •456');
  expect(maskedNumber('11999998888')).toBe('11 ••• •••888');
});

test('never more than five digits are shown', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{0,15}$/), (digits) => {
      expect(maskedNumber(digits).replace(/\D/g, '').length).toBeLessThanOrEqual(5);
    }),
  );
});
