import 'server-only';
import { readCsv } from '../csv/api';
import { MAX_BYTES } from '../rules';
import { readXlsx } from '../xlsx/api';

/** A file of clients as a table, or why it is none. What it is decides its content, never its name. */
export function readTable(file: Buffer): ReturnType<typeof readCsv> {
  if (file.length > MAX_BYTES) return { ok: false, reason: 'too_big' };
  if (starts(file, 'PK')) return readXlsx(file);
  // The binary workbook of Excel 97.
  if (starts(file, '\xd0\xcf\x11\xe0')) return { ok: false, reason: 'old_excel' };
  const text = decode(file);
  return text.includes('\0') || starts(file, '%PDF') ? { ok: false, reason: 'no_table' } : readCsv(text);
}

/** UTF-8, UTF-16 by its mark, else what Excel of the region writes: windows-1252. */
function decode(file: Buffer): string {
  if (starts(file, '\xff\xfe')) return new TextDecoder('utf-16le').decode(file);
  if (starts(file, '\xfe\xff')) return new TextDecoder('utf-16be').decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return file.toString('latin1').replace(/[\x80-\x9f]/g, (c) => WINDOWS[c.charCodeAt(0) - 0x80] ?? c);
  }
}

// Node 20 decodes `windows-1252` as latin1: the euro, the dashes and the curly quotes would be lost.
const WINDOWS = [...'€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'];

const starts = (file: Buffer, bytes: string): boolean =>
  file.subarray(0, bytes.length).equals(Buffer.from(bytes, 'latin1'));
