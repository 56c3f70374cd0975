import { type Day, dayOf } from '@/lib/time';

/** A renewal that somebody made on the panel itself, as it was noted here: from which of its dates to which. */
export type ByHand = { at: Date; from: Date; to: Date };
/** A payment that no renewal of its own followed; `day`: the expiry day that its invoice extends. */
export type Paid = { day: Day; paidAt: Date; expiryAfter: Date };

/**
 * The renewal by hand that an invoice for `day` is the payment for; null when each that gives its days is paid, or it
 * is for the days after them. A payment is for one renewal: the earliest that ends after its invoice's day and stood
 * here when it was made. Also for one that was noted afterwards, if it was made for those days (given up here, then
 * renewed there). An invoice of before them all is for the earliest: its customer owes for what is given now.
 */
export function unpaidAmong(events: ByHand[], paid: Paid[], day: Day, zone: string): ByHand | null {
  const unpaid = events.toSorted((a, b) => a.to.getTime() - b.to.getTime());
  const gives = ({ to }: ByHand, of: Day) => of < dayOf(to, zone);
  for (const one of paid.toSorted((a, b) => a.paidAt.getTime() - b.paidAt.getTime())) {
    const isFor = (event: ByHand) =>
      gives(event, one.day) && (one.paidAt > event.at || one.expiryAfter > middleOf(event));
    const at = unpaid.findIndex(isFor);
    if (at >= 0) unpaid.splice(at, 1);
  }
  return unpaid.find((event) => gives(event, day)) ?? null;
}

const middleOf = ({ from, to }: ByHand): Date => new Date((from.getTime() + to.getTime()) / 2);
