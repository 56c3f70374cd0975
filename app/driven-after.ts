import 'server-only';
import { after } from 'next/server';
import { env } from '@/lib/env';
import { databaseNow } from '@/lib/jobs/commands';
import { driveBacklog } from '@/lib/jobs/wakeups/jobs';
import { type Backlog, collecting } from '@/lib/queue/api';

/**
 * The last start of a step after the answer. A step is at most a reading, a send and a reading of 30 s each,
 * and the pages give their functions 120 s (`maxDuration`). A longer hold is the tick's.
 */
const START_WITHIN_MS = 30_000;

/**
 * Runs an act. Where no worker answers wake-ups (HAS_WORKER), what the act made due is done right after the
 * response, at its own time: nothing leaves before the undo window is over. With a worker it costs nothing.
 */
export async function drivenAfter<T>(act: () => Promise<T>): Promise<T> {
  if (env().HAS_WORKER) return act();
  const backlog: Backlog = { wakes: [], running: [] };
  try {
    return await collecting(backlog, act);
  } finally {
    if (backlog.wakes.length + backlog.running.length > 0)
      after(() => driveBacklog(backlog, databaseNow, START_WITHIN_MS));
  }
}
