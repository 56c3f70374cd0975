import { expect, test } from 'vitest';
import { numberFault } from './messages';

test.each([
  ['84 512 3456', null],
  ['+258 85 512 3456', null],
  ['00258845123456', null],
  ['0845123456', null],
  ['+27 82 555 1234', null],
  ['', null],
  ['84512', 'Faltam dígitos'],
  ['258 84 512', 'Faltam dígitos'],
  ['84512345678', 'Há dígitos a mais'],
  ['86 512 3456', 'não recebe pacotes'],
  ['+258 86 512 3456', 'não recebe pacotes'],
  ['oitenta e quatro', 'sem letras'],
])('in Mozambique %s: %s', (typed, words) => {
  if (words === null) expect(numberFault(typed, 'MZ')).toBeNull();
  else expect(numberFault(typed, 'MZ')).toContain(words);
});

test.each([
  ['(11) 99999-9999', null],
  ['5511999999999', null],
  ['99999-9999', 'como (11) 99999-9999'],
])('in Brazil %s: %s', (typed, words) => {
  if (words === null) expect(numberFault(typed, 'BR')).toBeNull();
  else expect(numberFault(typed, 'BR')).toContain(words);
});
