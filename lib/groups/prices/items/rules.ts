import { MOST_CENTS } from '@/lib/money';
import { type Heading, readHeading, type Unit } from '../headings/rules';

/** Why a text is no row, although it may look like one. */
export type Why = 'other' | 'reversed' | 'unit' | 'unclear';
export type Item =
  /** `says`: what stands behind the price about its days, `44MT (3 dias)`. */
  { kind: 'item'; mb: number; priceCents: number; says: Heading | null } | { kind: 'no'; why: Why };

/** More megabytes than any package has. */
export const MOST_MB = 10_000_000;
const NUMBER = String.raw`\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?![.,]?\d)`;
const DATA = 'mbs?|megas?|gbs?|gigas?|g';
const MONEY = 'mts?|mtn|mzn|meticais|metical';
const AMOUNT = (n: number) =>
  String.raw`(?:(?<before${n}>${MONEY})\s*)?(?<number${n}>${NUMBER})\s*(?:(?<unit${n}>${DATA}|${MONEY})\b\.?)?`;
const WORDS = String.raw`(?:pacotes?|de|internet|dados|megas|vodacom|so|apenas)\s+`;
const ROW = new RegExp(
  String.raw`^(?:${WORDS})*${AMOUNT(1)}(?<join>(?:\s*(?:=|\bpor\b|\bcusta\b|\bapenas\b|\bso\b|\ba\b))*)\s*${AMOUNT(2)}(?<tail>(?:[^\w.,].*)?)$`,
);

/**
 * One text of a price table, for people's eyes as it came: without markup, emoji, bullets, accents and
 * capitals, everything that separates quantity from price written `=`.
 */
export function tidy(text: string): string {
  return text
    .replace(/^(\s*\d\uFE0F?\u20E3)+\s+/u, '')
    .normalize('NFKC')
    .replace(/[\u200B-\u200F\u2060\uFEFF]|\uFE0F|\p{Emoji_Modifier}/gu, '')
    .replace(/[\u2190-\u21FF\u27A1\u2794\u2799-\u27BF\u2B05-\u2B95\u25B6\u25BA\t]|_{2,}|\.{2,}/gu, ' = ')
    .replace(/\p{Extended_Pictographic}|\p{Regional_Indicator}/gu, ' ')
    .replace(/[*_~`•·∙●○◦▪▫■□◆◇‣⁃✓|/]/gu, ' ')
    .replace(/[:>»–—−-]+/g, ' = ')
    .normalize('NFD')
    .replace(/\p{M}(?<!\u20E3)/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s=+]*(?:\d{1,2}[.)]\s(?=.*\d.*\d))?[\s=+]*/, '')
    .replace(/[\s=,.;]+$/, '');
}

/** Reads `QUANTITY = PRICE`, tidied: units decide which is which; without any the quantity stands first. */
export function readItem(text: string, unit: Unit): Item {
  const found = ROW.exec(text)?.groups;
  if (!found) return { kind: 'no', why: 'unclear' };
  const first = { text: found.number1 ?? '', unit: found.before1 ?? found.unit1 };
  const second = { text: found.number2 ?? '', unit: found.before2 ?? found.unit2 };
  // `mt 17 mb`: a number cannot be both.
  if ((found.before1 && found.unit1) || (found.before2 && found.unit2)) return { kind: 'no', why: 'unclear' };
  const kinds = `${kindOf(first.unit)} ${kindOf(second.unit)}`;
  if (kinds === 'data data' || kinds === 'money money') return { kind: 'no', why: 'unclear' };
  if (!isJoined(found.join ?? '', kinds)) return { kind: 'no', why: 'unclear' };
  const turned = kindOf(first.unit) === 'money' || kindOf(second.unit) === 'data';
  const [data, money] = turned ? [second, first] : [first, second];
  const mb = readMb(data.text, data.unit ? (data.unit.startsWith('g') ? 'GB' : 'MB') : unit);
  const priceCents = readCents(money.text);
  if (mb === null || priceCents === null) return { kind: 'no', why: 'unit' };
  // Megabytes cost far less than a metical each: such a row was written the other way round.
  if (kinds === 'none none' && mb * 100 < priceCents) return { kind: 'no', why: 'reversed' };
  return tailed({ kind: 'item', mb, priceCents, says: null }, found.tail ?? '');
}

/** Two units speak for themselves; with one, something must join the two; without any only `=` does. */
function isJoined(join: string, kinds: string): boolean {
  if (kinds === 'data money' || kinds === 'money data') return true;
  return kinds === 'none none' ? join.includes('=') : join.trim() !== '';
}

/** What stands behind the price may say the days, or be plain words; further numbers make the row unclear. */
function tailed(item: Extract<Item, { kind: 'item' }>, tail: string): Item {
  const says = readHeading(tail);
  if (says?.kind === 'other') return { kind: 'no', why: 'other' };
  if (!says && /\d/.test(tail)) return { kind: 'no', why: 'unclear' };
  return { ...item, says };
}

function kindOf(unit: string | undefined): 'data' | 'money' | 'none' {
  if (!unit) return 'none';
  return new RegExp(`^(?:${DATA})$`).test(unit) ? 'data' : 'money';
}

/** Whole megabytes; GB × 1024, rounded. Null where the digits can be read two ways: `1.024 GB`, `12.8 MB`. */
function readMb(text: string, unit: Unit): number | null {
  const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(text);
  if (unit === 'GB' && grouped) return null;
  if (unit === 'MB' && !grouped && !/^\d+$/.test(text)) return null;
  const mb =
    unit === 'GB' ? Math.round(Number(text.replace(',', '.')) * 1024) : Number(text.replace(/[.,]/g, ''));
  return mb > 0 && mb <= MOST_MB ? mb : null;
}

/** `1,250` and `1.250` are 1250, `12,50` and `12.5` are 12.50. */
function readCents(text: string): number | null {
  const [, whole = '', part = ''] = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  const cents = Number(whole.replace(/[.,]/g, '')) * 100 + Number(part.padEnd(2, '0'));
  return cents > 0 && cents <= MOST_CENTS ? cents : null;
}
