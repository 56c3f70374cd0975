import { Pills, Tabs } from '@/components/filters';
import { KIND_WORDS, SIDE_WORDS } from '@/lib/board/messages';
import type { Counted } from '@/lib/board/queries';
import { type Elsewhere, elsewhereOf, KINDS, type Kind } from '@/lib/board/rules';
import type { BoardFilters } from '@/lib/board/schema';
import { boardAddress } from './address';

type Props = {
  filters: BoardFilters;
  needs: Counted<Kind | Elsewhere>;
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
  // Decided on pages of their own, and linked above: of everything that needs a person they are part.
  const elsewhere = elsewhereOf(needs);
  const needed = sum(needs) + (kind === null ? elsewhere : 0);
  const counted = side !== 'dismissed';
  const views = [
    { value: null, label: 'Em aberto', n: needed + sum(moving) },
    { value: 'needs', label: SIDE_WORDS.needs, n: needed },
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
            count: counted
              ? KINDS.reduce((all, k) => all + of(k), side === 'moving' ? 0 : elsewhere)
              : undefined,
          },
          ...shown.map((k) => ({
            ...{ label: KIND_WORDS[k].tab, href: boardAddress(filters, { kind: k }), current: kind === k },
            count: counted ? of(k) : undefined,
          })),
        ]}
      />
      <div className="my-3">
        <Pills
          label="Situação"
          items={views.map(({ value, label, n }) => ({
            ...{ label, href: boardAddress(filters, { side: value }), current: side === value, count: n },
          }))}
        />
      </div>
    </>
  );
}
