import 'server-only';
import Papa from 'papaparse';
import type { FileRefusal } from '../messages';
import { knownTitles, type Line, MAX_COLUMNS, MAX_ROWS, type Table } from '../rules';

type Read = { ok: true; table: Table } | { ok: false; reason: FileRefusal; line?: number };

const SEPARATORS = [';', ',', '\t', '|'];
const SAMPLE = 65_536;

/** A CSV or pasted table, whatever separates its cells; blank lines are left out but counted. */
export function readCsv(text: string): Read {
  // Excel's own note of the separator.
  const noted = /^sep=(.)\r?\n/i.exec(text);
  const body = noted ? text.slice(noted[0].length) : text;
  const delimiter = noted?.[1] ?? separatorOf(body.slice(0, SAMPLE));
  const parsed = Papa.parse<string[]>(body, { delimiter, preview: 3 * MAX_ROWS });
  const torn = parsed.errors.find((e) => e.type === 'Quotes');
  if (torn) return { ok: false, reason: 'quotes', line: (torn.row ?? 0) + 1 };
  const lines = parsed.data
    .map((cells, at): Line => ({ n: at + 1, cells: cells.map(plainCell) }))
    .filter((line) => line.cells.some(Boolean));
  return tableOf(lines);
}

/** The first line is the titles; refused beyond the limits. */
export function tableOf([first, ...lines]: Line[]): Read {
  if (!first || lines.length === 0) return { ok: false, reason: 'empty' };
  if (lines.length > MAX_ROWS) return { ok: false, reason: 'too_many' };
  if (first.cells.length > MAX_COLUMNS) return { ok: false, reason: 'too_wide' };
  const width = first.cells.length;
  return {
    ok: true,
    table: { head: first.cells, lines: lines.map((l) => ({ n: l.n, cells: padded(l.cells, width) })) },
  };
}

/** The separator that yields the most known titles, then the most even lines: `35,90` is not two cells. */
function separatorOf(sample: string): string {
  const scored = SEPARATORS.map((delimiter) => {
    const { data } = Papa.parse<string[]>(sample, { delimiter, preview: 12, skipEmptyLines: true });
    const head = data[0] ?? [];
    const even = data.filter((row) => row.length === head.length).length;
    return { delimiter, score: knownTitles(head) * 1_000 + (head.length > 1 ? even * 20 + head.length : 0) };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

/** `="00123"` and `'+55…` are how spreadsheets, and our own export, keep a number as text. */
function plainCell(cell: string): string {
  const text = cell.replaceAll('\0', '').trim();
  const quoted = /^="([^"]*)"$/.exec(text)?.[1];
  return (quoted ?? text.replace(/^'(?=[=+\-@])/, '')).trim();
}

const padded = (cells: string[], width: number): string[] =>
  Array.from({ length: width }, (_, at) => cells[at] ?? '');
