import { expect, test } from 'vitest';
import { isOperatorSender } from './rules';

test.each([
  ...['M-Pesa', 'MPesa', 'M-PESA', ' m pesa ', 'M‑Pesa', 'e-Mola', 'eMola', 'E-MOLA'],
  ...['Movitel', 'VODACOM', 'Vódacom'],
])('%s is an operator', (sender) => expect(isOperatorSender(sender)).toBe(true));

test.each([
  ...['João Cliente', 'João (841112222)', '+258841112222 João', '1234', '+258 84 999 9999', '84-999-9999'],
  ...['M-Pesa 841112222', 'M-Pesa João', 'Agente M-Pesa', 'М-Реsа', 'e-Mola 2', 'Vodacom M-Pesa', '?', ''],
])('%s is nobody who proves', (sender) => expect(isOperatorSender(sender)).toBe(false));
