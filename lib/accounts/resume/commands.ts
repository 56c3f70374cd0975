import 'server-only';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { notDismissed } from '@/lib/dismissals/queries';
import { wake } from '@/lib/queue/api';
import { lastOf, type TaskRow } from '../commands';

/**
 * Takes up again what was dropped of a client's own account when they were archived, with what is known of its sends:
 * one that may have arrived is in doubt. Not what was never asked for, nor what a person has dismissed. The caller has
 * locked the client.
 */
export async function resumeAccountWork(
  tx: Executor,
  resellerId: ResellerId,
  { kind, clientId, serverId }: Pick<TaskRow, 'kind' | 'clientId' | 'serverId'>,
  now: Date,
): Promise<void> {
  const own = and(
    eq(accountTasks.resellerId, resellerId),
    eq(accountTasks.clientId, clientId),
    isNull(accountTasks.username),
  );
  const last = await lastOf(tx, and(own, eq(accountTasks.kind, kind)));
  if (!last || last.serverId !== serverId) return;
  const [task] = await tx
    .update(accountTasks)
    .set({
      state: last.attempt > 0 ? 'unknown' : 'pending',
      // Whoever still had it when it was dropped has it no longer.
      leaseToken: sql`${accountTasks.leaseToken} + 1`,
      leaseUntil: null,
      nextRunAt: now,
    })
    .where(
      and(
        eq(accountTasks.id, last.id),
        eq(accountTasks.state, 'cancelled'),
        notDismissed('account', 'account_tasks'),
      ),
    )
    .returning({ id: accountTasks.id });
  if (task) await wake(tx, { queue: 'account', id: task.id, group: serverId, at: now });
}
