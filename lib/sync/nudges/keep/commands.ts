import 'server-only';
import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId } from '@/db/ids';
import { servers, sigmaCredentials } from '@/db/schema/servers';
import { syncRows, syncRuns } from '@/db/schema/sync';
import type { CustomerReading } from '@/lib/panels/rules';
import { applyAllowed } from '../../drift/commands';
import { followReadings } from '../../drift/follow/commands';
import { asOf, planSync, sideOf } from '../../plan/rules';
import { oursOf } from '../../runs/queries';
import { byItself } from '../../schedule/rules';
import { type Nudge, settleNudges } from '../commands';
import { isBeingRead } from '../queries';

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
 * clients, and what may be taken over by itself is, as at the end of a scheduled one. False, and nothing is written: a
 * comparison reads the server now, or its address or token was replaced.
 */
export async function keepNudged(
  on: Pick<Nudge, 'resellerId' | 'serverId'>,
  { heard, version, zone }: { heard: Nudged[]; version: number; zone: string },
  now: Date,
): Promise<boolean> {
  if (heard.length === 0) return true;
  return database().transaction(async (tx) => {
    if ((await isBeingRead(tx, on)) || !(await stillIs(tx, on, version))) return false;
    const run = await runFor(tx, on, { count: heard.length, version }, now);
    if (!run) return false;
    const ids = heard.map(({ nudge }) => nudge.clientId);
    const ours = await oursOf(tx, on, ids);
    const fresh = heard.flatMap((one) => {
      const stored = ours.get(one.nudge.clientId);
      const known = stored && asOf(stored, one.readAt);
      // Unlinked since, or its protocol owns it.
      return known && !known.inFlight ? [{ ...one, ...known, clientId: one.nudge.clientId }] : [];
    });
    const named = fresh.map(({ clientId }) => clientId);
    await tx
      .delete(syncRows)
      .where(
        and(
          eq(syncRows.resellerId, on.resellerId),
          eq(syncRows.runId, run.id),
          inArray(syncRows.clientId, named),
          inArray(syncRows.state, ['open', 'stale']),
        ),
      );
    const rows = fresh.flatMap((one) =>
      planSync(one, one.reading, zone).map((found) => ({
        ...{ resellerId: on.resellerId, runId: run.id, clientId: one.clientId, username: one.username },
        ...found,
        ...{ ours: sideOf(one), readAt: one.readAt },
      })),
    );
    if (rows.length > 0) await tx.insert(syncRows).values(rows);
    await followReadings(tx, { ...on, id: run.id, source: 'nudge' }, fresh, now);
    await applyAllowed(tx, { ...on, id: run.id }, named, now);
    await settleNudges(
      tx,
      heard.map(({ nudge }) => nudge),
      now,
    );
    return true;
  });
}

/** The latest comparison of the server as it is that ended, held; before the first, one made of these readings. */
async function runFor(
  tx: Executor,
  { resellerId, serverId }: Pick<Nudge, 'resellerId' | 'serverId'>,
  { count, version: serverVersion }: { count: number; version: number },
  now: Date,
) {
  const [latest] = await tx
    .select({ id: syncRuns.id })
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
    .returning({ id: syncRuns.id });
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
