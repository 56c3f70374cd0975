import { formatDateTime, SECOND_MS } from '@/lib/time';

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

/** The three cells that make an order or a payment. */
export type Half = { reference: string; value: string; number: string };

/** Whether these three may stand in a book at all. */
export const isWritable = ({ reference, value, number }: Half): boolean =>
  [REFERENCE.test(reference), VALUE.test(value), NUMBER.test(number)].every(Boolean) &&
  // `$` also matches before a final line break.
  !/[\r\n]/.test(reference + value + number);

/** The row as a sheet holds it, `REF|MB|NUMBER`. */
export const rowText = ({ reference, value, number }: Half): string => `${reference}|${value}|${number}`;

/** What a text starts with when a spreadsheet would take it for a formula. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

/** A free text as one harmless cell: one line, no control character, never a formula (channels.md section 2). */
export function cell(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return FORMULA.test(line) ? `'${line}` : line;
}

type Envelope = {
  grupo_id: string;
  timestamp: string;
  transacao: string;
  sender: string;
  message: string;
};

/** The one form in which both books take a row; `timestamp` is the reseller's wall clock as pt-BR writes it. */
export function envelopeOf(
  half: Half,
  { chat, message, zone }: { chat: string; message: string; zone: string },
  now: Date,
): Envelope {
  return {
    grupo_id: cell(chat),
    timestamp: timestampOf(now, zone),
    transacao: rowText(half),
    sender: 'WhatsApp-Bot-Pacotes',
    // The message quotes the row, delimiters and all; everything else in it is harmless.
    message: cell(message),
  };
}

let last = { second: Number.NaN, zone: '', text: '' };

/** `18/11/2025 10:00:00`. Rows of one second share it: reckoning it costs more than the rest of the envelope. */
function timestampOf(now: Date, zone: string): string {
  const second = Math.floor(now.getTime() / SECOND_MS);
  if (second !== last.second || zone !== last.zone) {
    const seconds = String(now.getUTCSeconds()).padStart(2, '0');
    last = { second, zone, text: `${formatDateTime(now, zone)}:${seconds}` };
  }
  return last.text;
}

const COUNTRIES = ['', '258', '55'];

/** A row as a script stored it: spaces, a leading `'`, other writings of a value and the country's digits allowed. */
export function parseRow(text: string): Half | null {
  const parts = text.split('|').map((part) => part.trim().replace(/^'/, ''));
  const [reference = '', value = '', number = ''] = parts;
  return parts.length === 3 && reference !== '' ? { reference, value, number } : null;
}

/** Whether two rows say the same thing. */
export function isSameRow(ours: Half, stored: Half): boolean {
  const value = amountOf(stored.value);
  const digits = stored.number.replace(/\D/g, '');
  return (
    refKeyOf(ours.reference) === refKeyOf(stored.reference) &&
    value !== null &&
    value === amountOf(ours.value) &&
    COUNTRIES.some((code) => digits === code + ours.number)
  );
}

/** `12.5`, `12,50` and `12.50MT` as 12.5; null for what is no amount. */
export function amountOf(text: string): number | null {
  const found = /^(\d{1,9})(?:[.,](\d{1,2}))?\s*(?:mb|mt)?$/i.exec(text.trim());
  return found ? Number(`${found[1]}.${found[2] ?? 0}`) : null;
}
