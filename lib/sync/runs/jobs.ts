import 'server-only';
import type { CustomerReading, PanelAdapter } from '@/lib/panels/rules';
import { openPanel } from '@/lib/servers/queries';
import { SECOND_MS } from '@/lib/time';
import type { Place } from '../accounts/queries';
import { driveList } from '../list/jobs';
import { type Listable, nextListable } from '../list/queries';
import { type Ended, readMany } from '../reading/jobs';
import { isGoingOn } from '../reading/rules';
import { beginAnew, claimRun } from './claim/commands';
import { finishRun, keepReadings, pauseRun, type RunRow } from './commands';
import { isStill, owedAccounts, zoneOf } from './queries';
import { afterPause, NOTHING_OWED } from './rules';

type Clock = () => Promise<Date>;

/** Accounts of one look at the database. */
const FETCH = 500;
/** Read, and not yet written down: what a killed run reads again at most. */
const BATCH = 100;
/** Between two slices: whoever did the one before gets on with other work. */
const BREATH_MS = SECOND_MS;

/**
 * Reads on in one server's run for about `forMs` and notes what differs; it changes neither a client nor the panel.
 * Killed midway it goes on after the last batch written; of a server that was edited since it begins anew. Null when
 * it is not due or another has it.
 */
export async function driveSync(id: string, clock: Clock, forMs: number): Promise<string | null> {
  const claimed = await claimRun(id, await clock());
  if (!claimed) return null;
  const { resellerId, serverId } = claimed;
  const panel = await openPanel(resellerId, serverId, await clock(), 'reader');
  if (!panel) {
    await finishRun(claimed, 'capability_off', await clock());
    return 'stop';
  }
  const { version } = panel.server;
  const held = claimed.serverVersion === version ? claimed : await beginAnew(claimed, version);
  if (!held) {
    panel.close();
    await settle(claimed, { how: 'lost' }, claimed.failures, await clock());
    return 'lost';
  }
  const zone = await zoneOf(resellerId);
  let { failures, heardAt } = held;
  const kept = (at: Date) => {
    failures = 0;
    heardAt = at;
  };
  const ended = await readAll(held, {
    ...{ panel: panel.adapter, version, zone, clock, forMs, kept },
    goingOn: (now) => failures === 0 && isGoingOn(heardAt, now),
  }).finally(() => panel.close());
  // Edited meanwhile, or spoken to by its other API from now on (0025): what the one before said of itself is over.
  const changed = !(await isStill(held, panel.server));
  await settle(held, changed && ended.how !== 'end' ? { how: 'lost' } : ended, failures, await clock());
  return changed && ended.how === 'stop' ? 'lost' : ended.how;
}

async function settle(held: RunRow, ended: Ended, failures: number, now: Date): Promise<void> {
  if (ended.how === 'end') return finishRun(held, null, now);
  if (ended.how === 'stop') return finishRun(held, ended.trace.reason, now);
  // Lost, the server was edited or the run cancelled: whoever still has the lease gives it back, to be looked at anew.
  if (ended.how !== 'pause') return pauseRun(held, { at: new Date(now.getTime() + BREATH_MS) });
  const next = afterPause(ended.trace, failures);
  const { reason } = ended.trace;
  if (next.kind === 'stop') return finishRun(held, reason, now);
  await pauseRun(held, { reason, failures: next.failures, at: new Date(now.getTime() + next.delayMs) });
}

type Drive = {
  panel: PanelAdapter;
  /** The server's, as the panel was opened. */
  version: number;
  zone: string;
  clock: Clock;
  forMs: number;
  /** The panel answered then. */
  kept(at: Date): void;
  /** Whether it did so a moment ago. */
  goingOn(now: Date): boolean;
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
    commit: async (batch) => {
      const now = await clock();
      if (batch.heard.some(({ item }) => !item.listed)) kept(now);
      return keepReadings(held, { ...batch, version, zone }, now);
    },
    // What is owed at first may be pages of a list.
    carried: listed || held.listState === 'reading' ? NOTHING_OWED : await owedAccounts(held),
    batch: BATCH,
    goingOn: drive.goingOn(await clock()),
    forMs: until - performance.now(),
  });
}

const placeOf = ({ cursorMs, cursorId }: RunRow): Place | null =>
  cursorMs === null || cursorId === null ? null : { ms: cursorMs, id: cursorId };
