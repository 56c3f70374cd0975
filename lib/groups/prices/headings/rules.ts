/** How long what stands under a heading renews; `ask`: the heading does not say, a person must. */
export type Days = number | null | 'ask';
export type Unit = 'MB' | 'GB';
export type Heading =
  /** `sure`: it says outright whether it renews. */
  | { kind: 'days'; days: Days; sure: boolean; unit: Unit }
  /** Sells something that is no MB: minutes, diamonds. */
  | { kind: 'other'; word: string };

const OTHER =
  /\b(diamantes?|saldos?|creditos?|chamadas?|voz|minutos?|sms|ilimitad[oa]s?|netflix|dstv|gotv|tv)\b/;
const NUMBERS: Record<string, number> = { tres: 3, cinco: 5, sete: 7, dez: 10, quinze: 15, trinta: 30 };
/** Two lengths at once: `3 ou 5 dias`, `3 a 5 dias`. */
const SEVERAL = /\b\d{1,3}\s*(ou|e|a|,|=)\s*\d{1,3}\s*dias?\b/;
const COUNTED = /\b(\d{1,3}|tres|cinco|sete|dez|quinze|trinta)\s*dias?\b/g;
/** Lengths by name. They renew only where the heading says so. */
const NAMED: [RegExp, number][] = [
  [/\bseman(a|al|ais)\b/, 7],
  [/\bquinzena(l|is)?\b/, 15],
  [/\b(mes|mensal|mensais)\b/, 30],
];

/**
 * Reads a heading of a price table, already tidied (lower case, no accents): `3 dias renovaveis` is 3 days,
 * `diarios` and `mensais` are sold without renewals. Null when it is no heading at all.
 */
export function readHeading(text: string): Heading | null {
  const other = OTHER.exec(text)?.[1];
  if (other) return { kind: 'other', word: other };
  const without = /\b(sem|nao)\s+(sao\s+|e\s+)?renov/.test(text);
  const renews = !without && /\brenov/.test(text);
  const counted = new Set(
    [...text.matchAll(COUNTED)].map(([, n = '']) => NUMBERS[n] ?? Number(n)).filter((n) => n > 0),
  );
  const named = NAMED.filter(([name]) => name.test(text)).map(([, days]) => days);
  const daily = /\bdiari[oa]s?\b|\b24\s*h(oras?|s)?\b/.test(text) || (counted.size === 1 && counted.has(1));
  if (counted.size === 0 && named.length === 0 && !daily && !renews && !without) return null;
  const days = SEVERAL.test(text) ? 'ask' : lengthOf([...counted], named, { daily, renews, without });
  return { kind: 'days', days, sure: days !== 'ask' && (renews || without || daily), unit: unitOf(text) };
}

/** *Diamante*, the operator's tariff: in the singular, with nothing that names a game beside it. */
const TARIFF = /^(pacotes? )?diamante( \(?(gb|vodacom|internet|dados|mensal|mensais)\)?)*$/;
const MONTHLY = /\b(mes|mensal|mensais)\b/;

/**
 * `readHeading` of a text below another heading (`label`: its words, tidied): *Diamante* under months or GB is
 * sold by GB like them, to be looked at; anywhere else it is no MB.
 */
export function readHeadingUnder(text: string, above: Heading, label: string): Heading | null {
  const heading = readHeading(text);
  if (heading?.kind !== 'other' || above.kind !== 'days' || !TARIFF.test(text)) return heading;
  if (above.unit !== 'GB' && !MONTHLY.test(label)) return heading;
  return { kind: 'days', days: above.days === null ? null : 'ask', sure: false, unit: above.unit };
}

type Says = { daily: boolean; renews: boolean; without: boolean };

function lengthOf(counted: number[], named: number[], { daily, renews, without }: Says): Days {
  if (without) return null;
  const lengths = [...new Set([...counted, ...(renews ? named : [])])];
  const [only] = lengths;
  if (renews) return lengths.length === 1 && only !== undefined && only > 1 && only <= 365 ? only : 'ask';
  if (counted.length > 1) return 'ask';
  const [days] = counted;
  // "Mensais 30 dias": a validity or thirty renewals? "5 dias" alone is how the trade names its renewals.
  if (days !== undefined && days > 1) return named.length > 0 || daily || days > 365 ? 'ask' : days;
  return null;
}

/** What quantities without a unit are in: `mensais (gb)`. A quantity in the heading itself says nothing. */
const unitOf = (text: string): Unit =>
  /\b(gb|gigas?)\b/.test(text.replace(/\d[\d.,]*\s*(mb|gb|megas?|gigas?)\b/g, '')) ? 'GB' : 'MB';

/** Two headings one under the other, as a title and its second line: what both say, else a person decides. */
export function mergeHeadings(a: Heading, b: Heading): Heading {
  if (a.kind === 'other') return a;
  if (b.kind === 'other') return b;
  const unit = a.unit === 'GB' ? a.unit : b.unit;
  return a.days === b.days
    ? { ...a, sure: a.sure || b.sure, unit }
    : { kind: 'days', days: 'ask', sure: false, unit };
}
