import 'server-only';
import { inArray } from 'drizzle-orm';
import { database } from '@/db/client';
import { sheetRows } from '@/db/schema/sheets';
import { log } from '@/lib/log';
import { MINUTE_MS } from '@/lib/time';
import { freeLease, takeLease } from './drain/commands';
import { type Drained, drive, type OnSettled } from './drain/jobs';
import { dueAddresses, nextDueAt, sheetsOfAddress } from './drain/queries';
import { recalledRows } from './recall/commands';

/** Where instants come from: the database's own clock. */
type Clock = () => Promise<Date>;

/** The addresses that have something due; `id` and `group` are the address's hash. */
export const dueSheets = (now: Date, limit: number) => dueAddresses(now, limit);

/**
 * Posts what is due for one address, whoever's rows they are, for `forMs` at most; any number of callers, one
 * of them drives. `onSettled` runs in the transaction that settles rows. Null: nothing to do, another drives,
 * or the address rests.
 */
export async function drainSheet(
  urlHash: string,
  clock: Clock,
  onSettled: OnSettled,
  { forMs = MINUTE_MS, timeoutMs = MINUTE_MS }: { forMs?: number; timeoutMs?: number } = {},
): Promise<Drained | null> {
  const until = performance.now() + forMs;
  const total: Drained = { posted: 0, done: 0, review: 0, queued: 0 };
  let drove = false;
  const targets = await sheetsOfAddress(urlHash);
  const sheetIds = [...targets.keys()];
  for (let leftMs = forMs; leftMs > 0; leftMs = until - performance.now()) {
    const now = await clock();
    const due = await nextDueAt(database(), sheetIds);
    const taken = due && due <= now ? await takeLease(urlHash, now) : null;
    if (!taken) break;
    drove = true;
    await closeRecalled(sheetIds, now, onSettled);
    const { lease, pace, drained } = await drive(taken, targets, now, onSettled, {
      forMs: leftMs,
      timeoutMs,
    });
    for (const key of ['posted', 'done', 'review', 'queued'] as const) total[key] += drained[key];
    // Rows filed between the last claim and here woke callers who found the place taken: look again.
    await freeLease(lease, pace, sheetIds, await clock());
  }
  if (drove) log.info({ address: urlHash.slice(0, 8), ...total }, 'sheet');
  return drove ? total : null;
}

/** What was recalled while a driver had it who is gone: settled as what was never sent. */
async function closeRecalled(sheetIds: string[], now: Date, onSettled: OnSettled): Promise<void> {
  await database().transaction(async (tx) => {
    const rows = await recalledRows(tx, inArray(sheetRows.sheetId, sheetIds), now);
    if (rows.length > 0) await onSettled(tx, rows, now);
  });
}
