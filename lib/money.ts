export type Currency = 'BRL' | 'MZN';
export type Money = { cents: number; currency: Currency };

const NBSP = '\u00a0';

/** As the trade writes it: BRL `R$ 35,90`; MZN `44 MT`, or `12,50 MT` when there are centavos (ux.md section 5). The sign comes first: `-R$ 100,00`. */
export function formatMoney(
  { cents, currency }: Money,
  locale = localeOf(currency),
  digits = digitsOf(cents, currency),
): string {
  const number = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: 'always',
  }).format(Math.abs(cents) / 100);
  const sign = cents < 0 ? '-' : '';
  return sign + (currency === 'BRL' ? `R$${NBSP}${number}` : `${number}${NBSP}MT`);
}

const localeOf = (currency: Currency) => (currency === 'BRL' ? 'pt-BR' : 'pt-MZ');
const digitsOf = (cents: number, currency: Currency) => (currency === 'MZN' && cents % 100 === 0 ? 0 : 2);

/** Writes the amounts of one column alike: with centavos as soon as one of them has any (ux.md section 5). */
export function moneyColumn(
  amounts: readonly number[],
  currency: Currency,
  locale = localeOf(currency),
): (cents: number) => string {
  const digits = Math.max(0, ...amounts.map((cents) => digitsOf(cents, currency)));
  return (cents) => formatMoney({ cents, currency }, locale, digits);
}

/** A count with the groups of the locale, `1 234` or `1.234`, as its amounts have them. */
export const formatCount = (n: number, locale: string): string =>
  new Intl.NumberFormat(locale, { useGrouping: 'always' }).format(n);

/**
 * Reads what a person typed: `35`, `35,9`, `35.90`, `1.234,56`, `1,234.56`, `R$ 35,90`, `44 MT`.
 * The last separator followed by one or two digits is the decimal one. Null when it is not an amount.
 */
export function parseMoney(typed: string): number | null {
  const cents = readCents(typed);
  return cents !== null && cents <= MOST_CENTS ? cents : null;
}

/** More than any amount here may be: a column of 32 bits ends soon after. */
export const MOST_CENTS = 2_000_000_000;

/** Whether what was typed is an amount, but one that nothing here can hold. */
export const exceedsMost = (typed: string): boolean => (readCents(typed) ?? 0) > MOST_CENTS;

function readCents(typed: string): number | null {
  const text = typed
    .replace(/[\s\u00a0]/g, '')
    .replace(/^R\$/i, '')
    .replace(/MT$/i, '');
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(text);
  if (!match) return null;
  return Number((match[1] ?? '').replace(/[.,]/g, '')) * 100 + Number((match[2] ?? '').padEnd(2, '0') || 0);
}

/** Cents as the text of an input: `35,90`. */
export const moneyInput = (cents: number): string => (cents / 100).toFixed(2).replace('.', ',');
