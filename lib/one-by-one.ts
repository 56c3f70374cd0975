import { log } from '@/lib/log';

/** What became of the rows that a task looked at. */
export type Tally = { planned: number; done: number; skipped: number; failed: number };

/** Does something for each row in turn. One that throws is counted and logged, and holds up nobody behind it. */
export async function oneByOne<Row>(
  rows: Iterable<Row>,
  total: Tally,
  run: (row: Row) => Promise<boolean>,
): Promise<void> {
  for (const row of rows) {
    total.planned++;
    try {
      total[(await run(row)) ? 'done' : 'skipped']++;
    } catch (err) {
      total.failed++;
      log.error({ err }, 'row failed');
    }
  }
}
