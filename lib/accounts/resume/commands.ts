import 'server-only';
import { and, eq, isNotNull, or, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks, type clients } from '@/db/schema/clients';
import { notDismissed } from '@/lib/dismissals/queries';
import { wake } from '@/lib/queue/api';

type Client = Pick<typeof clients.$inferSelect, 'id' | 'serverId' | 'panelState'>;

/**
 * Takes up again what archiving dropped, of a client's own account and of those that they left behind, with what is
 * known of its sends: one that may have arrived is in doubt. Not what was never asked for, what the account needs no
 * more, nor what a person has dismissed. The caller has locked the client.
 */
export async function resumeAccountWork(
  tx: Executor,
  resellerId: ResellerId,
  { id: clientId, serverId, panelState }: Client,
  now: Date,
): Promise<void> {
  const kind = panelState === 'missing' ? 'create' : 'status';
  const own = and(
    eq(accountTasks.serverId, serverId),
    eq(accountTasks.kind, kind),
    panelState === 'none' ? sql`false` : undefined,
  );
  const tasks = await tx
    .update(accountTasks)
    .set({
      state: sql`case when ${accountTasks.attempt} > 0 then 'unknown' else 'pending' end`,
      reason: null,
      // Whoever still had it when it was dropped has it no longer.
      leaseToken: sql`${accountTasks.leaseToken} + 1`,
      leaseUntil: null,
      nextRunAt: now,
    })
    .where(
      and(
        eq(accountTasks.resellerId, resellerId),
        eq(accountTasks.clientId, clientId),
        eq(accountTasks.state, 'cancelled'),
        eq(accountTasks.reason, 'archived'),
        or(isNotNull(accountTasks.username), own),
        sql`not ${later}`,
        notDismissed('account', 'account_tasks'),
      ),
    )
    .returning({ id: accountTasks.id, group: accountTasks.serverId });
  for (const { id, group } of tasks) await wake(tx, { queue: 'account', id, group, at: now });
}

/** Whether the same account had another task after: of each, one is open at a time. */
const later = sql`exists (select 1 from ${accountTasks} later where later.client_id = "account_tasks"."client_id"
  and later.username is not distinct from "account_tasks"."username"
  and (later.username is null or later.server_id = "account_tasks"."server_id")
  and (later.created_at, later.id) > ("account_tasks"."created_at", "account_tasks"."id"))`;
