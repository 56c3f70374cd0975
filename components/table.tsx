import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { classes } from './classes';

export type Column = {
  key: string;
  header: string;
  align?: 'right';
  /** The cell that names the row: it carries the row's link and heads the card. */
  primary?: boolean;
  hideOnCard?: boolean;
};
export type Row = { id: string; href?: string; cells: Record<string, ReactNode> };
type Props = { caption: string; columns: Column[]; rows: Row[] };

/**
 * A real table; under 640 px each row becomes a card. The roles are written out because `display` would take
 * them away. Reading order is the same in both.
 */
export function DataTable({ caption, columns, rows }: Props) {
  return (
    <div className="rounded-card border-line max-sm:contents w-full sm:overflow-x-auto sm:border sm:contain-inline-size sm:bg-surface sm:shadow-rest">
      <table {...as('table')} className="w-full border-collapse text-left max-sm:block">
        <caption className="sr-only">{caption}</caption>
        <thead {...as('rowgroup')} className="max-sm:sr-only">
          <tr {...as('row')}>
            {columns.map((c) => (
              <th
                key={c.key}
                {...as('columnheader')}
                scope="col"
                className={classes(
                  'h-9 border-b border-line bg-sunken px-4 text-xs font-medium whitespace-nowrap text-muted first:rounded-tl-card last:rounded-tr-card',
                  c.align === 'right' && 'text-right',
                )}
              >
                {c.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...as('rowgroup')} className="max-sm:grid max-sm:gap-2.5">
          {rows.map((row) => (
            <tr key={row.id} {...as('row')} className={rowLook(Boolean(row.href))}>
              {columns.map((c) => (
                <Cell key={c.key} column={c} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Written out although implied: `display: flex` takes the implied role away. */
const as = (role: string) => ({ role });

function Cell({ column, row }: { column: Column; row: Row }) {
  const content = row.cells[column.key];
  return (
    <td
      {...as('cell')}
      data-label={column.header}
      className={classes(
        'px-4 py-2.5 align-middle sm:h-12 sm:[:is(tr:last-child)>&]:border-b-0 sm:border-b sm:border-line',
        'max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-4 max-sm:px-0 max-sm:py-1 max-sm:text-right',
        'max-sm:[&:not([data-primary])]:before:shrink-0 max-sm:[&:not([data-primary])]:before:text-left max-sm:[&:not([data-primary])]:before:text-sm max-sm:[&:not([data-primary])]:before:text-faint max-sm:[&:not([data-primary])]:before:content-[attr(data-label)]',
        'max-sm:empty:hidden',
        column.primary
          ? 'font-medium max-sm:order-first max-sm:pb-2 max-sm:text-left max-sm:text-base'
          : 'text-muted max-sm:text-ink',
        column.align === 'right' && 'tabular text-right text-ink',
        column.hideOnCard && 'max-sm:hidden',
      )}
      data-primary={column.primary || undefined}
    >
      {column.primary && row.href ? (
        <Link href={row.href as Route} className="covers text-ink outline-offset-4 hover:text-accent">
          {content}
        </Link>
      ) : (
        content
      )}
    </td>
  );
}

const rowLook = (linked: boolean) =>
  classes(
    'relative [&_:is(button,input,select,label,a:not(.covers))]:relative [&_:is(button,input,select,label,a:not(.covers))]:z-1',
    'max-sm:flex max-sm:flex-col max-sm:rounded-card max-sm:border max-sm:border-line max-sm:bg-surface max-sm:p-4 max-sm:shadow-rest',
    linked && 'transition-colors duration-100 hover:bg-sunken max-sm:active:bg-sunken',
  );
