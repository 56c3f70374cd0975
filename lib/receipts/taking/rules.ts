import { isPackageNumber } from '@/lib/packages/rules';
import { writable } from '@/lib/search';
import { DAY_MS } from '@/lib/time';
import type { Pasted } from '../pasted/rules';
import { dayOfReference, type Receipt } from '../rules';

/** What keeps a pasted receipt from waiting for its SMS; a key of lib/receipts/messages.ts. */
type PastedFault =
  | 'received_pasted'
  | 'several_receipts'
  | 'several_numbers'
  | 'no_number'
  | 'bad_number'
  | 'no_group'
  | 'future';

/** The first thing a person must look at before a pasted receipt may wait; null when nothing is wrong. */
export const pastedFault = (pasted: Pasted, groupId: string | null, now: Date): PastedFault | null =>
  pastedFaults(pasted, groupId, now)[0] ?? null;

/** All of them, in the order in which they are looked at. */
export function pastedFaults(pasted: Pasted, groupId: string | null, now: Date): PastedFault[] {
  const [number, ...more] = pasted.numbers;
  const faults: PastedFault[] = [];
  if (pasted.receipt.direction === 'in') faults.push('received_pasted');
  if (pasted.several) faults.push('several_receipts');
  if (!number) faults.push('no_number');
  if (more.length > 0) faults.push('several_numbers');
  else if (number && !isPackageNumber(number)) faults.push('bad_number');
  if (isFuture(pasted.receipt.reference, now)) faults.push('future');
  if (!groupId) faults.push('no_group');
  return faults;
}

/** Whether a reference names a day that has not begun anywhere on earth. */
export function isFuture(reference: string, now: Date): boolean {
  const day = dayOfReference(reference);
  return day !== null && day.getTime() - now.getTime() > DAY_MS;
}

/** A text longer than any of the operators' is cut for keeping. */
const MOST_BODY = 4_000;
export const kept = (text: string): string => writable(text).slice(0, MOST_BODY);

type First = {
  amountCents: number;
  party: string | null;
  number: string | null;
  author: string | null;
  body: string;
};
type Repeat = {
  receipt: Pick<Receipt, 'amountCents' | 'party'>;
  body: string;
  /** Every number beside the text, E.164. */
  numbers: string[];
  /** E.164; null when it is not known. */
  author: string | null;
};
/** What a repeat denies; a key of lib/receipts/messages.ts. */
export type RepeatFault = 'edited' | 'claimed';

/**
 * What a text says against the first one of its reference. Null when it denies nothing, whoever pastes it:
 * a number that is left out is no other number.
 */
export function repeatFault(first: First, { receipt, body, numbers, author }: Repeat): RepeatFault | null {
  if (kept(body) === first.body) return null;
  const otherNumber = numbers.some((number) => number !== first.number);
  if (otherNumber && author && first.author && author !== first.author) return 'claimed';
  const otherParty = receipt.party !== null && first.party !== null && receipt.party !== first.party;
  return otherNumber || otherParty || receipt.amountCents !== first.amountCents ? 'edited' : null;
}

const OPERATORS = ['mpesa', 'emola', 'movitel', 'vodacom'];

/**
 * Whether a sender is an operator: its name and nothing more, however it is written. A number, a contact's
 * name, or a name beside a number was written by a person.
 */
export const isOperatorSender = (sender: string): boolean => {
  if (/\p{N}/u.test(sender)) return false;
  const letters = sender.normalize('NFKD').toLowerCase().replace(/\P{L}/gu, '');
  return OPERATORS.includes(letters);
};
