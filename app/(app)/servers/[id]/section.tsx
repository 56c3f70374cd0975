import { type ReactNode, useId } from 'react';

/** A part of the page around a table, which brings its own frame. */
export function Section({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-2 grid min-w-0 gap-3">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="font-semibold text-ink">
          {title}
        </h2>
        {actions}
      </header>
      {children}
    </section>
  );
}
