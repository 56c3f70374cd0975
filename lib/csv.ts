/**
 * One line of CSV as spreadsheets of the region read it: `;` between, RFC 4180 quotes, and no cell that a
 * spreadsheet would run as a formula (attack S49). Phones start with `+`, so they stay text too.
 */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((cell) => csvCell(cell === null ? '' : String(cell))).join(';')}\r\n`;

/** Excel needs it to read the file as UTF-8. */
export const CSV_BOM = '\ufeff';

function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// Also the full-width forms, which spreadsheets of some languages take for the plain ones.
const FORMULA = /^[\s\0]*[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20]/;
