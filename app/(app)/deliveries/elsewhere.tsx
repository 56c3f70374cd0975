import { TriangleAlert } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { countWords } from '@/lib/board/messages';
import type { Counted } from '@/lib/board/queries';
import { ELSEWHERE, type Elsewhere as Kind } from '@/lib/board/rules';

const HREF: Record<Kind, string> = { receipt: '/packages/receipts', slot: '/packages?state=needs' };
const WAIT: Record<Kind, [string, string]> = {
  receipt: ['em conferência', 'em conferência'],
  slot: ['espera a sua decisão', 'esperam a sua decisão'],
};

/** What needs a person and is decided on a page of its own; it counts here too. */
export function Elsewhere({ needs }: { needs: Counted<Kind> }) {
  const items = ELSEWHERE.filter((kind) => needs[kind].n > 0);
  if (items.length === 0) return null;
  return (
    <div className="mb-4 flex items-start gap-2.5 rounded-card bg-danger-soft px-4 py-2 text-danger print:hidden">
      <TriangleAlert aria-hidden className="mt-3 size-4.5 shrink-0 sm:mt-1.5" />
      <ul className="flex flex-wrap gap-x-5">
        {items.map((kind) => (
          <li key={kind}>
            <Link
              href={HREF[kind] as Route}
              className="inline-flex min-h-11 items-center font-medium underline underline-offset-4 sm:min-h-8"
            >
              {countWords(kind, needs[kind].n)} {WAIT[kind][needs[kind].n === 1 ? 0 : 1]}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
