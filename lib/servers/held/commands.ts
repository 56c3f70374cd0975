import 'server-only';
import { and, asc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { wake } from '@/lib/queue/api';
import { SECOND_MS } from '@/lib/time';

/** A renewal is up to three calls, and a panel gets one a second from us: who recovers is not flooded. */
const APART_MS = 3 * SECOND_MS;
/** The rest keeps its own back-off, which ends within minutes. */
const AT_MOST = 200;

/**
 * Makes what waited for a server's panel due again, oldest first, a few seconds apart; never before the time
 * in which a payment can be undone is over. Runs in the transaction that closes the circuit.
 */
export async function replayHeld(
  tx: Executor,
  resellerId: ResellerId,
  serverId: string,
  now: Date,
): Promise<void> {
  const free = (table: typeof renewalIntents | typeof accountTasks) =>
    and(
      eq(table.resellerId, resellerId),
      eq(table.serverId, serverId),
      eq(table.state, 'pending'),
      gt(table.nextRunAt, now),
      or(isNull(table.leaseUntil), lt(table.leaseUntil, now)),
    );
  const intents = await tx
    .select({ id: renewalIntents.id, notBefore: renewalIntents.notBefore })
    .from(renewalIntents)
    .where(free(renewalIntents))
    .orderBy(asc(renewalIntents.createdAt))
    .limit(AT_MOST)
    .for('update', { skipLocked: true });
  for (const [turn, { id, notBefore }] of intents.entries()) {
    const at = new Date(Math.max(notBefore.getTime(), now.getTime() + turn * APART_MS));
    await tx.update(renewalIntents).set({ nextRunAt: at }).where(eq(renewalIntents.id, id));
    await wake(tx, { queue: 'renewal', id, group: serverId, at });
  }
  const tasks = await tx
    .select({ id: accountTasks.id })
    .from(accountTasks)
    .where(free(accountTasks))
    .orderBy(asc(accountTasks.createdAt))
    .limit(AT_MOST)
    .for('update', { skipLocked: true });
  for (const [turn, { id }] of tasks.entries()) {
    const at = new Date(now.getTime() + (intents.length + turn) * APART_MS);
    await tx.update(accountTasks).set({ nextRunAt: at }).where(eq(accountTasks.id, id));
    await wake(tx, { queue: 'account', id, group: serverId, at });
  }
}
