import type { ReceiptReason } from '../messages';
import { readPasted } from '../pasted/rules';
import { pastedFaults } from '../taking/rules';

/** What may be the matter with a reference, the worst first: fraud, then money, then what is only missing. */
export const WORST_FIRST: readonly ReceiptReason[] = [
  ...(['sender', 'received_pasted', 'reference_used', 'claimed', 'amount_differs', 'edited'] as const),
  ...(['future', 'unmatched', 'payee_doubt', 'several_receipts', 'several_numbers'] as const),
  ...(['bad_reference', 'bad_number', 'no_number', 'no_group', 'price_unknown', 'bad_type'] as const),
  ...(['price_ambiguous', 'not_renewable'] as const),
];

type Side = {
  state: 'open' | 'used' | 'review' | 'dismissed';
  reason: string | null;
  amountCents: number;
  number: string | null;
  groupId: string | null;
  body: string;
};

/**
 * Everything that is the matter with a reference, the worst first. Only the first thing found is stored with a
 * text: a missing number would hide that the phone received another amount. Empty when nothing is.
 */
export function reasonsOf(
  { main, payee, payer }: { main: Side; payee: Side | null; payer: Side | null },
  now: Date,
): ReceiptReason[] {
  const found = new Set<string>(main.reason ? [main.reason] : []);
  if (main.state === 'review') {
    if (payee?.state === 'review' && payee.reason) {
      found.add(payee.reason);
      // What is wrong with the phone's own text says more than that something is.
      found.delete('payee_doubt');
    }
    const both = payee && payer && payee.state !== 'dismissed' && payer.state !== 'dismissed';
    if (both && payee.amountCents !== payer.amountCents) found.add('amount_differs');
    if (payer?.state === 'review') for (const fault of missingIn(payer, now)) found.add(fault);
  }
  return WORST_FIRST.filter((reason) => found.has(reason));
}

function missingIn({ body, number, groupId }: Side, now: Date) {
  const pasted = readPasted(body);
  const faults = pasted ? pastedFaults(pasted, groupId, now) : [];
  return number ? faults.filter((fault) => fault !== 'no_number' && fault !== 'several_numbers') : faults;
}
