import { ChevronLeft, ChevronRight } from 'lucide-react';
import { ButtonLink } from './button';

/** Pages by key: no numbers, since 100,000 rows are never counted. Nothing when there is only one page. */
export function KeysetNav({ nextHref, prevHref }: { nextHref?: string | null; prevHref?: string | null }) {
  if (!nextHref && !prevHref) return null;
  return (
    <nav aria-label="Páginas da lista" className="mt-4 flex justify-between gap-2 sm:justify-end">
      {prevHref && (
        <ButtonLink href={prevHref} size="sm">
          <ChevronLeft aria-hidden />
          Anteriores
        </ButtonLink>
      )}
      {nextHref && (
        <ButtonLink href={nextHref} size="sm" className="max-sm:ml-auto">
          Próximos
          <ChevronRight aria-hidden />
        </ButtonLink>
      )}
    </nav>
  );
}
