import { describe, expect, test } from 'vitest';
import { readPasted } from './pasted/rules';
import { centsOf, dayOfReference, readReceipt } from './rules';

const MPESA_IN =
  'Confirmado DFA1BCDE2FG. Recebeste 7,000.00MT de 258840000001 - Cliente Exemplo aos 29/6/26 as 2:50 PM. O teu novo saldo M-Pesa e de 7,326.78MT. Em caso de duvida, liga 100.';
const MPESA_OUT =
  'Confirmado DHB6CDEFGH7. Transferiste 100.00MT e a taxa foi de 0.00MT para 850000002 - Loja Exemplo aos 30/6/26 as 2:18 AM. O teu novo saldo M-Pesa e de 500.00MT.';
const EMOLA_OUT =
  'ID da transacao PP260101.0930.A12345. Transferiste 1.00MT para conta 870000003, nome: Loja Exemplo as 11:40:51 de 03/03/2026. Taxa: 0.00MT. O saldo da tua conta e 404.00MT. Conteudo: 5566778899. Obrigado!';
const SHOP =
  'Confirmado XYZ1A23BCDE. Registamos uma operacao de compra no valor de 100.00MT e a taxa foi de 0.00MT na entidade LOJA LDA com referencia 991234567 aos 26/2/26 as 8:29 AM. O teu novo saldo M-Pesa e de 1.00MT.';

/** Every row of channels.md section 4. */
const ROWS: [string, string, unknown][] = [
  ['M-Pesa in', MPESA_IN, ['mpesa', 'in', 'DFA1BCDE2FG', 700_000, '+258840000001 Cliente Exemplo']],
  ['M-Pesa out', MPESA_OUT, ['mpesa', 'out', 'DHB6CDEFGH7', 10_000, '+258850000002 Loja Exemplo']],
  [
    'M-Pesa out without the dash',
    MPESA_OUT.replace(' - ', ' '),
    ['mpesa', 'out', 'DHB6CDEFGH7', 10_000, '+258850000002 Loja Exemplo'],
  ],
  ['M-Pesa shop', SHOP, ['mpesa', 'out', 'XYZ1A23BCDE', 10_000, 'LOJA LDA']],
  [
    'M-Pesa shop, English',
    'Confirmed XYZ1A23BCDE. We have recorded a purchase transaction in the amount of 100.00MT, and the fee was 0.00MT, at LOJA.',
    ['mpesa', 'out', 'XYZ1A23BCDE', 10_000, null],
  ],
  [
    'M-Pesa English',
    'DEA9B3CD1EF Confirmed. 75.00MT sent from M-Pesa to 258840000004 Loja on 1/7/26 at 1:05 PM.',
    ['mpesa', 'out', 'DEA9B3CD1EF', 7_500, '+258840000004'],
  ],
  ['e-Mola out', EMOLA_OUT, ['emola', 'out', 'PP260101.0930.A12345', 100, '+258870000003 Loja Exemplo']],
  [
    'e-Mola in',
    'ID da transacao: PP260223.2252.f12345. Recebeste 25.00MT de conta 860000005, nome: Rui as 22:52:10 de 23/02/2026.',
    ['emola', 'in', 'PP260223.2252.f12345', 2_500, '+258860000005 Rui'],
  ],
  [
    'e-Mola in, cut short',
    'ID da transacao: PP260223.2252.f12345. Recebeste 25.00MT...',
    ['emola', 'in', 'PP260223.2252.f12345', 2_500, null],
  ],
  [
    'e-Mola English',
    'Transaction ID PP260101.0930.A12345. You transferred 1.00 MT to account 870000003, name: Loja Exemplo, at 11:40:51 on 03/03/2026. Fee: 0.00 MT. Thank you',
    ['emola', 'out', 'PP260101.0930.A12345', 100, '+258870000003 Loja Exemplo'],
  ],
  [
    'e-Mola shop',
    'ID da Transacao: CO260101.0829.b99999. Efectuou um pagamento de 50.00 MT para Movitel,SA. A 08:29 03/03/2026. Obrigado',
    ['emola', 'out', 'CO260101.0829.b99999', 5_000, null],
  ],
];
const facts = (text: string) => {
  const r = readReceipt(text);
  return r && [r.provider, r.direction, r.reference, r.amountCents, r.party];
};

describe('the texts of channels.md section 4', () => {
  test.each(ROWS)('%s', (_, text, wanted) => expect(facts(text)).toEqual(wanted));

  test.each(ROWS)('%s, broken over lines, in capitals and with odd spaces', (_, text) => {
    const [plain, broken] = [facts(text), facts(text.replaceAll(' ', '\n \u00a0'))];
    expect(broken).toEqual(plain);
    expect(facts(text.toUpperCase())?.slice(0, 2)).toEqual(plain?.slice(0, 2));
    expect(facts(`\u200e${text}`)).toEqual(plain);
  });
});

