import 'server-only';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { syncNudges } from '@/db/schema/schedule';
import { servers } from '@/db/schema/servers';
import { wake } from '@/lib/queue/api';
import { SECOND_MS } from '@/lib/time';
import { free, isBeingRead, namedClients } from './queries';
import { AGAIN_MS, BATCH, GATHER_MS, LATER_MS, MOST_WAITING, TAKEN_MS, TRIES } from './rules';

export type Nudge = typeof syncNudges.$inferSelect;

/**
 * Sets the clients whom the names are to be read soon; unknown names cost a look-up and nothing else. Named again before
 * it was read, a client still is one reading, of the server it is on by now; while it is being read, one more.
 */
export async function queueNudges(resellerId: ResellerId, names: string[], now: Date): Promise<void> {
  const found = await namedClients(resellerId, names, MOST_WAITING);
  if (found.length === 0) return;
  const dueAt = new Date(now.getTime() + GATHER_MS);
  const on = [...new Set(found.map(({ serverId }) => serverId))];
  await database().transaction(async (tx) => {
    // Held in one order, so that of calls at once each counts what the others let wait.
    await tx
      .select({ id: servers.id })
      .from(servers)
      .where(and(eq(servers.resellerId, resellerId), inArray(servers.id, on)))
      .orderBy(asc(servers.id))
      .for('no key update');
    const rows = await tx.execute<{ serverId: string; fresh: boolean }>(sql`
      insert into sync_nudges as n (client_id, reseller_id, server_id, due_at, created_at)
      select f.id, ${resellerId}, f."serverId", ${dueAt.toISOString()}, ${now.toISOString()}
      from (select id, "serverId", row_number() over (partition by "serverId" order by id) as nth
        from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as x(id uuid, "serverId" uuid)) f
      where (select count(*) from sync_nudges w where w.server_id = f."serverId") + f.nth <= ${MOST_WAITING}
        or exists (select from sync_nudges w where w.client_id = f.id)
      order by f.id
      on conflict (client_id) do update set again = n.taken_at is not null, server_id = case
          when n.taken_at is null then excluded.server_id else n.server_id end
        where n.taken_at is null and n.server_id <> excluded.server_id or n.taken_at is not null and not n.again
      returning n.server_id as "serverId", n.taken_at is null as fresh`);
    const woken = new Set(rows.filter(({ fresh }) => fresh).map(({ serverId }) => serverId));
    for (const serverId of woken) await wakeNudges(tx, serverId, dueAt);
  });
}

/**
 * Takes due clients of a server to be read by whoever asks. While a comparison reads the server they wait for its end:
 * it may read them itself, and nothing is written into it meanwhile.
 */
export async function takeNudges(serverId: string, now: Date): Promise<Nudge[]> {
  const due = and(eq(syncNudges.serverId, serverId), lte(syncNudges.dueAt, now), free(now));
  return database().transaction(async (tx) => {
    const ids = tx
      .select({ id: syncNudges.clientId })
      .from(syncNudges)
      .where(due)
      .orderBy(asc(syncNudges.dueAt), asc(syncNudges.clientId))
      .limit(BATCH)
      .for('update', { skipLocked: true });
    const taken = await tx
      .update(syncNudges)
      .set({ takenAt: now, again: false })
      .where(inArray(syncNudges.clientId, ids))
      .returning();
    const [first] = taken;
    if (!first) return taken;
    if (!(await isBeingRead(tx, first))) {
      // Should this worker die, somebody follows.
      await wakeNudges(tx, serverId, new Date(now.getTime() + TAKEN_MS + SECOND_MS));
      return taken;
    }
    await giveBack(tx, taken, { at: new Date(now.getTime() + LATER_MS), failed: false });
    return [];
  });
}

/** Waits with clients until `at`; one who failed too often is dropped. */
export async function giveBack(
  tx: Executor,
  taken: Nudge[],
  { at, failed }: { at: Date; failed: boolean },
): Promise<void> {
  const [first] = taken;
  if (!first) return;
  const given = failed ? taken.filter(({ failures }) => failures + 1 < TRIES) : taken;
  await forget(
    tx,
    taken.filter((nudge) => !given.includes(nudge)),
  );
  const rows = await tx
    .update(syncNudges)
    .set({
      ...{ takenAt: null, again: false, dueAt: at },
      failures: failed ? sql`${syncNudges.failures} + 1` : syncNudges.failures,
    })
    .where(mine(first, given))
    .returning({ id: syncNudges.clientId });
  if (rows.length > 0) await wakeNudges(tx, first.serverId, at);
}

/** The end of clients' nudges: read, or no longer to be. Who was named meanwhile is read once more. */
export async function settleNudges(tx: Executor, taken: Nudge[], now: Date): Promise<void> {
  await forget(tx, taken);
  await giveBack(tx, taken, { at: new Date(now.getTime() + AGAIN_MS), failed: false });
}

/** Forgets those who were not named again since they were taken. */
async function forget(tx: Executor, taken: Nudge[]): Promise<void> {
  const [first] = taken;
  if (first) await tx.delete(syncNudges).where(mine(first, taken, false));
}

/** The rows as whoever took them left them: one taken by another since is theirs. */
const mine = ({ resellerId, takenAt }: Nudge, taken: Nudge[], again?: boolean) =>
  and(
    eq(syncNudges.resellerId, resellerId),
    inArray(
      syncNudges.clientId,
      taken.map(({ clientId }) => clientId),
    ),
    eq(syncNudges.takenAt, takenAt ?? new Date(0)),
    again === undefined ? undefined : eq(syncNudges.again, again),
  );

const wakeNudges = (tx: Executor, serverId: string, at: Date): Promise<void> =>
  wake(tx, { queue: 'nudge', id: serverId, group: serverId, at });
