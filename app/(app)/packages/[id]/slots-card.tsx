import type { ReactNode } from 'react';
import { Card } from '@/components/card';
import type { Actor } from '@/lib/auth/rules';
import { confirmerOf, plannedTimes, slotView } from '@/lib/packages/plan/rules';
import { halvesByK, sectionOf } from '@/lib/packages/record/rules';
import type { Known } from './known';
import { OverItem } from './over-item';
import { SlotItem } from './slot-item';

/** So many renewals to come, and so many that are over, stand open; the others are folded. */
const COMING = 7;
const OVER = 3;

/** The renewals: first what moves or asks for somebody, then what comes, then what is over, newest first. */
export function SlotsCard(props: Known & { actor: Actor; works: boolean }) {
  const { slots, rows, late, now, subscription } = props;
  const planned = subscription.state === 'active' ? plannedTimes(slots, late, now) : [];
  const firstOpen = planned.find((p) => p.open && p.fate === 'send');
  const halves = halvesByK(slots, rows);
  const seen = slots.map((slot, at) => ({
    slot,
    before: slots[at - 1],
    view: slotView(slot, subscription.state, halves.get(slot.k), now),
    plan: planned.find((p) => p.k === slot.k),
    confirmer: confirmerOf(slots, halves),
    first: slot.k === firstOpen?.k,
  }));
  const of = (section: ReturnType<typeof sectionOf>) => seen.filter((s) => sectionOf(s.view) === section);
  const open = of('now').map((one) => <SlotItem key={one.slot.id} {...props} {...one} />);
  const coming = of('next').map((one) => <SlotItem key={one.slot.id} {...props} {...one} />);
  const over = of('over')
    .reverse()
    .map((one) => <OverItem key={one.slot.id} {...props} {...one} />);
  const rest = coming.slice(COMING);
  return (
    <Card title="Renovações" flush>
      <ol className="divide-y divide-line">
        {open}
        {coming.slice(0, COMING)}
      </ol>
      {rest.length > 0 && (
        <Fold words={rest.length === 1 ? 'Ver a outra a fazer' : `Ver as outras ${rest.length} a fazer`}>
          {rest}
        </Fold>
      )}
      {over.length > OVER ? (
        <Fold words={`Ver as ${over.length} ${overWords(of('over'))}`}>{over}</Fold>
      ) : (
        over.length > 0 && <ol className="divide-y divide-line not-first:border-t border-line">{over}</ol>
      )}
    </Card>
  );
}

/** What those that are over have in common: all delivered, all cancelled, or only that they are over. */
function overWords(over: { slot: { state: string } }[]): string {
  if (over.every(({ slot }) => slot.state === 'delivered')) return 'entregues';
  return over.every(({ slot }) => slot.state === 'cancelled') ? 'canceladas' : 'encerradas';
}

const Fold = ({ words, children }: { words: string; children: ReactNode }) => (
  <details className="border-line not-first:border-t">
    <summary className="flex min-h-11 items-center rounded-control px-4 text-muted hover:text-ink sm:px-5">
      {words}
    </summary>
    <ol className="divide-y divide-line border-t border-line">{children}</ol>
  </details>
);
