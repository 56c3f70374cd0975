'use client';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Badge } from '@/components/badge';
import { type Column, DataTable } from '@/components/table';
import type { DifferenceLine } from './shown';

type Props<Row extends DifferenceLine> = {
  caption: string;
  /** What the two sides are called. */
  sides: readonly [string, string];
  /** The other side is a sentence, not a value. */
  told?: boolean;
  /** This side is what taking over changes. */
  was?: boolean;
  rows: Row[];
  /** The row's box, where it can be chosen; null for a list nobody decides about. */
  box: ((row: Row) => ReactNode) | null;
  stateOf: (row: Row) => State;
};
type State = { label: string; tone: 'warning' | 'success' | 'neutral' };

/** Rows of one class: who, both sides, and what was decided. */
export function Rows<Row extends DifferenceLine>(props: Props<Row>) {
  const { caption, told = false, was = false, rows, box, stateOf } = props;
  const [here, there] = props.sides;
  const columns: Column[] = [
    { key: 'name', header: 'Cliente', primary: true },
    { key: 'here', header: here, align: 'right' },
    told ? { key: 'there', header: there, card: 'full' } : { key: 'there', header: there, align: 'right' },
  ];
  return (
    <DataTable
      caption={caption}
      columns={box ? [...columns, { key: 'state', header: 'Decisão', card: 'corner' }] : columns}
      pick={box && <span className="sr-only">Escolher</span>}
      rows={rows.map((row) => ({
        id: row.id,
        ...(row.clientId ? { href: `/clients/${row.clientId}` } : {}),
        pick: box?.(row),
        cells: {
          name: (
            <>
              {row.name}
              <span className="block text-[0.8125rem] leading-5 font-normal break-all text-faint">
                {row.username}
              </span>
              {row.paid && <Badge tone="danger">Pago aqui</Badge>}
            </>
          ),
          // What it was when it was read: taken over, it is so no more.
          here:
            row.state === 'applied' && was ? <span className="text-muted">era {row.here}</span> : row.here,
          there: told ? (
            row.there
          ) : (
            <>
              <span className="font-medium">{row.there}</span>
              {row.delivery && (
                <Link
                  href={row.delivery as Route}
                  className="ml-3 inline-flex min-h-11 items-center text-accent hover:underline sm:min-h-0"
                >
                  Ver entrega<span className="sr-only"> de {row.name}</span>
                </Link>
              )}
            </>
          ),
          state: box && <Badge tone={stateOf(row).tone}>{stateOf(row).label}</Badge>,
        },
      }))}
    />
  );
}

type BoxProps = { name: string; checked: boolean; onToggle: () => void };

export const PickBox = ({ name, checked, onToggle }: BoxProps) => (
  <label className="inline-grid size-11 cursor-pointer place-items-center sm:-m-2 sm:size-8">
    <span className="sr-only">Escolher {name}</span>
    <input type="checkbox" checked={checked} onChange={onToggle} className="size-5 accent-accent sm:size-4" />
  </label>
);
