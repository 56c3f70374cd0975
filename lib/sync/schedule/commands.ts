import 'server-only';
import { and, eq, isNull, ne } from 'drizzle-orm';
import { database } from '@/db/client';
import { syncSettings } from '@/db/schema/schedule';
import { servers } from '@/db/schema/servers';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { startSync } from '../runs/commands';
import { scheduledServers } from './queries';
import { byItself, owedSlot, type Settings, slotToBegin } from './rules';

/** Keeps how a server is compared by itself; false when it is absent, another reseller's or without a panel. */
export async function saveSettings(
  doer: Doer,
  serverId: string,
  { every, apply }: Settings,
  now: Date,
): Promise<boolean> {
  const { resellerId } = doer;
  return database().transaction(async (tx) => {
    const [server] = await tx
      .select({ id: servers.id })
      .from(servers)
      .where(
        and(
          eq(servers.resellerId, resellerId),
          eq(servers.id, serverId),
          isNull(servers.archivedAt),
          ne(servers.panelType, 'none'),
        ),
      )
      .for('update');
    if (!server) return false;
    const values = { every, apply: [...new Set(apply)] };
    await tx
      .insert(syncSettings)
      .values({ serverId, resellerId, ...values })
      .onConflictDoUpdate({ target: syncSettings.serverId, set: values });
    const entry = { action: 'server.comparison', subjectType: 'server', subjectId: serverId } as const;
    await recordAudit(tx, doer, { ...entry, detail: values }, now);
    return true;
  });
}

/** Begins the comparisons that are due; one per server and day or hour, or try, whoever asks and however often. */
export async function startScheduled(now: Date): Promise<void> {
  for (const { resellerId, serverId, last, ...server } of await scheduledServers()) {
    const owed = owedSlot(server, now);
    const slot = owed && slotToBegin(owed, last, now);
    if (slot) await startSync(byItself(resellerId), { serverId, source: 'schedule', slot }, now);
  }
}
