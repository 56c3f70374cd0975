import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import type { Actor } from '@/lib/auth/rules';
import { formatMoney } from '@/lib/money';
import { LATE_WORDS, lengthWords, SLOT_WORDS } from '@/lib/packages/plan/messages';
import { isLate, lateMs, lateReason, type Planned, plannedTimes, slotView } from '@/lib/packages/plan/rules';
import type { RecordSlot } from '@/lib/packages/record/queries';
import { halvesOfRows, rowsOf } from '@/lib/packages/record/rules';
import { formatDateTime } from '@/lib/time';
import { DecideSlot } from './decide-slot';
import { HalfLine } from './half-line';
import type { Known } from './known';

type Props = Known & { actor: Actor; works: boolean };

/** D1…Dn: each renewal with its hour, its two halves, and why it was late. */
export function SlotsCard(props: Props) {
  const { slots, late, now, subscription } = props;
  const planned = subscription.state === 'active' ? plannedTimes(slots, late, now) : [];
  return (
    <Card title="Renovações" flush>
      <ol>
        {slots.map((slot, at) => (
          <SlotItem
            key={slot.id}
            {...props}
            slot={slot}
            before={slots[at - 1]}
            plan={planned.find((p) => p.k === slot.k)}
          />
        ))}
      </ol>
    </Card>
  );
}

type ItemProps = Props & { slot: RecordSlot; before: RecordSlot | undefined; plan: Planned | undefined };

function SlotItem({ slot, before, plan, subscription, rows, now, zone, actor, works }: ItemProps) {
  const { order, payment } = rowsOf(rows, slot.id);
  const view = slotView(
    slot,
    subscription.state,
    order || payment ? halvesOfRows({ order, payment }) : undefined,
    now,
  );
  const { label, tone } = SLOT_WORDS[view];
  const closed = slot.state === 'cancelled' || slot.state === 'skipped';
  const asks = slot.state === 'held' || slot.state === 'review';
  const { currency, locale } = actor.reseller;
  const why = closed || view === 'paused' || view === 'review' ? null : lateReason(slot, before, now);
  return (
    <li className="border-b border-line px-4 py-3.5 last:border-b-0 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h3 className="tabular font-medium text-ink">
          D{slot.k} <span className="font-normal text-muted">{slot.reference}</span>
        </h3>
        <Badge tone={tone}>{label}</Badge>
      </div>
      <p className="tabular text-muted">
        {formatDateTime(slot.dueAt, zone)} · {slot.mb} MB ·{' '}
        {formatMoney({ cents: slot.cents, currency }, locale)}
      </p>
      {why && (
        <p className="tabular mt-1 text-[0.8125rem] leading-5 text-warning">
          {isLate(slot, now) && `${lengthWords(lateMs(slot, now))} de atraso: `}
          {LATE_WORDS[why]}.
        </p>
      )}
      {plan && plan.at > now && plan.at.getTime() !== slot.dueAt.getTime() && (
        <p className="tabular mt-1 text-[0.8125rem] leading-5 text-muted">
          {plan.fate === 'send'
            ? `Sai em ${formatDateTime(plan.at, zone)}.`
            : 'Pela regra de atrasos, não sai sozinha.'}
        </p>
      )}
      {(order || payment || slot.state === 'sending') && (
        <ul className="mt-2 grid gap-1">
          <HalfLine name="Pedido" row={order} zone={zone} />
          <HalfLine name="Pagamento" row={payment} zone={zone} />
        </ul>
      )}
      {asks && works && (
        <DecideSlot slotId={slot.id} name={`D${slot.k}`} mayDeliver={slot.state === 'held'} />
      )}
    </li>
  );
}
