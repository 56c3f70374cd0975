import { type Found, findReceipts, flat } from '../rules';

/** What a customer's message holds: the receipt and for which numbers (E.164) the package should be. */
export type Pasted = { receipt: Found; numbers: string[]; several: boolean };

/** A number of its own: nine digits from 82 to 87, with or without 258, spaces or dashes between its groups. */
const NUMBER = /(?<![\d.,/+])(?:\+?258[ -]?)?(8[2-7](?:[ -]?\d{3}[ -]?\d{4}|\d{7}))(?![\d/]|[.,]\d)/g;
/** Behind these words a number is the receipt's own: an account, a shop's reference, the payer's note. */
const OWN =
  /\b(referencia|reference|ref|conta|account|entidade|entity|conteudo|content|liga|agente|to|from)[ :.-]*$/i;

/** A message with a receipt in it; null when there is none. `several`: more than one, a person must look. */
export function readPasted(text: string): Pasted | null {
  const whole = flat(text);
  const [receipt, ...more] = findReceipts(whole);
  if (!receipt) return null;
  const outside = `${whole.slice(0, receipt.start)}\n${whole.slice(receipt.end)}`;
  const numbers = [...outside.matchAll(NUMBER)]
    .filter(({ index }) => !OWN.test(outside.slice(Math.max(0, index - 30), index)))
    .map(([, digits = '']) => `+258${digits.replace(/\D/g, '')}`);
  const several = more.some((other) => other.reference.toUpperCase() !== receipt.reference.toUpperCase());
  return { receipt, numbers: [...new Set(numbers)], several };
}
