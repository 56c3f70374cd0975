import { parseMoney } from '@/lib/money';
import { AT_EVERY_PAYMENT, type GridRow, type GridSection, type Ties, tiedRows } from '../grid/rules';
import { MOST_MB } from '../items/rules';

/** What keeps a grid from being saved: a section (`days`), a row, or a tied price that is not decided. */
export type GridFault =
  | { kind: 'empty' }
  | { kind: 'days' | 'mb' | 'price'; key: string }
  /** The same package at the same price stands further up. */
  | { kind: 'twice'; key: string; cents: number }
  | { kind: 'tie'; cents: number };

/** Everything that keeps a grid from being saved, from top to bottom; empty when nothing does. */
export function gridFaults(grid: readonly GridSection[], ties: Ties): GridFault[] {
  if (grid.every((section) => section.rows.length === 0)) return [{ kind: 'empty' }];
  const seen = new Set<string>();
  const faults = grid.flatMap((section) => [
    ...(section.days === 'ask' ? [{ kind: 'days' as const, key: section.key }] : []),
    ...section.rows.flatMap((row) => rowFaults(row, section, seen)),
  ]);
  const twice = new Set(faults.flatMap((fault) => (fault.kind === 'twice' ? [fault.cents] : [])));
  const open = tiedRows(grid).filter(({ cents, rows }) => {
    const choice = ties[cents];
    return !twice.has(cents) && choice !== AT_EVERY_PAYMENT && !rows.some((row) => row.key === choice);
  });
  return [...faults, ...open.map(({ cents }) => ({ kind: 'tie' as const, cents }))];
}

function rowFaults({ key, mb, price }: GridRow, { days }: GridSection, seen: Set<string>): GridFault[] {
  const faults: GridFault[] = [];
  const cents = parseMoney(price) ?? 0;
  const isMb = /^\d{1,8}$/.test(mb.trim()) && Number(mb) > 0 && Number(mb) <= MOST_MB;
  if (!isMb) faults.push({ kind: 'mb', key });
  if (cents <= 0) faults.push({ kind: 'price', key });
  if (faults.length > 0) return faults;
  const same = `${Number(mb)}/${cents}/${days}`;
  if (seen.has(same)) faults.push({ kind: 'twice', key, cents });
  seen.add(same);
  return faults;
}

/** A name of a fault's own, by which a screen knows it again after something was typed. */
export const faultName = (fault: GridFault): string =>
  fault.kind === 'empty' ? 'empty' : `${fault.kind} ${'key' in fault ? fault.key : fault.cents}`;
