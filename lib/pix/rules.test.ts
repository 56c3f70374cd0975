import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brCode, crc16 } from './rules';

test('the check value of CRC-16/CCITT-FALSE', () => {
  expect(crc16('123456789')).toBe('29B1');
});

test.each([
  [
    {
      key: '123e4567-e12b-12d1-a456-426655440000',
      name: 'Fulano de Tal',
      city: 'BRASILIA',
      amountCents: null,
      txid: '***',
    },
    '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D',
  ],
  [
    { key: '12345678909', name: 'LOJA EXEMPLO', city: 'SAO PAULO', amountCents: null, txid: '***' },
    '00020126330014br.gov.bcb.pix0111123456789095204000053039865802BR5912LOJA EXEMPLO6009SAO PAULO62070503***63045BA7',
  ],
  [
    { key: '+5511999999999', name: 'LOJA EXEMPLO', city: 'SÃO PAULO', amountCents: 3590, txid: 'FAT0001236' },
    null,
  ],
])('known codes, letter by letter', (charge, expected) => {
  const code = brCode(charge);
  if (expected) expect(code).toBe(expected);
  else expect(code).toContain('540535.905802BR5912LOJA EXEMPLO6009SAO PAULO');
  expect(code.slice(-4)).toBe(crc16(code.slice(0, -4)));
});

test('any name and city: ASCII, lengths that add up, a right checksum', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme' }),
      fc.nat(10_000_000),
      (name, city, cents) => {
        const code = brCode({ key: '12345678909', name, city, amountCents: cents, txid: 'F1' });
        for (let at = 0; at < code.length; ) at += 4 + Number(code.slice(at + 2, at + 4));
        expect(code).toMatch(/^[\x20-\x7e]+$/);
        expect(code.slice(-4)).toBe(crc16(code.slice(0, -4)));
      },
    ),
  );
});
