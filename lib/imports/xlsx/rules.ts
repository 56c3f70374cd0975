import { DAY_MS, SECOND_MS } from '@/lib/time';

/** The column a cell's address names, from 0: `C7` is 2. */
export function columnOf(address: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(address)?.[0] ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Whether a number format shows a date: one of the built-in ones, or a code with day, month or year in it. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58);
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
  return /[dy]/i.test(bare) || /m.*h|h.*m/i.test(bare);
}

/** A workbook's day number as text: `2026-12-21`, with the hour when it has one. */
export function serialText(serial: number, from1904: boolean): string {
  const first = Date.UTC(1899, 11, 30) + (from1904 ? 1462 * DAY_MS : 0);
  const at = new Date(first + Math.round((serial * DAY_MS) / SECOND_MS) * SECOND_MS);
  if (Number.isNaN(at.getTime())) return String(serial);
  const text = at.toISOString().slice(0, 19);
  return Number.isInteger(serial) ? text.slice(0, 10) : text;
}

/** A stored number as a person sees it: `5.511999999999E+12` is a phone number. */
export function numberText(raw: string): string {
  const value = Number(raw);
  return Number.isFinite(value) ? String(value) : raw;
}
