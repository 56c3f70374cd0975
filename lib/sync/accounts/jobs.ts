import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import type { CustomerReading, PanelAdapter } from '@/lib/panels/rules';
import { SECOND_MS } from '@/lib/time';
import type { Account } from './queries';

/** Half of the panel's pace is left to whoever pays, creates or asks meanwhile. */
const READ_EVERY_MS = 2 * SECOND_MS;

type Reading = {
  panel: Pick<PanelAdapter, 'readCustomer'>;
  /** The next account after the one before; null at the end. */
  next(before: Account | null): Promise<Account | null>;
  /** What becomes of a reading; false when the caller may not go on (its lease was lost). */
  heard(account: Account, reading: CustomerReading): Promise<boolean>;
  forMs: number;
};

/**
 * Reads accounts from a panel one after the other, inside its pace, and hands each reading over. Ends with
 * the list, with the time, at the first unreadable answer (token refused, block page, panel away: nobody
 * knocks on), or when the caller says stop. Whoever keeps the place can go on from it later.
 */
export async function readAccounts(on: Reading): Promise<'end' | 'time' | 'unreadable' | 'stopped'> {
  const until = performance.now() + on.forMs;
  for (let account = await on.next(null); account; account = await on.next(account)) {
    const began = performance.now();
    const reading = await on.panel.readCustomer(account.username);
    if (!(await on.heard(account, reading))) return 'stopped';
    if (reading.kind === 'unreadable') return 'unreadable';
    if (performance.now() > until) return 'time';
    await wait(Math.max(0, began + READ_EVERY_MS - performance.now()));
  }
  return 'end';
}
