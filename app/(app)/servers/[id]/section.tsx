import { ChevronDown } from 'lucide-react';
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

type FoldProps = { summary: ReactNode; open?: boolean; children: ReactNode };

/** What is looked at now and then: its figures stay, the rest is one press away. */
export const Fold = ({ summary, open = false, children }: FoldProps) => (
  <details open={open} className="group min-w-0">
    <summary className="tabular flex min-h-11 cursor-pointer items-center justify-between gap-2 rounded-control text-muted hover:text-ink sm:min-h-8">
      <span className="min-w-0 wrap-break-word">{summary}</span>
      <ChevronDown aria-hidden className="size-4 shrink-0 group-open:rotate-180" />
    </summary>
    <div className="mt-2 min-w-0">{children}</div>
  </details>
);

/** On a phone's card, beneath the name: what the other columns say. */
export const Small = ({ children }: { children: ReactNode }) => (
  <span className="tabular block text-[0.8125rem] leading-5 font-normal text-faint sm:hidden">
    {children}
  </span>
);
