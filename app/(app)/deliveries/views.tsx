import type { Route } from 'next';
import Link from 'next/link';
import { Tabs } from '@/components/filters';
import { KIND_WORDS, SIDE_WORDS } from '@/lib/board/messages';
import type { Counted } from '@/lib/board/queries';
import { KINDS, type Kind } from '@/lib/board/rules';
import type { BoardFilters } from '@/lib/board/schema';
import { boardAddress } from './address';

type Props = {
  filters: BoardFilters;
  needs: Counted<Kind>;
  moving: Counted<Kind>;
  dismissed: number;
  sells: 'BR' | 'MZ';
};

/** The kinds as tabs and the sides beneath, each with how many it holds. */
export function Views({ filters, needs, moving, dismissed, sells }: Props) {
  const { kind, side } = filters;
  const of = (k: Kind) =>
    (side === 'moving' ? 0 : needs[k].n) + (side === null || side === 'moving' ? moving[k].n : 0);
  // Those with something in them first: on a phone the rest is out of view.
  const shown = KINDS.filter(
    (k) => k === kind || of(k) > 0 || !(sells === 'BR' ? ['sheet'] : ['pix']).includes(k),
  ).sort((a, b) => Number(of(b) > 0) - Number(of(a) > 0));
  const sum = (counts: Counted<Kind>) =>
    KINDS.reduce((all, k) => all + (kind === null || kind === k ? counts[k].n : 0), 0);
  const counted = side !== 'dismissed';
  const views = [
    { value: null, label: 'Em aberto', n: sum(needs) + sum(moving) },
    { value: 'needs', label: SIDE_WORDS.needs, n: sum(needs) },
    { value: 'moving', label: SIDE_WORDS.moving, n: sum(moving) },
    { value: 'dismissed', label: 'Dispensadas', n: dismissed },
  ] as const;
  return (
    <>
      <Tabs
        label="Tipos de entrega"
        items={[
          {
            ...{ label: 'Tudo', href: boardAddress(filters, { kind: null }), current: kind === null },
            count: counted ? KINDS.reduce((all, k) => all + of(k), 0) : undefined,
          },
          ...shown.map((k) => ({
            ...{ label: KIND_WORDS[k].tab, href: boardAddress(filters, { kind: k }), current: kind === k },
            count: counted ? of(k) : undefined,
          })),
        ]}
      />
      <nav aria-label="Situação" className="my-3">
        <ul className="flex flex-wrap gap-2">
          {views.map(({ value, label, n }) => (
            <li key={label}>
              <Link
                href={boardAddress(filters, { side: value }) as Route}
                aria-current={side === value ? 'page' : undefined}
                scroll={false}
                className={pillLook}
              >
                {label}
                <span className="tabular text-xs">{n}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}

const pillLook =
  'inline-flex h-11 items-center gap-2 rounded-full border border-line bg-surface px-3.5 text-sm text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent sm:h-8 sm:text-[0.8125rem]';
