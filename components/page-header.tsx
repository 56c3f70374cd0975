import { ArrowLeft } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';

type Props = {
  title: string;
  description?: ReactNode;
  back?: { href: string; label: string };
  actions?: ReactNode;
};

export function PageHeader({ title, description, back, actions }: Props) {
  return (
    <header className="mb-5 sm:mb-6">
      {back && (
        // Always "Voltar": the list's own name belongs to the navigation, once per page.
        <Link
          href={back.href as Route}
          title={back.label}
          className="-ml-1 mb-1 inline-flex h-11 items-center gap-1.5 rounded-control px-1 text-muted hover:text-ink sm:h-8"
        >
          <ArrowLeft aria-hidden className="size-4" />
          Voltar
        </Link>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl leading-8 font-semibold wrap-break-word text-ink sm:text-[1.375rem]">
            {title}
          </h1>
          {description && <p className="mt-0.5 max-w-prose text-muted">{description}</p>}
        </div>
        {actions && (
          <div className="flex flex-wrap items-center gap-2 max-sm:w-full max-sm:*:flex-1">{actions}</div>
        )}
      </div>
    </header>
  );
}
