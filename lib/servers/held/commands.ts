import 'server-only';
import { and, asc, eq, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { wakeAll } from '@/lib/queue/api';
import { rampMs } from './rules';

/** More than this has not been held for six hours yet (fault F72); the rest keeps its own back-off. */
const AT_MOST = 2_000;

/**
 * Gives what waited for a server's panel its turn in the ramp, oldest first, renewals before accounts. A
 * payment that can still be undone keeps its own moment. Runs in the transaction that closes the circuit.
 */
export async function replayHeld(
  tx: Executor,
  resellerId: ResellerId,
  serverId: string,
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
  const due = [...intents, ...tasks].map(({ id }, turn) => ({ id, at: at(turn) }));
  await reschedule(tx, 'renewal', serverId, due.slice(0, intents.length));
  await reschedule(tx, 'account', serverId, due.slice(intents.length));
}

/** One statement each, however many: the panel's row is locked meanwhile. */
async function reschedule(
  tx: Executor,
  queue: 'renewal' | 'account',
  serverId: string,
  due: { id: string; at: Date }[],
): Promise<void> {
  if (due.length === 0) return;
  const table = queue === 'renewal' ? renewalIntents : accountTasks;
  await tx.execute(sql`update ${table} set next_run_at = due.at
    from json_to_recordset(${JSON.stringify(due)}::json) as due(id uuid, at timestamptz)
    where ${table.id} = due.id`);
  await wakeAll(
    tx,
    queue,
    due.map(({ id, at }) => ({ id, at, group: serverId })),
  );
}
