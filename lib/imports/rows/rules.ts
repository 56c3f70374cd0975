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

/** What is wrong with a text that `whenOf` could not read: a day that its month has not, or another way of writing. */
export function whenProblem(text: string): string {
  const [year, month, day] = partsOf(text.split(/[ T]+/)[0] ?? '').map(Number);
  const monthIsReal = year && month && month <= 12;
  const last = monthIsReal ? new Date(Date.UTC(year, month, 0)) : null;
  if (!last || !day || day > 31 || day <= last.getUTCDate()) return 'Escreva uma data como 31/12/2026.';
  return `Esta data não existe: ${MONTH.format(last)} de ${year} tem ${last.getUTCDate()} dias.`;
}

const MONTH = new Intl.DateTimeFormat('pt-BR', { month: 'long', timeZone: 'UTC' });

function dayIn(text: string): Day | null {
  const [year, month = '', day = ''] = partsOf(text);
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(written) ? written : null;
}

/** Year, month and day as written, the year in full; empty for what is no date. */
function partsOf(text: string): string[] {
  const [found, year, month = '', day = '', d = '', m = '', y = ''] = DAY.exec(text) ?? [];
  if (!found) return [];
  return year ? [year, month, day] : [y.length === 2 ? `20${y}` : y, m, d];
}

const within = (at: Date): When | null =>
  at.getTime() >= Date.UTC(2000, 0, 1) && at.getTime() < Date.UTC(2101, 0, 1)
    ? { kind: 'instant', at }
    : null;
