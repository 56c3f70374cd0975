/** What a value buys. */
export type Price = {
  priceCents: number;
  mb: number;
  /** Days of daily renewals; null: sold without them. */
  days: number | null;
  /** Of several at one price, the one a person chose to count. */
  chosen: boolean;
};
type Detected<P> = { kind: 'one'; row: P } | { kind: 'many'; rows: P[] } | { kind: 'none' };

/**
 * What a payment of `cents` buys in one group's table: the exact value only, no tolerance and no nearest
 * (channels.md section 3). Of several rows at one price the chosen one counts; without one a person decides.
 */
export function detectPrice<P extends Price>(rows: readonly P[], cents: number): Detected<P> {
  const found = rows.filter((row) => row.priceCents === cents);
  const chosen = found.filter((row) => row.chosen);
  const [row] = chosen.length === 1 ? chosen : found;
  if (!row) return { kind: 'none' };
  return chosen.length === 1 || found.length === 1 ? { kind: 'one', row } : { kind: 'many', rows: found };
}

/** The prices that more than one row has, the lowest first. */
export function tiedPrices(rows: readonly { priceCents: number }[]): number[] {
  const times = new Map<number, number>();
  for (const { priceCents } of rows) times.set(priceCents, (times.get(priceCents) ?? 0) + 1);
  return [...times].flatMap(([cents, n]) => (n > 1 ? [cents] : [])).sort((a, b) => a - b);
}

type TableFault = { kind: 'empty'; priceCents?: undefined } | { kind: 'twice' | 'tie'; priceCents: number };

/**
 * What keeps a table from being saved: no row at all, which would stop every payment of the group; the same
 * row twice; or a tied price that was neither decided by one chosen row nor left on purpose (`left`) to be
 * decided at every payment. Null when nothing does.
 */
export function tableFault(rows: readonly Price[], left: readonly number[]): TableFault | null {
  if (rows.length === 0) return { kind: 'empty' };
  for (const priceCents of tiedPrices(rows)) {
    const tied = rows.filter((row) => row.priceCents === priceCents);
    if (new Set(tied.map((row) => `${row.mb}/${row.days}`)).size < tied.length)
      return { kind: 'twice', priceCents };
    const chosen = tied.filter((row) => row.chosen).length;
    if (chosen > 1 || (chosen === 0 && !left.includes(priceCents))) return { kind: 'tie', priceCents };
  }
  return null;
}
