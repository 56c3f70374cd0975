import { TriangleAlert } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { Attention } from '@/lib/packages/stats/queries';

/** What only a person can decide, each with the way to it; nothing when there is nothing. */
export function NeedsYou({ attention }: { attention: Attention }) {
  const items = [
    {
      n: attention.slots,
      href: '/packages?state=needs',
      words: ['renovação espera você', 'renovações esperam você'],
    },
    {
      n: attention.rows,
      href: '/packages/sheet',
      words: ['linha da planilha em conferência', 'linhas da planilha em conferência'],
    },
    {
      n: attention.receipts,
      href: '/packages/receipts',
      words: ['comprovante em conferência', 'comprovantes em conferência'],
    },
  ].filter((item) => item.n > 0);
  if (items.length === 0) return null;
  return (
    <div className="mb-4 flex items-start gap-2.5 rounded-card bg-danger-soft px-4 py-2 text-danger print:hidden">
      <TriangleAlert aria-hidden className="mt-3 size-4.5 shrink-0 sm:mt-1.5" />
      <ul className="flex flex-wrap gap-x-5">
        {items.map(({ n, href, words }) => (
          <li key={href}>
            <Link
              href={href as Route}
              className="inline-flex min-h-11 items-center font-medium underline underline-offset-4 sm:min-h-8"
            >
              {n} {n === 1 ? words[0] : words[1]}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
