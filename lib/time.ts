import { Temporal } from 'temporal-polyfill';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A calendar day, `2026-12-21`. */
export type Day = string;

const zoned = (at: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
const toDate = (z: { epochMilliseconds: number }): Date => new Date(z.epochMilliseconds);

/** `days` later on the wall clock of `zone`: the hour stays, whatever daylight saving does. */
export const addDays = (at: Date, days: number, zone: string): Date => toDate(zoned(at, zone).add({ days }));

/**
 * `days` and `hours` later as a clock on the wall shows it, each exactly: the written hour stays whatever
 * daylight saving does. An hour that a day lacks becomes the next instant there is; one it has twice, the first.
 */
export function onWallClock(
  at: Date,
  { days = 0, hours = 0 }: { days?: number; hours?: number },
  zone: string,
): Date {
  const written = zoned(at, zone).toPlainDateTime().add({ days }).add({ hours });
  const found = written.toZonedDateTime(zone);
  if (found.toPlainDateTime().equals(written)) return toDate(found);
  // A nanosecond on: a transition at this very instant is the one looked for.
  const afterGap = found.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  return toDate(afterGap ?? found);
}

/** The calendar day of an instant in a zone. */
export const dayOf = (at: Date, zone: string): Day => zoned(at, zone).toPlainDate().toString();

/** The day `days` after another. */
export const addToDay = (day: Day, days: number): Day =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

/** The first instant of a day in a zone. */
export const startOfDay = (day: Day, zone: string): Date =>
  toDate(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone }));

/** The last second of a day in a zone: 23:59:59. */
export const endOfDay = (day: Day, zone: string): Date =>
  toDate(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: '23:59:59' }));

/** A wall-clock text (`2026-12-21T10:00:00`) in a zone as an instant; null when it is no date. */
export function wallClock(text: string, zone: string): Date | null {
  try {
    return toDate(Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(zone));
  } catch {
    return null;
  }
}

/** An ISO text that carries Z or an offset, as an instant; null when it is none. */
export function instantOf(text: string): Date | null {
  try {
    return toDate(Temporal.Instant.from(text));
  } catch {
    return null;
  }
}

/** Whether a text is a real calendar day written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a day that somebody can mean in this trade; what is further off is a slip of the keyboard. */
export const isPlausibleDay = (text: string): boolean =>
  isDay(text) && text >= '2000-01-01' && text <= '2100-12-31';

/** `21/12/2026` */
export const formatDay = (day: Day): string => day.split('-').reverse().join('/');

/** `21/12/2026` in the reseller's zone. */
export const formatDate = (at: Date, zone: string): string => formatDay(dayOf(at, zone));

/** `10:00` in the reseller's zone. */
export const formatTime = (at: Date, zone: string): string =>
  zoned(at, zone).toPlainTime().toString({ smallestUnit: 'minute' });

/** `21/12/2026 10:00` in the reseller's zone. */
export const formatDateTime = (at: Date, zone: string): string =>
  `${formatDate(at, zone)} ${formatTime(at, zone)}`;

/** The same for a screen, where day and hour stay on one line. */
export const shownDateTime = (at: Date, zone: string): string =>
  formatDateTime(at, zone).replace(' ', '\u00a0');

/** How long ago, in one unit: `12 s`, `5 min`, `3 h`, `2 dias`. */
export function age(since: Date, now: Date): string {
  const ms = Math.max(0, now.getTime() - since.getTime());
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  const days = Math.floor(ms / DAY_MS);
  return days === 1 ? '1 dia' : `${days} dias`;
}
