import { Badge } from '@/components/badge';
import type { Actor } from '@/lib/auth/rules';
import { formatMoney } from '@/lib/money';
import { AFTER_WORDS, LATE_WORDS, lengthWords, SLOT_WORDS } from '@/lib/packages/plan/messages';
import {
  type Confirmer,
  isLate,
  lateMs,
  lateReason,
  type Planned,
  type SlotView,
} from '@/lib/packages/plan/rules';
import type { RecordSlot } from '@/lib/packages/record/queries';
import { rowsOf } from '@/lib/packages/record/rules';
import { formatDateTime } from '@/lib/time';
import { DecideSlot } from './decide-slot';
import { HalfLine } from './half-line';
import type { Known } from './known';

export type SlotProps = Known & {
  actor: Actor;
  works: boolean;
  slot: RecordSlot;
  before: RecordSlot | undefined;
  view: SlotView;
  plan: Planned | undefined;
  confirmer: Confirmer;
  /** The first of those whose hour hangs on a confirmation. */
  first: boolean;
};

/** A renewal that is not over: its hour, its two halves, why it is late, when it goes out. */
export function SlotItem(props: SlotProps) {
  const { slot, view, works } = props;
  const { label, tone } = SLOT_WORDS[view];
  const asks = slot.state === 'held' || slot.state === 'review';
  return (
    <li className="px-4 py-3.5 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h3 className="tabular font-medium text-ink">
          D{slot.k} <span className="font-normal text-muted">{slot.reference}</span>
        </h3>
        <Badge tone={tone}>{label}</Badge>
      </div>
      <SlotBody {...props} />
      {asks && works && (
        <DecideSlot slotId={slot.id} name={`D${slot.k}`} mayDeliver={slot.state === 'held'} />
      )}
    </li>
  );
}

/** All there is to say of a renewal under its heading. */
export function SlotBody(props: SlotProps) {
  const { slot, before, view, rows, now, zone, actor } = props;
  const { order, payment } = rowsOf(rows, slot.id);
  const closed = slot.state === 'cancelled' || slot.state === 'skipped';
  const { currency, locale } = actor.reseller;
  const why = closed || view === 'paused' || view === 'review' ? null : lateReason(slot, before, now);
  const goes = goesWords(props);
  return (
    <>
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
      {goes && <p className="tabular mt-1 text-[0.8125rem] leading-5 text-muted">{goes}</p>}
      {(order || payment || slot.state === 'sending') && (
        <ul className="mt-2 grid gap-1">
          <HalfLine name="Pedido" row={order} zone={zone} />
          <HalfLine name="Pagamento" row={payment} zone={zone} />
        </ul>
      )}
    </>
  );
}

/** When it goes out, where that is not its own hour; the hour itself only once it can be known. */
function goesWords({ plan, slot, confirmer, first, now, zone }: SlotProps): string | null {
  if (!plan || plan.at <= now || plan.at.getTime() === slot.dueAt.getTime()) return null;
  if (plan.fate !== 'send') return 'Pela regra de atrasos, não sai sozinha.';
  if (!plan.open) return `Sai em ${formatDateTime(plan.at, zone)}.`;
  return first ? `Sai ${AFTER_WORDS[confirmer].long}.` : 'Sai 20 h depois da anterior.';
}
