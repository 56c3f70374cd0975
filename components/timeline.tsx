import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Tone, toneLook } from './badge';
import { classes } from './classes';

export type Moment = {
  id: string;
  at: string;
  title: ReactNode;
  body?: ReactNode;
  tone?: Tone;
  icon?: LucideIcon;
};

/** What happened, newest first. `at` is already written in the reseller's zone. */
export function Timeline({ items }: { items: Moment[] }) {
  return (
    <ol className="grid">
      {items.map(({ id, at, title, body, tone = 'neutral', icon: Icon }) => (
        <li key={id} className="group relative grid grid-cols-[1.75rem_1fr] gap-x-3 pb-5 last:pb-0">
          <span
            aria-hidden
            className="absolute top-7 bottom-0 left-[0.8125rem] w-px bg-line group-last:hidden"
          />
          <span
            aria-hidden
            className={classes('grid size-7 place-items-center rounded-full', toneLook[tone])}
          >
            {Icon ? <Icon className="size-3.5" /> : <span className="size-1.5 rounded-full bg-current" />}
          </span>
          <div className="min-w-0 pt-1">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <p className="min-w-0 font-medium wrap-break-word text-ink">{title}</p>
              <p className="tabular text-[0.8125rem] text-faint">{at}</p>
            </div>
            {body && <div className="mt-0.5 wrap-break-word text-muted">{body}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