test.each([
  ['7,000.00', 700_000],
  ['1,250', 125_000],
  ['12,50', 1_250],
  ['12.5', 1_250],
  ['1,234,567.89', 123_456_789],
  ['44', 4_400],
  ['0.00', null],
  ['99,999,999.00', null],
])('%s is %s centavos', (text, cents) => expect(centsOf(text)).toBe(cents));

describe('look-alikes are refused', () => {
  test.each([
    ['no moment', MPESA_IN.replace(' aos 29/6/26 as 2:50 PM', '')],
    ['a 24 h clock', MPESA_IN.replace('2:50 PM', '14:50')],
    ['a reference too short', MPESA_IN.replace('DFA1BCDE2FG', 'DFA1BCD')],
    ['a reference too long', MPESA_IN.replace('DFA1BCDE2FG', 'DFA1BCDE2FGHIJKL')],
    ['a landline', MPESA_IN.replace('258840000001', '258210000001')],
    ['a number with a digit more', MPESA_IN.replace('258840000001', '2588400000012')],
    ['another currency', MPESA_IN.replace('7,000.00MT', '7,000.00USD')],
    ['no amount', MPESA_IN.replace('7,000.00MT', 'MT')],
    ['nothing paid', MPESA_IN.replace('7,000.00MT', '0.00MT')],
    ['thousands in the wrong place', MPESA_IN.replace('7,000.00', '70,00.00')],
    ['three decimals', MPESA_IN.replace('7,000.00', '7.000')],
    ['another verb', MPESA_IN.replace('Recebeste', 'Vais receber')],
    ['words before it', `Bom dia. ${MPESA_IN}`],
    ['two at once', `${MPESA_IN} ${MPESA_OUT}`],
    ['a month 13', EMOLA_OUT.replace('PP260101', 'PP261301')],
    ['a 30th of February', EMOLA_OUT.replace('PP260101', 'PP260230')],
    ['25 o’clock', EMOLA_OUT.replace('.0930.', '.2530.')],
    ['an e-Mola reference with a dot missing', EMOLA_OUT.replace('.0930.', '0930.')],
    ['a bank', 'BIM: A sua conta foi creditada em 7,000.00MT aos 29/6/26 as 2:50 PM.'],
    ['nothing', ''],
  ])('%s', (_, text) => expect(readReceipt(text)).toBeNull());
});

describe('a customer’s message', () => {
  const numbers = (text: string) => readPasted(text)?.numbers;
  test.each([
    ['behind', `${MPESA_OUT}\n845123456`],
    ['before', `845123456\n${MPESA_OUT}`],
    ['in words', `Bom dia, megas para 84 512 3456 pf. ${MPESA_OUT} Obrigada`],
    ['with its country', `${MPESA_OUT} +258 84-512-3456`],
    ['twice', `845123456 ${EMOLA_OUT} 258845123456`],
    ['behind e-Mola', `${EMOLA_OUT} 845123456`],
    ['behind a shop’s', `${SHOP}\n845123456.`],
  ])('the number stands %s', (_, text) => expect(numbers(text)).toEqual(['+258845123456']));

  test.each([
    ['only the receipt’s own numbers', MPESA_OUT],
    ['a shop’s reference that looks like a number', SHOP.replace('991234567', '841234567')],
    ['a note of the payer', EMOLA_OUT.replace('5566778899', '845123456')],
    [
      'an account in a form that is not known',
      'DEA9B3CD1EF Confirmed. 75.00MT sent by A. Silva today to 841234567 on 1/7/26',
    ],
    ['digits of something longer', `${MPESA_OUT} 8451234567 1845123456 845123456/1 845123456.50`],
  ])('no number: %s', (_, text) => expect(numbers(text)).toEqual([]));

  test('two numbers and two receipts are both seen', () => {
    expect(numbers(`${MPESA_OUT} 845123456 e 851112222`)).toEqual(['+258845123456', '+258851112222']);
    expect(readPasted(`${MPESA_OUT} ${EMOLA_OUT} 845123456`)).toMatchObject({ several: true });
    expect(readPasted(`${MPESA_OUT}\n${MPESA_OUT.toLowerCase()}`)).toMatchObject({ several: false });
    expect(readPasted('Bom dia, 845123456')).toBeNull();
  });

  test('an e-Mola reference says its day', () => {
    expect(dayOfReference('pp260223.2252.f12345')).toEqual(new Date('2026-02-23T00:00:00Z'));
    expect(dayOfReference('DHB6CDEFGH7')).toBeNull();
  });
});
