import 'server-only';
import { dueSyncs } from '../runs/queries';
import { startScheduled } from './commands';

/** The runs to go on with, after beginning those that the schedule owes; `group` is the panel. */
export async function dueReadings(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  await startScheduled(now);
  return dueSyncs(now, limit);
}
