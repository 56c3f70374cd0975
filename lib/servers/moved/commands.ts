import 'server-only';
import { and, eq, notInArray, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';

/**
 * Accounts left behind on a server's panel are looked for at its new address: the wizard's word is that it is the same
 * panel. In the transaction that wakes what was held. Whoever only edits the server has not said so; there they wait for a person.
 */
export async function takeAlong(
  tx: Executor,
  resellerId: ResellerId,
  serverId: string,
  { from, to }: { from: string | null; to: string | null },
): Promise<void> {
  if (!from || !to) return;
  const url = sql`${accountTasks.moved} #>> '{panel,url}'`;
  await tx
    .update(accountTasks)
    .set({ moved: sql`jsonb_set(${accountTasks.moved}, '{panel,url}', to_jsonb(${to}::text))` })
    .where(
      and(
        eq(accountTasks.resellerId, resellerId),
        eq(accountTasks.serverId, serverId),
        notInArray(accountTasks.state, ['done', 'cancelled']),
        eq(url, from),
      ),
    );
}
