import { expect, test } from 'vitest';
import { type Paid, unpaidAmong } from './rules';

const zone = 'America/Sao_Paulo';
const at = (day: number, hour = 12) => new Date(Date.UTC(2026, 10, day, hour));
const dayOf = (day: number) => at(day).toISOString().slice(0, 10);
/** Renewed there on the first day, from the one to the other. */
const first = { at: at(1), from: at(5), to: at(35) };
const second = { at: at(33), from: at(35), to: at(65) };
const paid = (day: number, on: number, expiryAfter = 95): Paid => ({
  ...{ day: dayOf(day), paidAt: at(on, 13), expiryAfter: at(expiryAfter) },
});
const from = (day: number, payments: Paid[], events = [second, first]) =>
  unpaidAmong(events, payments, dayOf(day), zone)?.from.toISOString().slice(0, 10) ?? null;

test.each([
  ['its own days', 5, [], dayOf(5)],
  ['due before them: what is given now is what is owed', 1, [], dayOf(5)],
  ['the days of the second', 35, [], dayOf(35)],
  ['the days after both', 65, [], null],
  ['the second is paid first', 5, [paid(35, 40)], dayOf(5)],
  ['the days after both are paid first', 5, [paid(65, 40)], dayOf(5)],
  ['due a little early, the first is paid', 34, [paid(5, 34)], dayOf(35)],
  ['both are paid', 34, [paid(5, 34), paid(35, 36)], null],
  ['a payment of before it was renewed there', 5, [paid(5, 0, 15)], dayOf(5)],
  ['one of before, for these days, that was given up', 5, [paid(5, 0, 35), paid(35, 36)], null],
  ['one payment is for one renewal only', 35, [paid(5, 34)], dayOf(35)],
])('%s', (_, day, payments, expected) => expect(from(day, payments)).toBe(expected));
