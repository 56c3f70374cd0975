import { ArrowRight, ChevronDown } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { type ReactNode, useId } from 'react';
import type { Tone } from './badge';
import { classes } from './classes';

type CardProps = { title?: string; actions?: ReactNode; flush?: boolean; children: ReactNode };

/** A framed part of a page. With a title it is a named section; `flush` lets a table reach its edges. */
export function Card({ title, actions, flush = false, children }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className="min-w-0 rounded-card border border-line bg-surface shadow-rest"
    >
      {(title || actions) && (
        <header className="flex min-h-12 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-2 sm:px-5">
          {title && (
            <h2 id={id} className="font-semibold text-ink">
              {title}
            </h2>
          )}
          {actions}
        </header>
      )}
      <div className={flush ? undefined : 'p-4 sm:p-5'}>{children}</div>
    </section>
  );
}

/** The way from a card to all that it is a part of. */
export function CardLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href as Route}
      className="inline-flex min-h-11 items-center gap-1.5 font-medium text-accent hover:underline sm:min-h-8 sm:text-[0.8125rem]"
    >
      {children}
      <ArrowRight aria-hidden className="size-4" />
    </Link>
  );
}

/** A table behind a chart or a list, under the word that opens it. */
export function Unfold({ words, children }: { words: string; children: ReactNode }) {
  return (
    <details className="group mt-2 text-[0.8125rem]">
      <summary className="inline-flex min-h-11 items-center gap-1 rounded-control font-medium text-accent hover:underline sm:min-h-7">
        {words}
        <ChevronDown aria-hidden className="size-4 group-open:rotate-180" />
      </summary>
      {children}
    </details>
  );
}

const INK: Record<Tone, string> = {
  neutral: 'text-ink',
  info: 'text-info',
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
};

/** One figure with its name; the hint says what it is made of. */
export function Stat({
  label,
  value,
  hint,
  tone = 'neutral',
}: {
  label?: string;
  value: ReactNode;
  hint?: ReactNode;
  tone?: Tone;
}) {
  return (
    <div className="min-w-0">
      {label && <p className="text-[0.8125rem] leading-5 text-muted">{label}</p>}
      <p
        className={classes(
          'tabular mt-1 text-xl leading-7 font-semibold tracking-tight wrap-break-word sm:text-2xl sm:leading-8',
          INK[tone],
        )}
      >
        {value}
      </p>
      {hint && <p className="mt-0.5 text-[0.8125rem] leading-5 text-faint">{hint}</p>}
    </div>
  );
}

export function DefinitionList({ items }: { items: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 sm:grid-cols-[minmax(8rem,auto)_1fr] sm:gap-x-6">
      {items.map(({ label, value }) => (
        <div
          key={label}
          className="col-span-2 grid grid-cols-subgrid items-baseline border-line py-2 not-last:border-b"
        >
          <dt className="text-[0.8125rem] leading-5 text-muted">{label}</dt>
          <dd className="min-w-0 wrap-break-word text-ink">{value ?? '—'}</dd>
        </div>
      ))}
    </dl>
  );
}
