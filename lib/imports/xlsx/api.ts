import 'server-only';
import { Parser } from 'saxen';
import { tableOf } from '../csv/api';
import { type Line, MAX_COLUMNS, MAX_ROWS } from '../rules';
import { openZip, type Unzip } from '../zip/api';
import { columnOf, isDateFormat, numberText, serialText } from './rules';

/** All parts of a workbook together, unpacked. 5 000 lines of a real export need about a tenth of it. */
const UNPACKED = 40_000_000;

/** The first sheet of a workbook; a formula's cell is the value it had when the file was saved. */
export function readXlsx(file: Buffer): ReturnType<typeof tableOf> {
  try {
    const unzip = openZip(file, UNPACKED);
    return tableOf(linesOf(unzip));
  } catch {
    return { ok: false, reason: 'broken_xlsx' };
  }
}

function linesOf(unzip: Unzip): Line[] {
  const book = bookOf(unzip);
  const strings = stringsOf(unzip('xl/sharedStrings.xml'));
  const dated = datedStyles(unzip('xl/styles.xml'));
  const xml = unzip(book.sheet);
  if (xml === null) throw new Error('no sheet');
  const lines: Line[] = [];
  let row = 0;
  let cell = { column: 0, type: 'n', style: 0 };
  let value = '';
  let inside = false;
  walk(xml, {
    open(name, attributes) {
      if (name === 'row') {
        row = Number(attributes().r) || row + 1;
        lines.push({ n: row, cells: [] });
        if (lines.length > 3 * MAX_ROWS) throw new Error('too many rows');
      } else if (name === 'c') {
        const { r, t = 'n', s } = attributes();
        cell = {
          column: r ? columnOf(r) : (lines.at(-1)?.cells.length ?? 0),
          type: t,
          style: Number(s) || 0,
        };
        value = '';
      } else if (name === 'v' || name === 't') inside = true;
      // Reading aids of Asian scripts repeat the text.
      else if (name === 'rPh') cell.type = 'skip';
    },
    text(text) {
      if (inside) value += text;
    },
    close(name) {
      if (name === 'v' || name === 't') inside = false;
      if (name !== 'c' || cell.column >= MAX_COLUMNS) return;
      const cells = lines.at(-1)?.cells;
      if (!cells) return;
      while (cells.length < cell.column) cells.push('');
      cells[cell.column] = textOf(cell.type, value, dated[cell.style] ?? false).trim();
    },
  });
  return lines.filter((line) => line.cells.some(Boolean));

  function textOf(type: string, raw: string, isDate: boolean): string {
    if (type === 's') return strings[Number(raw)] ?? '';
    if (type !== 'n' || raw === '') return type === 'b' ? (raw === '1' ? 'sim' : 'não') : raw;
    return isDate ? serialText(Number(raw), book.from1904) : numberText(raw);
  }
}

/** Where the first sheet lies, and from which year its dates count. */
function bookOf(unzip: Unzip): { sheet: string; from1904: boolean } {
  let relation = '';
  let from1904 = false;
  walk(unzip('xl/workbook.xml') ?? '', {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes().date1904 ?? '');
      if (name === 'sheet' && !relation) {
        const all = attributes();
        relation = Object.entries(all).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
      }
    },
  });
  let target = 'worksheets/sheet1.xml';
  walk(unzip('xl/_rels/workbook.xml.rels') ?? '', {
    open(name, attributes) {
      if (name === 'Relationship' && attributes().Id === relation) target = attributes().Target ?? target;
    },
  });
  return { sheet: target.startsWith('/') ? target.slice(1) : `xl/${target}`, from1904 };
}

function stringsOf(xml: string | null): string[] {
  const strings: string[] = [];
  let [inside, phonetic] = [false, false];
  walk(xml ?? '', {
    open(name) {
      if (name === 'si') strings.push('');
      if (name === 'rPh') phonetic = true;
      inside = name === 't' && !phonetic;
    },
    text(text) {
      if (inside) strings[strings.length - 1] += text;
    },
    close(name) {
      inside = false;
      if (name === 'rPh') phonetic = false;
    },
  });
  return strings;
}

/** Which cell styles show a date. */
function datedStyles(xml: string | null): boolean[] {
  const codes = new Map<number, string>();
  const dated: boolean[] = [];
  let inCells = false;
  walk(xml ?? '', {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes().numFmtId), attributes().formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) {
        const id = Number(attributes().numFmtId);
        dated.push(isDateFormat(id, codes.get(id)));
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return dated;
}

type Visit = {
  open?: (name: string, attributes: () => Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

/** Reads XML from start to end; prefixes are dropped, entities of a document's own are not expanded. */
function walk(xml: string, visit: Visit): void {
  const bare = (name: string) => name.slice(name.indexOf(':') + 1);
  const parser = new Parser();
  parser.on('openTag', (name, attributes, decode) =>
    visit.open?.(bare(name), () =>
      Object.fromEntries(Object.entries(attributes()).map(([key, value]) => [key, decode(value)])),
    ),
  );
  parser.on('closeTag', (name) => visit.close?.(bare(name)));
  parser.on('text', (text, decode) => visit.text?.(decode(text)));
  parser.on('cdata', (text) => visit.text?.(text));
  parser.on('error', (error) => {
    throw error;
  });
  parser.parse(xml);
}
