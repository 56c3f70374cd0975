/** How far apart two dates are, in days. */
export const APARTS = ['week', 'month', 'more'] as const;
export type Apart = (typeof APARTS)[number];

/** More than the first, up to the second; no end where it is null. */
export const APART_DAYS: Record<Apart, readonly [number, number | null]> = {
  week: [0, 7],
  month: [7, 35],
  more: [35, null],
};

/** Which rows of a class: whose name or username says so, and whose dates lie so far apart. */
export type RowFilter = { q?: string | undefined; apart?: Apart | undefined };

export const isFiltered = ({ q, apart }: RowFilter): boolean => Boolean(q?.trim()) || apart !== undefined;
