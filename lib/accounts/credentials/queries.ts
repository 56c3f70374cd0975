import 'server-only';
import { and, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import type { TaskRow } from '../commands';

/**
 * Whether a creation before this task's may have reached this panel, so that the client's name is no longer
 * ours to change: a task of the past left an attempt, or the task is older than a restored backup.
 */
export async function earlierMayHaveLeft(task: TaskRow): Promise<boolean> {
  const { resellerId, clientId, serverId } = task;
  const [sent] = await database()
    .select({ one: sql`1` })
    .from(accountTasks)
    .where(
      and(
        eq(accountTasks.resellerId, resellerId),
        eq(accountTasks.clientId, clientId),
        eq(accountTasks.serverId, serverId),
        eq(accountTasks.kind, 'create'),
        ne(accountTasks.id, task.id),
        gt(accountTasks.attempt, 0),
      ),
    )
    .limit(1);
  if (sent) return true;
  const [restored] = await database()
    .select({ one: sql`1` })
    .from(servers)
    .where(
      and(
        eq(servers.resellerId, resellerId),
        eq(servers.id, serverId),
        gt(servers.holdUntil, task.createdAt),
      ),
    );
  return restored !== undefined;
}

/** Whether the panel may have made an account whose name we do not know or cannot hold: a person names it. */
export async function awaitsName(on: Executor, resellerId: ResellerId, clientId: string): Promise<boolean> {
  const rows = await on
    .select({ one: sql`1` })
    .from(accountTasks)
    .where(
      and(
        eq(accountTasks.resellerId, resellerId),
        eq(accountTasks.clientId, clientId),
        eq(accountTasks.state, 'review'),
        inArray(accountTasks.reason, ['unnamed', 'name_clash']),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
