import 'server-only';
import { and, isNull, ne } from 'drizzle-orm';
import { database } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { cancelAccountWork, queueAccountWork } from '@/lib/accounts/commands';
import { accountIsBusy } from '@/lib/accounts/queries';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { unseal } from '@/lib/crypto';
import type { Saved } from '../commands';
import type { ClientRefusal } from '../messages';
import { clientEntry as entry, isRenewing, knownClient, own } from '../record/queries';

/** Suspends or reactivates; on a linked account that is the one thing an edit sends to the panel. */
export async function setClientStatus(
  doer: Doer,
  id: string,
  status: 'active' | 'suspended',
  now: Date,
): Promise<Saved> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<Saved> => {
    const [client] = await tx
      .update(clients)
      .set({ status })
      .where(and(own(resellerId, id), isNull(clients.archivedAt), ne(clients.status, status)))
      .returning();
    if (!client) return knownClient(tx, resellerId, id);
    await recordAudit(tx, doer, entry(`client.${status}`, id, {}), now);
    const panel = client.panelState === 'linked';
    const work = { clientId: id, serverId: client.serverId, kind: 'status', wanted: status } as const;
    const taskId = panel ? await queueAccountWork(tx, resellerId, work, now) : null;
    return { ok: true, id, panel, taskId };
  });
}

/** Takes a client out of the lists; the history stays. Refused while something paid is not delivered (F30). */
export async function archiveClient(
  doer: Doer,
  id: string,
  now: Date,
): Promise<{ ok: true } | { ok: false; reason: ClientRefusal }> {
  const { resellerId } = doer;
  return database().transaction(async (tx) => {
    const live = and(own(resellerId, id), isNull(clients.archivedAt));
    const [client] = await tx.select({ id: clients.id }).from(clients).where(live).for('update');
    if (!client) return { ok: false, reason: 'absent' };
    if (await isRenewing(tx, resellerId, id)) return { ok: false, reason: 'renewing' };
    if (await accountIsBusy(tx, resellerId, id)) return { ok: false, reason: 'account_busy' };
    await cancelAccountWork(tx, resellerId, id);
    await tx.update(clients).set({ archivedAt: now }).where(live);
    await recordAudit(tx, doer, entry('client.archived', id, {}), now);
    return { ok: true };
  });
}

/** The password in clear, for eyes that asked; null for an absent client. Every look is audited (S36). */
export async function revealPassword(doer: Doer, id: string, now: Date): Promise<string | null> {
  const { resellerId } = doer;
  return database().transaction(async (tx) => {
    const [row] = await tx
      .select({ sealed: clients.passwordEncrypted })
      .from(clients)
      .where(own(resellerId, id));
    if (!row) return null;
    await recordAudit(tx, doer, entry('client.password_revealed', id, {}), now);
    return unseal(row.sealed, { resellerId, recordId: id, column: 'password' });
  });
}
