import { addToDay, type Day, dayOf, startOfDay } from '@/lib/time';

/** A calendar month, `2025-11`. */
export type Month = string;

/** The month that was asked for, or this one; never one to come. */
export function monthOf(asked: string | undefined, now: Date, zone: string): Month {
  const current = dayOf(now, zone).slice(0, 7);
  return asked && /^20\d\d-(0[1-9]|1[0-2])$/.test(asked) && asked <= current ? asked : current;
}

/** The month on the reseller's calendar; `to` is exclusive. */
export const spanOf = (month: Month, zone: string): { from: Date; to: Date } => ({
  from: startOfDay(firstOf(month), zone),
  to: startOfDay(firstOf(monthAfter(month)), zone),
});

export const monthAfter = (month: Month): Month => addToDay(firstOf(month), 31).slice(0, 7);
export const monthBefore = (month: Month): Month => addToDay(firstOf(month), -1).slice(0, 7);
const firstOf = (month: Month): Day => `${month}-01`;

/** `novembro de 2025` */
export const monthWords = (month: Month): string =>
  `${NAMES[Number(month.slice(5)) - 1] ?? month} de ${month.slice(0, 4)}`;

const NAMES = [
  'janeiro',
  'fevereiro',
  'março',
  'abril',
  'maio',
  'junho',
  'julho',
  'agosto',
  'setembro',
  'outubro',
  'novembro',
  'dezembro',
];

/** What is counted: packages sold in the month, and the renewals whose hour fell into it. */
export type Figures = {
  automatic: number;
  manual: number;
  /** Of the packages themselves, as far as they were sold here. */
  soldMb: number;
  soldCents: number;
  delivered: number;
  /** Of the delivered: more than an hour after their hour. */
  late: number;
  skipped: number;
  /** Owed, held, on their way or in review. */
  open: number;
  cancelled: number;
  renewedMb: number;
  renewedCents: number;
};
export type ReportRow = Figures & { group: string | null; days: number; type: string };

export const NO_FIGURES: Figures = {
  ...{
    automatic: 0,
    manual: 0,
    soldMb: 0,
    soldCents: 0,
    delivered: 0,
    late: 0,
    skipped: 0,
    open: 0,
    cancelled: 0,
  },
  ...{ renewedMb: 0, renewedCents: 0 },
};

export const addFigures = (a: Figures, b: Figures): Figures => ({
  automatic: a.automatic + b.automatic,
  manual: a.manual + b.manual,
  soldMb: a.soldMb + b.soldMb,
  soldCents: a.soldCents + b.soldCents,
  delivered: a.delivered + b.delivered,
  late: a.late + b.late,
  skipped: a.skipped + b.skipped,
  open: a.open + b.open,
  cancelled: a.cancelled + b.cancelled,
  renewedMb: a.renewedMb + b.renewedMb,
  renewedCents: a.renewedCents + b.renewedCents,
});

/** The rows as a whole. */
export const totalOf = (rows: readonly ReportRow[]): Figures => rows.reduce<Figures>(addFigures, NO_FIGURES);

/** The rows under another heading (`group`, `type`), each heading once, in the order they come. */
export function under(
  rows: readonly ReportRow[],
  heading: 'group' | 'type',
): (Figures & { name: string | null })[] {
  const sums = new Map<string | null, Figures>();
  for (const row of rows) sums.set(row[heading], addFigures(sums.get(row[heading]) ?? NO_FIGURES, row));
  return [...sums].map(([name, figures]) => ({ name, ...figures }));
}
