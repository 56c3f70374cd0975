import { moneyInput, parseMoney } from '@/lib/money';
import { type Days, readHeading } from '../headings/rules';
import { tidy } from '../items/rules';
import type { ReadTable } from '../pasted/rules';
import { type Price, tiedPrices } from '../rules';

/** A price while it is being edited: the texts as typed. `text`: the pasted line it was read from. */
export type GridRow = { key: string; mb: string; price: string; text?: string };
/**
 * The prices under one heading, which all renew alike. `sure`: the heading said so outright, or a person did.
 * `follows`: nobody has, so that another title says anew whether they renew.
 */
export type GridSection = {
  key: string;
  label: string;
  days: Days;
  sure: boolean;
  follows?: boolean;
  rows: GridRow[];
};
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
      ...{ label, days, sure, follows: !sure },
      row: { key: `${line}.${at}`, mb: String(mb), price: priceInput(priceCents), text },
    })),
  );

/** As price tables are written: `44`, and `12,50` only where there are centavos. */
const priceInput = (cents: number): string => (cents % 100 === 0 ? String(cents / 100) : moneyInput(cents));

/** A section with another title; what it says of renewals counts until a person has said it. */
export function titled(section: GridSection, label: string): GridSection {
  if (!section.follows) return { ...section, label };
  const heading = readHeading(tidy(label));
  const { days, sure } = heading?.kind === 'days' ? heading : { days: 'ask' as const, sure: false };
  return { ...section, label, days, sure };
}

type Item = Omit<GridSection, 'key' | 'rows'> & { row: GridRow };

function grouped(items: Item[]): GridSection[] {
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
  const tied = new Set(tiedPrices(rows));
  for (const row of rows) {
    // A price that is tied only now, by what is typed, has not been decided.
    if (!tied.has(row.priceCents)) continue;
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
