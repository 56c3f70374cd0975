import 'server-only';
import { openPanel } from '@/lib/servers/queries';
import { SECOND_MS } from '@/lib/time';
import { type Account, nextAccounts, type Place } from '../accounts/queries';
import { readMany } from '../reading/jobs';
import { claimRun, finishRun, keepReadings, pauseRun, type RunRow } from './commands';
import { zoneOf } from './queries';
import { afterPause } from './rules';

type Clock = () => Promise<Date>;

/** Accounts of one look at the database. */
const FETCH = 500;
/** Between two slices: whoever did the one before gets on with other work. */
const BREATH_MS = SECOND_MS;

/**
 * Reads on in one server's run for about `forMs` and notes what differs; it changes neither a client nor the panel.
 * Killed midway it goes on after the last batch written. Null when it is not due or another has it.
 */
export async function driveSync(id: string, clock: Clock, forMs: number): Promise<string | null> {
  const held = await claimRun(id, await clock());
  if (!held) return null;
  const { resellerId, serverId } = held;
  const panel = await openPanel(resellerId, serverId, await clock(), 'reader');
  if (!panel) {
    await finishRun(held, 'capability_off', await clock());
    return 'stop';
  }
  const zone = await zoneOf(resellerId);
  const list = { resellerId, serverId, from: held.createdAt };
  const { version } = panel.server;
  let { failures } = held;
  const ended = await readMany<Account>({
    panel: panel.adapter,
    next: (after) => nextAccounts(list, after ?? placeOf(held), FETCH),
    commit: async (heard) => {
      if (heard.length > 0) failures = 0;
      return keepReadings(held, { heard, version, zone }, await clock());
    },
    forMs,
  }).finally(() => panel.close());
  const now = await clock();
  if (ended.how === 'end') await finishRun(held, null, now);
  if (ended.how === 'stop') await finishRun(held, ended.trace.reason, now);
  if (ended.how === 'time') await pauseRun(held, { at: new Date(now.getTime() + BREATH_MS) });
  // The server was edited, or the run cancelled: whoever still has the lease gives it back, to be looked at anew.
  if (ended.how === 'lost') await pauseRun(held, { at: new Date(now.getTime() + BREATH_MS) });
  if (ended.how === 'pause') {
    const next = afterPause(ended.trace, failures);
    const { reason } = ended.trace;
    if (next.kind === 'stop') await finishRun(held, reason, now);
    else
      await pauseRun(held, { reason, failures: next.failures, at: new Date(now.getTime() + next.delayMs) });
  }
  return ended.how;
}

const placeOf = ({ cursorMs, cursorId }: RunRow): Place | null =>
  cursorMs === null || cursorId === null ? null : { ms: cursorMs, id: cursorId };
