import { type Days, type Heading, mergeHeadings, readHeading, readHeadingUnder } from '../headings/rules';
import { type Item, readItem, tidy, type Why } from '../items/rules';

/** A price that could be read, with the words it was read from. `ask`: a person must say the days. */
type ReadRow = {
  line: number;
  text: string;
  priceCents: number;
  mb: number;
  days: Days;
  /** Whether the text says outright that it renews or not; else it is to be looked at. */
  sure: boolean;
  label: string;
};
export type Unread = { line: number; text: string; why: Why | 'twice' | 'text' };
export type ReadTable = { rows: ReadRow[]; unread: Unread[] };

/** The lines of a text, by their number, of which something is no price: a line may hold several pieces. */
export const linesOf = (unread: readonly Unread[]): number[] => [...new Set(unread.map(({ line }) => line))];

/** The longest text that is read. */
export const MOST_PASTED = 20_000;

type Section = { label: string; heading: Heading; items: number };
const UNKNOWN: Heading = { kind: 'days', days: 'ask', sure: false, unit: 'MB' };

/**
 * Reads a price table as groups paste it (channels.md section 3). Every line with a letter or digit is a
 * heading, a row, or stands in `unread`: nothing is dropped and nothing is guessed.
 */
export function readTable(text: string): ReadTable {
  const read: ReadTable = { rows: [], unread: [] };
  let section: Section = { label: '', heading: UNKNOWN, items: 0 };
  const lines = text.slice(0, MOST_PASTED).split(/\r\n|[\n\r\u2028\u2029]/);
  lines.forEach((raw, at) => {
    for (const { text: piece, leads } of piecesOf(raw, section.heading)) {
      const tidied = tidy(piece);
      if (!/[\p{L}\p{N}]/u.test(tidied)) continue;
      const place = { line: at + 1, text: piece.trim() };
      const item = readIn(tidied, section.heading);
      if (item.kind === 'item' || section.heading.kind === 'other') section.items++;
      if (item.kind === 'item') {
        keep(read, { ...place, ...item, ...daysOf(section.heading, item.says), label: section.label });
        continue;
      }
      const heading =
        leads && !isAmount(tidied) ? readHeadingUnder(tidied, section.heading, tidy(section.label)) : null;
      if (heading || (leads && isTitle(tidied, section)))
        section = under(section, labelOf(piece), heading ?? UNKNOWN);
      if (!heading || heading.kind === 'other')
        read.unread.push({ ...place, why: whyOf(item.why, tidied, heading ?? section.heading) });
    }
  });
  return read;
}

/** A heading as people read it, without the markup and the pictures around it. */
const labelOf = (piece: string): string =>
  piece
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\u200D|[*_~`•]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s:-]+|[\s:-]+$/g, '')
    .slice(0, 80);

/** Under a heading that sells no MB nothing is a row. */
const readIn = (tidied: string, heading: Heading): Item =>
  heading.kind === 'other' ? { kind: 'no', why: 'other' } : readItem(tidied, heading.unit);

/**
 * What a line holds: itself, when it is one row; else what stands between `;`, `|` and `, `, and apart from
 * that the heading in front of a colon or of the first row. `leads`: it may be a heading.
 */
function piecesOf(raw: string, heading: Heading): { text: string; leads: boolean }[] {
  if (heading.kind === 'days' && readItem(tidy(raw), heading.unit).kind === 'item')
    return [{ text: raw, leads: false }];
  return raw.split(/;/).flatMap((part) => {
    const [, before = '', behind = ''] = /^([^:]*):(.*\d.*)$/.exec(part) ?? [];
    const { title, rest } = isHeading(before) ? { title: before, rest: behind } : headed(part);
    const items = rest.split(BETWEEN).map((text, at) => ({ text, leads: title === '' && at === 0 }));
    return title === '' ? items : [{ text: title, leads: true }, ...items];
  });
}

const BETWEEN = /,\s+|\|/;
/** No heading and no row is longer; a whole text without line ends must not be read from each of its digits. */
const LONGEST = 200;
const isHeading = (text: string): boolean => !isAmount(tidy(text)) && readHeading(tidy(text)) !== null;

/** `3 dias renovaveis 2000=44, 3000=66`: the shortest heading in front of a row; no title where there is none. */
function headed(part: string): { title: string; rest: string } {
  for (const { index } of part.slice(0, LONGEST).matchAll(/(?<=\s)\d/g)) {
    const [title, rest] = [part.slice(0, index), part.slice(index)];
    const first = tidy(rest.slice(0, LONGEST).split(BETWEEN, 1)[0] ?? '');
    const isRow = (['MB', 'GB'] as const).some((unit) => readItem(first, unit).kind === 'item');
    if (isRow && isHeading(title)) return { title, rest };
  }
  return { title: '', rest: part };
}

/** Whether a text names a quantity or a price, which a heading does not. */
const isAmount = (tidied: string): boolean =>
  /\d\s*(mts?|mzn|meticais)\b|\d\s*=\s*\d/.test(tidied) || /^\D*\d[\d.,]*\s*(mb|gb)\b/.test(tidied);

/** Words that open a part of their own: after rows, the heading above no longer holds. */
const isTitle = (tidied: string, { heading, items }: Section): boolean =>
  items > 0 && heading.kind !== 'other' && /[a-z]/.test(tidied) && !isAmount(tidied);

/** A title's second line belongs to it; words that said nothing are no title to one that says how it renews. */
function under(section: Section, label: string, heading: Heading): Section {
  const isTitled = section.label !== '' && section.heading !== UNKNOWN;
  if (section.items > 0 || !isTitled) return { label, heading, items: 0 };
  return { ...section, heading: mergeHeadings(section.heading, heading) };
}

/** The heading's days, or those beside the price; where both speak they must agree. */
function daysOf(heading: Heading, says: Heading | null): { days: Days; sure: boolean } {
  const above = heading.kind === 'days' ? heading : { days: 'ask' as const, sure: false };
  if (says?.kind !== 'days') return { days: above.days, sure: above.sure };
  if (above.days === 'ask') return { days: says.days, sure: says.sure };
  const agree = above.days === says.days;
  return agree ? { days: above.days, sure: above.sure || says.sure } : { days: 'ask', sure: false };
}

function keep(read: ReadTable, { line, text, priceCents, mb, days, sure, label }: ReadRow): void {
  const twice = read.rows.some((r) => r.priceCents === priceCents && r.mb === mb && r.days === days);
  if (twice) read.unread.push({ line, text, why: 'twice' });
  else read.rows.push({ line, text, priceCents, mb, days, sure, label });
}

function whyOf(why: Why, tidied: string, heading: Heading): Unread['why'] {
  if (heading.kind === 'other' || readHeading(tidied)?.kind === 'other') return 'other';
  return why === 'unclear' && !/\d/.test(tidied) ? 'text' : why;
}
