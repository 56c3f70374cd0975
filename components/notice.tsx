import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = { icon: LucideIcon; title: string; children: ReactNode; action: ReactNode };

/** A page with one thing to say and one way on. */
export function Notice({ icon: Icon, title, children, action }: Props) {
  return (
    <div className="grid min-h-[70dvh] place-items-center px-6 py-16">
      <div className="flex max-w-md flex-col items-center text-center">
        <span aria-hidden className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
          <Icon className="size-6" />
        </span>
        <h1 className="mt-5 text-xl font-semibold text-ink">{title}</h1>
        <div className="mt-2 text-muted text-pretty">{children}</div>
        <div className="mt-6 flex flex-wrap justify-center gap-2">{action}</div>
      </div>
    </div>
  );
}
