import 'server-only';
import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { accountTasks, clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { servers } from '@/db/schema/servers';
import { recordAudits, system } from '@/lib/audit/commands';
import { env } from '@/lib/env';
import { wakeAll } from '@/lib/queue/api';
import { SECOND_MS } from '@/lib/time';
import { afterRestore, EPOCH, type Restored } from './rules';

type Row = typeof renewalIntents.$inferSelect;
type RestoreReport = { servers: number; inDoubt: number; waiting: number };

/**
 * To be run once after the database was restored from a backup, with everything stopped: what the backup
 * calls unsent may have been sent in the hour that was lost. Nothing that costs a credit leaves for a quiet
 * window, so that a renewal of just before the loss shows itself, and every renewal without an end is read
 * before anything else. No date of a panel is taken over. Doing it again only begins the window anew.
 */
export async function doubtAfterRestore(now: Date): Promise<RestoreReport> {
  const report = { servers: 0, inDoubt: 0, waiting: 0 };
  const panels = await database()
    .select({ id: servers.id, resellerId: servers.resellerId, quietSeconds: servers.quietSeconds })
    .from(servers)
    .where(and(ne(servers.panelType, 'none'), isNull(servers.archivedAt)));
  for (const server of panels) {
    const { inDoubt, waiting } = await doubtServer(server, now);
    report.servers++;
    report.inDoubt += inDoubt;
    report.waiting += waiting;
  }
  return report;
}

type Panel = Pick<typeof servers.$inferSelect, 'id' | 'resellerId' | 'quietSeconds'>;

async function doubtServer({ id, resellerId, quietSeconds }: Panel, now: Date) {
  const quietMs = Math.max(env().RENEWAL_QUIET_SECONDS, quietSeconds ?? 0) * SECOND_MS;
  return database().transaction(async (tx) => {
    const holdUntil = new Date(now.getTime() + quietMs);
    await tx
      .update(servers)
      .set({ holdUntil })
      .where(and(eq(servers.resellerId, resellerId), eq(servers.id, id)));
    // Accounts read before they send anyway; only their leases are of another time.
    await tx
      .update(accountTasks)
      .set({ leaseToken: sql`${accountTasks.leaseToken} + ${EPOCH}` })
      .where(and(eq(accountTasks.resellerId, resellerId), eq(accountTasks.serverId, id)));
    const open = await tx
      .select({ intent: renewalIntents, lastSync: clients.panelExpiresAt })
      .from(renewalIntents)
      .innerJoin(
        clients,
        and(eq(clients.resellerId, renewalIntents.resellerId), eq(clients.id, renewalIntents.clientId)),
      )
      .where(
        and(
          eq(renewalIntents.resellerId, resellerId),
          eq(renewalIntents.serverId, id),
          inArray(renewalIntents.state, ['pending', 'sending', 'unknown', 'review']),
        ),
      )
      .orderBy(asc(renewalIntents.createdAt), asc(renewalIntents.id))
      .for('update', { of: renewalIntents });
    const changed = changesOf(open, now, quietMs);
    for (const { intent, change } of changed) {
      const said = [{ at: now.toISOString(), call: 'restore', expiry: change.expiresBefore }];
      await tx
        .update(renewalIntents)
        .set({
          ...change,
          reason: null,
          leaseUntil: null,
          leaseToken: intent.leaseToken + EPOCH,
          evidence: sql`${renewalIntents.evidence} || ${JSON.stringify(said)}::jsonb`,
        })
        .where(and(eq(renewalIntents.resellerId, resellerId), eq(renewalIntents.id, intent.id)));
    }
    const wakes = changed.map(({ intent, change }) => ({ id: intent.id, at: change.nextRunAt, group: id }));
    if (wakes.length > 0) await wakeAll(tx, 'renewal', wakes);
    await recordAudits(tx, system(resellerId), entriesOf(id, changed, holdUntil), now);
    const inDoubt = changed.filter(({ change }) => change.state === 'unknown').length;
    return { inDoubt, waiting: changed.length - inDoubt };
  });
}

type Change = { intent: Row; change: Restored };

function changesOf(open: { intent: Row; lastSync: Date | null }[], now: Date, quietMs: number): Change[] {
  const customers = new Map<string, typeof open>();
  for (const row of open) {
    const { panelUsername } = row.intent;
    customers.set(panelUsername, [...(customers.get(panelUsername) ?? []), row]);
  }
  return [...customers.values()].flatMap((rows) => {
    const intents = rows.map((row) => row.intent);
    const changes = afterRestore(intents, rows[0]?.lastSync ?? null, now, quietMs);
    return intents.flatMap((intent, at) => (changes[at] ? [{ intent, change: changes[at] }] : []));
  });
}

const entriesOf = (serverId: string, changed: Change[], holdUntil: Date) => [
  {
    action: 'server.held_after_restore',
    subjectType: 'server' as const,
    subjectId: serverId,
    detail: { holdUntil },
  },
  ...changed.map(({ intent, change }) => ({
    action: `renewal.${change.state}`,
    subjectType: 'renewal' as const,
    subjectId: intent.id,
    clientId: intent.clientId,
    detail: { before: intent.state, after: change.state, restored: true, from: change.expiresBefore },
  })),
];
