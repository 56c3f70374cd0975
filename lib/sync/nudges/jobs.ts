import 'server-only';
import { database } from '@/db/client';
import { resellerOfKey } from '@/lib/keys/commands';
import { limit } from '@/lib/limits/commands';
import { log } from '@/lib/log';
import type { CallTrace, PanelAdapter } from '@/lib/panels/rules';
import { openPanel } from '@/lib/servers/queries';
import { MINUTE_MS } from '@/lib/time';
import { accountsAmong } from '../accounts/queries';
import { afterTrouble, FIRST, PAUSE_MS } from '../reading/rules';
import { oursOf, zoneOf } from '../runs/queries';
import { giveBack, type Nudge, queueNudges, settleNudges, takeNudges } from './commands';
import { keepNudged, type Nudged } from './keep/commands';
import { LATER_MS, namesIn } from './rules';

type Clock = () => Promise<Date>;

const WRONG_KEYS = { points: 30, seconds: 60 };

/** Whose a nudge is by the key in its address: null for an unknown one, `refused` after too many of those. */
export async function ownerOfNudge(key: string, now: Date) {
  const resellerId = await resellerOfKey('sigma', key, now);
  if (resellerId) return resellerId;
  const { allowed } = await limit('sigma', 'wrong-key', WRONG_KEYS, now);
  return allowed ? null : 'refused';
}

/**
 * Takes a panel's nudge in: whoever it names is read soon. What else it says is never believed, and the answer is the
 * same whoever it names, also when nothing could be kept: the schedule reads them all.
 */
export async function takeNudge(
  resellerId: Parameters<typeof queueNudges>[0],
  { contentType, body }: { contentType: string; body: string },
  now: Date,
): Promise<void> {
  try {
    await queueNudges(resellerId, namesIn(contentType, body), now);
  } catch (err) {
    log.error({ err, resellerId }, 'a nudge was not kept');
  }
}

/**
 * Reads the clients of a server whom its panel's webhook named, for about `forMs`, in the panel's ordinary pace and
 * places. Answers how many were read; null when none is due.
 */
export async function driveNudges(serverId: string, clock: Clock, forMs: number): Promise<number | null> {
  const until = performance.now() + forMs;
  let read: number | null = null;
  do {
    const some = await readSome(serverId, clock, until);
    if (some === null) break;
    read = (read ?? 0) + some;
  } while (performance.now() < until);
  return read;
}

async function readSome(serverId: string, clock: Clock, until: number): Promise<number | null> {
  const taken = await takeNudges(serverId, await clock());
  const [first] = taken;
  if (!first) return null;
  const on = { resellerId: first.resellerId, serverId };
  const { waiting, gone } = await split(on, taken);
  await settleNudges(database(), gone, await clock());
  const panel = waiting.length > 0 ? await openPanel(on.resellerId, serverId, await clock()) : null;
  if (!panel) {
    await settleNudges(
      database(),
      waiting.map(({ nudge }) => nudge),
      await clock(),
    );
    return 0;
  }
  const turn = await readWaiting(panel.adapter, waiting, clock, until);
  const zone = await zoneOf(on.resellerId);
  const now = await clock();
  const kept = await keepNudged(on, { heard: turn.heard, version: panel.server.version, zone }, now);
  const soon = new Date(now.getTime() + LATER_MS);
  if (!kept)
    await giveBack(
      database(),
      turn.heard.map(({ nudge }) => nudge),
      { at: soon, failed: false },
    );
  await giveBack(database(), turn.failed, { at: soon, failed: true });
  const { stop } = turn;
  const at = stop ? new Date(now.getTime() + pauseMs(stop)) : now;
  await giveBack(database(), turn.rest, { at, failed: stop !== null && stop.phase !== 'blocked' });
  return turn.heard.length;
}

type Waiting = Omit<Nudged, 'reading' | 'readAt'>;

/** Who is to be read, and who no longer is: moved, archived, unlinked, or owned by a renewal under way. */
async function split(on: Pick<Nudge, 'resellerId' | 'serverId'>, taken: Nudge[]) {
  const ids = taken.map(({ clientId }) => clientId);
  const [ours, accounts] = await Promise.all([oursOf(database(), on, ids), accountsAmong(on, ids)]);
  const waiting: Waiting[] = [];
  const gone: Nudge[] = [];
  for (const nudge of taken) {
    const account = accounts.find(({ id }) => id === nudge.clientId);
    if (account && ours.get(nudge.clientId)?.inFlight === false) waiting.push({ nudge, ...account });
    else gone.push(nudge);
  }
  return { waiting, gone };
}

/** One after the other until the time is over or the panel itself is in trouble; the first is always read. */
async function readWaiting(
  panel: Pick<PanelAdapter, 'readCustomer'>,
  waiting: Waiting[],
  clock: Clock,
  until: number,
) {
  const heard: Nudged[] = [];
  const failed: Nudge[] = [];
  let stop: CallTrace | null = null;
  let next = 0;
  do {
    const one = waiting[next];
    if (!one) break;
    const readAt = await clock();
    const reading = await panel.readCustomer(one.username);
    if (reading.kind !== 'unreadable') heard.push({ ...one, reading, readAt });
    else if (afterTrouble(reading.trace, FIRST) === 'again') failed.push(one.nudge);
    else {
      stop = reading.trace;
      break;
    }
    next++;
  } while (performance.now() < until);
  return { heard, failed, stop, rest: waiting.slice(next).map(({ nudge }) => nudge) };
}

const pauseMs = ({ reason, phase, retryAfterMs }: CallTrace): number => {
  if (reason === 'busy') return LATER_MS;
  return phase === 'blocked' ? MINUTE_MS : Math.max(retryAfterMs ?? 0, PAUSE_MS);
};
