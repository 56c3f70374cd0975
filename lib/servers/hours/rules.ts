import { HOUR_MS } from '@/lib/time';

/** Upper ends of the steps by which answers are counted, in milliseconds; what took longer is in one more. */
export const STEPS_MS = [
  50, 100, 150, 200, 300, 400, 600, 800, 1_200, 1_600, 2_400, 3_200, 4_800, 6_400, 9_600, 14_400, 20_000,
  30_000,
] as const;

/** For so long the hours of a panel are kept. */
export const KEPT_DAYS = 30;

export type PanelHour = { hour: Date; calls: number; failures: number; took: number[]; maxMs: number };

/** The first instant of the hour; hours of every zone in use begin together. */
export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);

/** In which step an answer is counted. */
export function stepOf(tookMs: number): number {
  const at = STEPS_MS.findIndex((most) => tookMs <= most);
  return at < 0 ? STEPS_MS.length : at;
}

/**
 * The time within which a share of the answers came, in milliseconds: the end of the step that it falls in, never
 * more than the slowest of all. Null without answers.
 */
export function within(took: readonly number[], maxMs: number, share: number): number | null {
  const total = took.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  let seen = 0;
  const step = took.findIndex((n) => {
    seen += n;
    return seen >= share * total;
  });
  return Math.min(STEPS_MS[step] ?? maxMs, maxMs);
}

/** What some hours come to. */
export function summaryOf(hours: readonly PanelHour[]) {
  const took = Array.from({ length: STEPS_MS.length + 1 }, (_, step) =>
    hours.reduce((sum, hour) => sum + (hour.took[step] ?? 0), 0),
  );
  const maxMs = Math.max(0, ...hours.map((hour) => hour.maxMs));
  return {
    calls: hours.reduce((sum, hour) => sum + hour.calls, 0),
    failures: hours.reduce((sum, hour) => sum + hour.failures, 0),
    medianMs: within(took, maxMs, 0.5),
    slowMs: within(took, maxMs, 0.95),
  };
}

export type HourShown = { hour: Date; calls: number; failures: number; medianMs: number | null };

/** So many hours up to now, oldest first; one in which nothing was asked is there as such. */
export function lastHours(hours: readonly PanelHour[], now: Date, many: number): HourShown[] {
  const latest = hourOf(now).getTime();
  const byHour = new Map(hours.map((hour) => [hour.hour.getTime(), hour]));
  return Array.from({ length: many }, (_, back) => {
    const at = latest - (many - 1 - back) * HOUR_MS;
    const found = byHour.get(at);
    return {
      hour: new Date(at),
      calls: found?.calls ?? 0,
      failures: found?.failures ?? 0,
      medianMs: found ? within(found.took, found.maxMs, 0.5) : null,
    };
  });
}
