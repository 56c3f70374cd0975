import 'server-only';
import { and, eq, notInArray, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';

/**
 * Accounts left behind on a server's panel are looked for at its new address: the wizard's word is that it is the same
 * panel. Whoever only edits the server has not said so; there they wait for a person.
 */
export async function takeAlong(
  resellerId: ResellerId,
  serverId: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const url = sql`${accountTasks.moved} #>> '{panel,url}'`;
  await database()
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
