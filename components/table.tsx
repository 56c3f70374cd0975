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
  /**
   * Its place on the phone's card. A `line` of its own has the header at its left (the default). The others
   * are for what explains itself: beside the name, in one of two columns, over the whole width, or nowhere.
   */
  card?: 'line' | 'corner' | 'left' | 'right' | 'full' | 'hidden';
};
/** `pick` is the row's checkbox, where rows can be chosen. */
type Row = { id: string; href?: string; pick?: ReactNode; cells: Record<string, ReactNode> };
type Props = {
  caption: string;
  columns: Column[];
  rows: Row[];
  /** Inside a card that has its own frame: no second one. */
  bare?: boolean;
  /** Rows can be chosen: what heads their checkboxes. */
  pick?: ReactNode;
};

/**
 * A real table; under 640 px each row becomes a card. The roles are written out because `display` would take
 * them away. Reading order is the same in both.
 */
export function DataTable({ caption, columns, rows, bare = false, pick }: Props) {
  return (
    <div
      className={classes('w-full max-sm:contents sm:overflow-x-auto sm:contain-inline-size', !bare && FRAME)}
    >
      <table {...as('table')} className="w-full border-collapse text-left max-sm:block">
        <caption className="sr-only">{caption}</caption>
        <thead {...as('rowgroup')} className="max-sm:sr-only">
          <tr {...as('row')}>
            {pick && (
              <th {...as('columnheader')} scope="col" className={classes(headLook({}, bare), 'w-0 pr-0')}>
                {pick}
              </th>
            )}
            {columns.map((column) => (
              <th key={column.key} {...as('columnheader')} scope="col" className={headLook(column, bare)}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody
          {...as('rowgroup')}
          className={bare ? 'max-sm:block' : 'max-sm:grid max-sm:grid-cols-[minmax(0,1fr)] max-sm:gap-2.5'}
        >
          {rows.map((row) => (
            <tr key={row.id} {...as('row')} className={rowLook(row, bare)}>
              {pick && (
                <td {...as('cell')} className={pickLook}>
                  {row.pick}
                </td>
              )}
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} bare={bare} />
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

type CellProps = { column: Column; row: Row; bare: boolean };

function Cell({ column, row, bare }: CellProps) {
  const content = row.cells[column.key];
  const linked = column.primary && row.href;
  return (
    <td
      {...as('cell')}
      data-label={column.header}
      className={classes(cellLook(column, bare, isBlank(content)), column.primary && AFTER_PICK)}
    >
      {linked ? (
        <Link href={row.href as Route} className="covers text-ink outline-offset-4 hover:text-accent">
          {content}
        </Link>
      ) : (
        <div className="min-w-0">{content}</div>
      )}
    </td>
  );
}

const isBlank = (content: ReactNode) =>
  content === null || content === undefined || content === '' || content === false;

const FRAME = 'sm:rounded-card sm:border sm:border-line sm:bg-surface sm:shadow-rest';
const LABEL =
  'max-sm:before:shrink-0 max-sm:before:text-left max-sm:before:text-sm max-sm:before:font-normal max-sm:before:text-faint max-sm:before:content-[attr(data-label)]';
const ABOVE_THE_LINK =
  '[&_:is(button,input,select,label,summary,a:not(.covers))]:relative [&_:is(button,input,select,label,summary,a:not(.covers))]:z-1';

const headLook = ({ align }: Pick<Column, 'align'>, bare: boolean) =>
  classes(
    'h-9 border-b border-line px-4 text-xs font-medium whitespace-nowrap text-muted',
    bare ? 'sm:first:pl-5 sm:last:pr-5' : 'bg-sunken first:rounded-tl-card last:rounded-tr-card',
    align === 'right' && 'text-right',
  );

/** On a card the checkbox stands before the name; once it is gone, the name takes its place. */
const AFTER_PICK = 'max-sm:[.pick:not(:empty)+&]:pl-8';
const pickLook =
  'pick align-middle sm:border-b sm:border-line sm:pl-4 sm:group-last:border-b-0 max-sm:absolute max-sm:top-1.5 max-sm:left-0.5 max-sm:empty:hidden';

const rowLook = ({ href }: Row, bare: boolean) =>
  classes(
    'group relative max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-4 max-sm:p-4',
    ABOVE_THE_LINK,
    bare
      ? 'max-sm:border-b max-sm:border-line max-sm:last:border-b-0'
      : 'max-sm:rounded-card max-sm:border max-sm:border-line max-sm:bg-surface max-sm:shadow-rest',
    href && 'transition-colors duration-100 hover:bg-sunken/70 max-sm:active:bg-sunken',
  );

/** Where a cell stands on the card; a corner and the name share the first row. */
const CARD = {
  line: `max-sm:col-span-2 max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-4 max-sm:py-1 max-sm:text-right ${LABEL}`,
  name: 'max-sm:row-start-1 max-sm:min-w-0 max-sm:pb-2 max-sm:text-base',
  corner: 'max-sm:col-start-2 max-sm:row-start-1 max-sm:justify-self-end',
  left: 'max-sm:col-start-1 max-sm:min-w-0 max-sm:py-0.5',
  right: 'max-sm:col-start-2 max-sm:py-0.5 max-sm:text-right',
  full: 'max-sm:col-span-2 max-sm:py-0.5',
  hidden: 'max-sm:hidden',
};

const cellLook = ({ align, primary, card = 'line' }: Column, bare: boolean, blank: boolean) =>
  classes(
    'align-middle sm:h-12 sm:border-b sm:border-line sm:px-4 sm:py-2 sm:group-last:border-b-0',
    bare && 'sm:first:pl-5 sm:last:pr-5',
    primary ? 'font-medium text-ink' : card === 'line' && 'max-sm:text-ink',
    align === 'right' ? 'tabular text-ink sm:text-right' : !primary && 'sm:text-muted',
    CARD[blank ? 'hidden' : primary ? 'name' : card],
  );
