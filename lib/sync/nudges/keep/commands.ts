import 'server-only';
import { and, desc, eq, inArray, max, ne } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { servers, sigmaCredentials } from '@/db/schema/servers';
import { syncRows, syncRuns } from '@/db/schema/sync';
import type { CustomerReading } from '@/lib/panels/rules';
import { applyAllowed } from '../../drift/commands';
import { followReadings } from '../../drift/follow/commands';
import { compare, rowsOf } from '../../plan/rules';
import { oneAtATime, oursOf } from '../../runs/queries';
import { byItself } from '../../schedule/rules';
import { giveBack, type Nudge, settleNudges } from '../commands';
import { isBeingRead } from '../queries';
import { LATER_MS } from '../rules';

export type Nudged = {
  nudge: Nudge;
  username: string;
  planDays: number;
  panelExpiresAt: Date | null;
  reading: CustomerReading;
  readAt: Date;
};

/**
 * Keeps readings that a webhook asked for: they take the place of what the server's latest comparison said of these
 * clients, and what may be taken over by itself is, as at the end of a scheduled one. One that the panel was asked for
 * before what stands here was read is asked for again. False, and nothing is written: a comparison reads the server now,
 * or its address or token was replaced.
 */
export async function keepNudged(
  on: Pick<Nudge, 'resellerId' | 'serverId'>,
  { heard, version, zone }: { heard: Nudged[]; version: number; zone: string },
  now: Date,
): Promise<boolean> {
  if (heard.length === 0) return true;
  return database().transaction(async (tx) => {
    await oneAtATime(tx, on.serverId);
    if ((await isBeingRead(tx, on)) || !(await stillIs(tx, on, version))) return false;
    const run = await runFor(tx, on, { count: heard.length, version }, now);
    if (!run) return false;
    const { late, timely } = await apartByAge(tx, run, on.resellerId, heard);
    await giveBack(tx, late, { at: new Date(now.getTime() + LATER_MS), failed: false });
    const read = timely.map((one) => ({ ...one, clientId: one.nudge.clientId }));
    const ids = read.map(({ clientId }) => clientId);
    // Whom a protocol owns is left to it.
    const fresh = compare(read, await oursOf(tx, on, ids), zone).filter(({ inFlight }) => !inFlight);
    const named = fresh.map(({ clientId }) => clientId);
    await followReadings(tx, { ...on, id: run.id, source: 'nudge' }, fresh, now);
    const rows = rowsOf({ ...on, id: run.id }, fresh);
    if (rows.length > 0) await tx.insert(syncRows).values(rows);
    await applyAllowed(tx, { ...on, id: run.id }, named, now);
    await settleNudges(
      tx,
      timely.map(({ nudge }) => nudge),
      now,
    );
    return true;
  });
}

/**
 * Readings that a comparison may have overtaken between the panel's answer and now: it ended since, or a later word of the
 * client stands here.
 */
async function apartByAge(
  tx: Executor,
  { source, finishedAt }: { source: string; finishedAt: Date | null },
  resellerId: ResellerId,
  heard: Nudged[],
) {
  const stand = await tx
    .select({ clientId: syncRows.clientId, readAt: max(syncRows.readAt) })
    .from(syncRows)
    .where(
      and(
        eq(syncRows.resellerId, resellerId),
        inArray(
          syncRows.clientId,
          heard.map(({ nudge }) => nudge.clientId),
        ),
        eq(syncRows.state, 'open'),
      ),
    )
    .groupBy(syncRows.clientId);
  const stood = new Map(stand.map(({ clientId, readAt }) => [clientId, readAt]));
  const endedAt = source === 'nudge' ? null : finishedAt;
  const isLate = ({ nudge, readAt }: Nudged) =>
    [endedAt, stood.get(nudge.clientId)].some((since) => since && since > readAt);
  return {
    late: heard.filter(isLate).map(({ nudge }) => nudge),
    timely: heard.filter((one) => !isLate(one)),
  };
}

/** The latest comparison of the server as it is that ended, held; before the first, one made of these readings. */
async function runFor(
  tx: Executor,
  { resellerId, serverId }: Pick<Nudge, 'resellerId' | 'serverId'>,
  { count, version: serverVersion }: { count: number; version: number },
  now: Date,
) {
  const what = { id: syncRuns.id, source: syncRuns.source, finishedAt: syncRuns.finishedAt };
  const [latest] = await tx
    .select(what)
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.resellerId, resellerId),
        eq(syncRuns.serverId, serverId),
        eq(syncRuns.serverVersion, serverVersion),
        ne(syncRuns.state, 'running'),
      ),
    )
    .orderBy(desc(syncRuns.createdAt))
    .limit(1)
    .for('update');
  if (latest) return latest;
  const [login] = await tx
    .select({ origin: sigmaCredentials.tokenOrigin })
    .from(sigmaCredentials)
    .where(and(eq(sigmaCredentials.resellerId, resellerId), eq(sigmaCredentials.serverId, serverId)));
  if (!login) return null;
  const { userName } = byItself(resellerId);
  const of = { resellerId, serverId, serverVersion, ...login, userName };
  const values = { id: newId(), ...of, total: count, readCount: count };
  const [made] = await tx
    .insert(syncRuns)
    .values({ ...values, source: 'nudge', state: 'done', nextRunAt: now, createdAt: now, finishedAt: now })
    .returning(what);
  return made ?? null;
}

async function stillIs(
  tx: Executor,
  { resellerId, serverId }: Pick<Nudge, 'resellerId' | 'serverId'>,
  version: number,
): Promise<boolean> {
  const rows = await tx
    .select({ id: servers.id })
    .from(servers)
    .where(and(eq(servers.resellerId, resellerId), eq(servers.id, serverId), eq(servers.version, version)));
  return rows.length === 1;
}
