/** What a value buys. */
export type Price = {
  priceCents: number;
  mb: number;
  /** Days of daily renewals; null: sold without them. */
  days: number | null;
  /** Of several at one price, the one a person chose to count. */
  chosen: boolean;
};
export type Detected<P> = { kind: 'one'; row: P } | { kind: 'many'; rows: P[] } | { kind: 'none' };

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
