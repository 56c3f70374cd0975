import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv';

describe('a line of CSV', () => {
  it('quotes what would break the line', () => {
    expect(csvLine(['Ana; "a"', null, 3, 'x\ny'])).toBe('"Ana; ""a""";;3;"x\ny"\r\n');
  });
  it('keeps phones as text', () => {
    expect(csvLine(['+258845123456'])).toBe("'+258845123456\r\n");
  });
  it('never starts a cell with what a spreadsheet runs', () => {
    const starts = ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠', ' ='];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.string(), (start, rest) => {
        const cell = csvLine([start + rest]).replace(/^"/, '');
        expect(cell.startsWith("'")).toBe(true);
      }),
    );
  });
});
