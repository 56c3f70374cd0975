import 'server-only';
import type { CustomerReading, PanelAdapter } from '@/lib/panels/rules';
import { openPanel } from '@/lib/servers/queries';
import { SECOND_MS } from '@/lib/time';
import type { Place } from '../accounts/queries';
import { driveList } from '../list/jobs';
import { type Listable, nextListable } from '../list/queries';
import { type Ended, readMany } from '../reading/jobs';
import { claimRun, finishRun, keepReadings, pauseRun, type RunRow } from './commands';
import { zoneOf } from './queries';
import { afterPause } from './rules';

type Clock = () => Promise<Date>;

/** Accounts of one look at the database. */
const FETCH = 500;
/** Read, and not yet written down: what a killed run reads again at most. */
const BATCH = 100;
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
  const { version } = panel.server;
  let { failures } = held;
  const kept = () => {
    failures = 0;
  };
  const ended = await readAll(held, {
    ...{ panel: panel.adapter, version, zone, clock, kept },
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

type Drive = {
  panel: PanelAdapter;
  /** The server's, as the panel was opened. */
  version: number;
  zone: string;
  clock: Clock;
  forMs: number;
  kept(): void;
};

/** The panel's list first, where it has one; then the accounts, of whom the list tells most. */
async function readAll(held: RunRow, drive: Drive): Promise<Ended> {
  const { panel, version, zone, clock, kept } = drive;
  const until = performance.now() + drive.forMs;
  const listed = await driveList(held, drive);
  if (listed && listed.how !== 'end') return listed;
  return readMany<Listable, CustomerReading>({
    ask: async ({ username }) => {
      const reading = await panel.readCustomer(username);
      return { reading, failed: reading.kind === 'unreadable' ? reading.trace : null };
    },
    known: ({ listed: line }) => line?.reading ?? null,
    next: async (after) => nextListable(held, after ?? placeOf(held), { limit: FETCH, now: await clock() }),
    commit: async (heard) => {
      if (heard.length > 0) kept();
      return keepReadings(held, { heard, version, zone }, await clock());
    },
    batch: BATCH,
    goingOn: (listed !== null || held.cursorId !== null) && held.failures === 0,
    forMs: until - performance.now(),
  });
}

const placeOf = ({ cursorMs, cursorId }: RunRow): Place | null =>
  cursorMs === null || cursorId === null ? null : { ms: cursorMs, id: cursorId };
