import { ChevronDown } from 'lucide-react';
import { Badge } from '@/components/badge';
import { SLOT_WORDS } from '@/lib/packages/plan/messages';
import { formatDateTime } from '@/lib/time';
import { SlotBody, type SlotProps } from './slot-item';

/** A renewal that is over, on one line; opened, its two halves with their proofs. */
export function OverItem(props: SlotProps) {
  const { slot, view, zone } = props;
  const { label, tone } = SLOT_WORDS[view];
  return (
    <li>
      <details className="group">
        <summary className="flex min-h-11 flex-wrap items-center justify-between gap-x-2 gap-y-1 px-4 py-1.5 hover:bg-sunken/70 sm:px-5">
          <h3 className="tabular font-medium text-ink max-sm:text-sm">
            D{slot.k} <span className="font-normal text-muted">{slot.reference}</span>
          </h3>
          <span className="tabular flex items-center gap-1.5 text-[0.8125rem] text-faint max-sm:ml-auto">
            {formatDateTime(slot.deliveredAt ?? slot.dueAt, zone).slice(0, 5)}
            <Badge tone={tone}>{label}</Badge>
            <ChevronDown aria-hidden className="size-4 shrink-0 group-open:rotate-180" />
          </span>
        </summary>
        <div className="px-4 pb-3.5 sm:px-5">
          <SlotBody {...props} />
        </div>
      </details>
    </li>
  );
}
