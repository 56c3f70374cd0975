/** How references are compared: in capitals. */
export const refKeyOf = (reference: string): string => reference.toUpperCase();

/** What a screen may show of an address that is itself the key: host, and the last letters of its path. */
export function shownAddress(url: string): string {
  const { host, pathname } = new URL(url);
  const name = pathname.replace(/\/(exec|dev)?$/, '');
  return name.length > 1 ? `${host}/…${name.slice(-4)}` : host;
}

// The grammars of what stands between the delimiters: no `|`, no line break, no formula can be written in them.
const REFERENCE = /^[A-Z0-9][A-Z0-9._-]{2,49}$/i;
const VALUE = /^\d{1,9}(\.\d{1,2})?$/;
const NUMBER = /^\d{6,15}$/;

export type Half = { reference: string; value: string; number: string };

/** Whether these three may stand in a book at all. */
export const isWritable = ({ reference, value, number }: Half): boolean =>
  [REFERENCE.test(reference), VALUE.test(value), NUMBER.test(number)].every(Boolean) &&
  !/[\r\n]/.test(reference + value + number);

/** The row as a sheet holds it, `REF|MB|NUMBER`. */
export const rowText = ({ reference, value, number }: Half): string => `${reference}|${value}|${number}`;
