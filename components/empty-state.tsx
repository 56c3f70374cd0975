import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What will stand here, and what brings it. */
export function EmptyState({
  icon: Icon,
  title,
  children,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center rounded-card border border-dashed border-line px-6 py-12 text-center sm:py-16">
      <span aria-hidden className="grid size-11 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon className="size-5" />
      </span>
      <h2 className="mt-4 text-base font-semibold text-ink">{title}</h2>
      {children && <div className="mt-1.5 max-w-prose text-muted text-pretty sm:max-w-md">{children}</div>}
    </div>
  );
}
