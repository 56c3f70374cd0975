import { classes } from '@/components/classes';
import type { SlotView } from '@/lib/packages/plan/rules';

const LOOK: Record<SlotView, string> = {
  scheduled: 'border border-edge',
  paused: 'border border-edge',
  late: 'bg-danger',
  sending: 'bg-info',
  half: 'bg-warning',
  delivered: 'bg-success',
  delivered_late: 'bg-success',
  skipped: 'bg-line border border-edge',
  held: 'bg-danger',
  review: 'bg-danger',
  cancelled: 'bg-line',
};
const MOST = 10;

/** A package's renewals at a glance; the figures and words beside them say the same. */
export function Dots({ views }: { views: SlotView[] }) {
  if (views.length === 0) return null;
  const dots = views.slice(0, 60).map((view, at) => ({ id: `D${at + 1}`, view }));
  const small = views.length > MOST;
  return (
    <span aria-hidden className={classes('flex max-w-44 flex-wrap', small ? 'gap-0.5' : 'gap-1')}>
      {dots.map(({ id, view }) => (
        <span key={id} className={classes('rounded-full', small ? 'size-1.5' : 'size-2', LOOK[view])} />
      ))}
    </span>
  );
}
