import 'server-only';
import type { Executor } from '@/db/client';
import type { SettledRow } from './commands';

export type OnSettled = (tx: Executor, rows: SettledRow[], now: Date) => Promise<void>;

/** The addresses that have something due; `id` is the address's hash. */
export async function dueSheets(_now: Date, _limit: number): Promise<{ id: string; group: string }[]> {
  return [];
}

/** Posts what is due for one address. Null: nothing to do, or another driver has it. */
export async function drainSheet(
  _urlHash: string,
  _clock: () => Promise<Date>,
  _onSettled: OnSettled,
): Promise<null> {
  return null;
}
