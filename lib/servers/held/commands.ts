import 'server-only';
import { and, asc, eq, gt, inArray, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { syncRuns } from '@/db/schema/sync';
import { wakeAll } from '@/lib/queue/api';
import { rampMs } from './rules';

/** More than this has not been held for six hours yet (fault F72); the rest keeps its own back-off. */
const AT_MOST = 2_000;

/**
 * Gives what waited for a server's panel its turn in the ramp, oldest first, renewals before accounts. A
 * payment that can still be undone keeps its own moment. Comparisons go on at once: `by` a person's word all that wait,
 * by an answer of the panel's only those that our own gate kept back. Runs in the transaction that closes the circuit.
 */
export async function replayHeld(
  tx: Executor,
  resellerId: ResellerId,
  serverId: string,
  by: 'person' | 'panel',
  now: Date,
): Promise<void> {
  const at = (turn: number) => new Date(now.getTime() + rampMs(turn));
  const free = (table: typeof renewalIntents | typeof accountTasks) =>
    and(
      eq(table.resellerId, resellerId),
      eq(table.serverId, serverId),
      eq(table.state, 'pending'),
      or(isNull(table.leaseUntil), lt(table.leaseUntil, now)),
    );
  const intents = await tx
    .select({ id: renewalIntents.id })
    .from(renewalIntents)
    .where(and(free(renewalIntents), lte(renewalIntents.notBefore, now)))
    .orderBy(asc(renewalIntents.createdAt))
    .limit(AT_MOST)
    .for('update', { skipLocked: true });
  const tasks = await tx
    .select({ id: accountTasks.id })
    .from(accountTasks)
    .where(free(accountTasks))
    .orderBy(asc(accountTasks.createdAt))
    .limit(AT_MOST)
    .for('update', { skipLocked: true });
  const server = { resellerId, serverId };
  const due = [...intents, ...tasks].map(({ id }, turn) => ({ id, at: at(turn) }));
  await reschedule(tx, 'renewal', server, due.slice(0, intents.length));
  await reschedule(tx, 'account', server, due.slice(intents.length));
  await resumeHeld(tx, server, by, now);
}

/** Has the comparisons go on that an absence of their panel keeps waiting. */
export async function resumeHeld(
  tx: Executor,
  server: { resellerId: ResellerId; serverId: string },
  by: 'person' | 'panel',
  now: Date,
): Promise<void> {
  // A panel that asked to be left alone said for how long; that it answers somebody else is no reason to ask again.
  const notAsked = ne(syncRuns.reason, 'rate_limited');
  // Nor is it leave to read on at full pace for one that was blocked itself: that would provoke the next block, at which
  // the renewals of this ramp wait, too.
  const unhurt = by === 'panel' ? eq(syncRuns.failures, 0) : undefined;
  await resumeReadings(tx, server, and(notAsked, unhurt), now);
}

/**
 * Has the comparisons of a server go on at once that wait for its panel, or for the address or token that it no longer
 * has; `where` says which. One that somebody is at has no wait to be shortened, and is not waited for here.
 */
export async function resumeReadings(
  tx: Executor,
  { resellerId, serverId }: { resellerId: ResellerId; serverId: string },
  where: SQL | undefined,
  now: Date,
): Promise<void> {
  const waiting = tx
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.resellerId, resellerId),
        eq(syncRuns.serverId, serverId),
        eq(syncRuns.state, 'running'),
        or(isNull(syncRuns.leaseUntil), lt(syncRuns.leaseUntil, now)),
        gt(syncRuns.nextRunAt, now),
        where,
      ),
    )
    .for('update', { skipLocked: true });
  const woken = await tx
    .update(syncRuns)
    .set({ nextRunAt: now, reason: null })
    .where(inArray(syncRuns.id, waiting))
    .returning({ id: syncRuns.id, group: syncRuns.origin });
  if (woken.length > 0)
    await wakeAll(
      tx,
      'sync',
      woken.map((one) => ({ ...one, at: now })),
    );
}

/** One statement each, however many: the panel's row is locked meanwhile. */
async function reschedule(
  tx: Executor,
  queue: 'renewal' | 'account',
  { resellerId, serverId }: { resellerId: ResellerId; serverId: string },
  due: { id: string; at: Date }[],
): Promise<void> {
  if (due.length === 0) return;
  const table = queue === 'renewal' ? renewalIntents : accountTasks;
  await tx.execute(sql`update ${table} set next_run_at = due.at
    from json_to_recordset(${JSON.stringify(due)}::json) as due(id uuid, at timestamptz)
    where ${table.id} = due.id and ${table.resellerId} = ${resellerId}`);
  await wakeAll(
    tx,
    queue,
    due.map(({ id, at }) => ({ id, at, group: serverId })),
  );
}
