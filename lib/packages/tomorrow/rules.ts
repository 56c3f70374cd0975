/** What one hour will send in one group. */
export type HourRow = {
  /** The hour on the reseller's wall, `2025-11-19 08:00`; null: it hangs on the confirmation of the one before. */
  hour: string | null;
  groupId: string | null;
  n: number;
  mb: number;
  cents: number;
  /** Of them, those that will be late by then. */
  late: number;
};

export type Sum = { n: number; mb: number; cents: number; late: number };

const NONE: Sum = { n: 0, mb: 0, cents: 0, late: 0 };
const plus = (a: Sum, b: Sum): Sum => ({
  n: a.n + b.n,
  mb: a.mb + b.mb,
  cents: a.cents + b.cents,
  late: a.late + b.late,
});

/**
 * The same rows as a whole, hour by hour, and group by group, the largest first. What has no hour yet is in none
 * of them and counted as `open`: nobody can say whether the day will see it.
 */
export function sumUp(all: readonly HourRow[]) {
  const hours = new Map<string, Sum>();
  const groups = new Map<string | null, Sum>();
  const rows = all.flatMap(({ hour, ...row }) => (hour === null ? [] : [{ hour, ...row }]));
  for (const row of rows) {
    hours.set(row.hour, plus(hours.get(row.hour) ?? NONE, row));
    groups.set(row.groupId, plus(groups.get(row.groupId) ?? NONE, row));
  }
  return {
    total: rows.reduce<Sum>(plus, NONE),
    open: all.reduce((n, row) => (row.hour === null ? n + row.n : n), 0),
    hours: [...hours].map(([hour, sum]) => ({ hour, ...sum })).sort((a, b) => (a.hour < b.hour ? -1 : 1)),
    groups: [...groups].map(([groupId, sum]) => ({ groupId, ...sum })).sort((a, b) => b.n - a.n),
  };
}
