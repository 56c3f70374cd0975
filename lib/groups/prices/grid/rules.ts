import { moneyInput, parseMoney } from '@/lib/money';
import type { Days } from '../headings/rules';
import type { ReadTable } from '../pasted/rules';
import { type Price, tableFault } from '../rules';

/** A price while it is being edited: the texts as typed. `text`: the pasted line it was read from. */
export type GridRow = { key: string; mb: string; price: string; text?: string };
/** The prices under one heading, which all renew alike. `sure`: the heading said so outright. */
export type GridSection = { key: string; label: string; days: Days; sure: boolean; rows: GridRow[] };
/** How a tied price is decided: by the key of the row that counts, or at every payment. */
export type Ties = Record<number, string>;
export const AT_EVERY_PAYMENT = 'every';

type Stored = Price & { id: string; label: string };

/** A stored table as the grid shows it. */
export const gridOf = (rows: readonly Stored[]): GridSection[] =>
  grouped(
    rows.map((row) => ({
      ...{ label: row.label, days: row.days, sure: true },
      row: { key: row.id, mb: String(row.mb), price: priceInput(row.priceCents) },
    })),
  );

/** A pasted table as it was read, to be looked at before it is saved. */
export const gridOfRead = ({ rows }: ReadTable): GridSection[] =>
  grouped(
    rows.map(({ label, days, sure, line, text, mb, priceCents }, at) => ({
      ...{ label, days, sure },
      row: { key: `${line}.${at}`, mb: String(mb), price: priceInput(priceCents), text },
    })),
  );

/** As price tables are written: `44`, and `12,50` only where there are centavos. */
const priceInput = (cents: number): string => (cents % 100 === 0 ? String(cents / 100) : moneyInput(cents));

function grouped(items: { label: string; days: Days; sure: boolean; row: GridRow }[]): GridSection[] {
  const sections: GridSection[] = [];
  for (const { row, ...head } of items) {
    const last = sections.at(-1);
    if (last && last.label === head.label && last.days === head.days) last.rows.push(row);
    else sections.push({ key: `s${row.key}`, ...head, rows: [row] });
  }
  return sections;
}

/** How the ties of a stored table were decided. */
export function tiesOf(rows: readonly Stored[]): Ties {
  const ties: Ties = {};
  for (const row of rows) {
    if (row.chosen) ties[row.priceCents] = row.id;
    else ties[row.priceCents] ??= AT_EVERY_PAYMENT;
  }
  return ties;
}

export type TiedRow = { key: string; mb: string; days: Days };

/** The prices that several rows have, with those rows. */
export function tiedRows(grid: readonly GridSection[]): { cents: number; rows: TiedRow[] }[] {
  const at = new Map<number, TiedRow[]>();
  for (const section of grid) {
    for (const { key, mb, price } of section.rows) {
      const cents = parseMoney(price) ?? 0;
      if (cents > 0) at.set(cents, [...(at.get(cents) ?? []), { key, mb, days: section.days }]);
    }
  }
  return [...at].flatMap(([cents, rows]) => (rows.length > 1 ? [{ cents, rows }] : []));
}

export type GridFault =
  | { kind: 'days'; key: string }
  | { kind: 'mb' | 'price'; key: string }
  | { kind: 'tie' | 'twice'; cents: number };

/** The first thing that keeps a grid from being saved; null when nothing does. */
export function gridFault(grid: readonly GridSection[], ties: Ties): GridFault | null {
  for (const section of grid) {
    if (section.days === 'ask' && section.rows.length > 0) return { kind: 'days', key: section.key };
    for (const { key, mb, price } of section.rows) {
      if (!/^\d{1,8}$/.test(mb.trim()) || Number(mb) === 0) return { kind: 'mb', key };
      if ((parseMoney(price) ?? 0) <= 0) return { kind: 'price', key };
    }
  }
  const { rows, left } = savedAs(grid, ties);
  const fault = tableFault(
    rows.map((row) => ({ ...row, mb: Number(row.mb), priceCents: parseMoney(row.price) ?? 0 })),
    left,
  );
  return fault && { kind: fault.kind, cents: fault.priceCents };
}

/** The grid as it is sent to be saved. */
export function savedAs(grid: readonly GridSection[], ties: Ties) {
  const tied = new Set(tiedRows(grid).map((tie) => tie.cents));
  const rows = grid.flatMap(({ label, days, rows: inside }) =>
    inside.map(({ key, mb, price }) => {
      const cents = parseMoney(price) ?? 0;
      const chosen = tied.has(cents) && ties[cents] === key;
      return { price, mb, days: days === 'ask' ? null : days, label, chosen };
    }),
  );
  return { rows, left: [...tied].filter((cents) => ties[cents] === AT_EVERY_PAYMENT) };
}
