import { type Day, instantOf, isDay, wallClock } from '@/lib/time';

/** An expiry as a cell says it: nothing, a calendar day, or an exact instant. */
export type When = { kind: 'none' } | { kind: 'day'; day: Day } | { kind: 'instant'; at: Date };

const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$|^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/;
const HOUR = /^\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/;

/**
 * Reads `2026-12-21`, `21/12/2026`, either with an hour (meant in `zone`), an instant with Z or offset, and
 * Unix seconds. Day before month, as the region writes: a date is never guessed. Null when it is none.
 */
export function whenOf(text: string, zone: string): When | null {
  if (!text) return { kind: 'none' };
  if (/^\d{10}$/.test(text)) return within(new Date(Number(text) * 1000));
  const exact = /(?:z|[+-]\d{2}:?\d{2})$/i.test(text) ? instantOf(text.replace(' ', 'T')) : null;
  if (exact) return within(exact);
  const [date = '', hour, ...more] = text.split(/[ T]+/);
  const day = dayIn(date);
  if (!day || more.length) return null;
  if (hour === undefined) return day >= '2000-01-01' && day <= '2100-12-31' ? { kind: 'day', day } : null;
  const at = HOUR.test(hour)
    ? wallClock(`${day}T${hour.padStart(hour.length + (hour.indexOf(':') === 1 ? 1 : 0), '0')}`, zone)
    : null;
  return at && within(at);
}

function dayIn(text: string): Day | null {
  const [, year, month, day, d, m, y] = DAY.exec(text) ?? [];
  const full = year ?? (y?.length === 2 ? `20${y}` : y);
  const written = `${full}-${(month ?? m ?? '').padStart(2, '0')}-${(day ?? d ?? '').padStart(2, '0')}`;
  return isDay(written) ? written : null;
}

const within = (at: Date): When | null =>
  at.getTime() >= Date.UTC(2000, 0, 1) && at.getTime() < Date.UTC(2101, 0, 1)
    ? { kind: 'instant', at }
    : null;
