import 'server-only';
import { and, isNotNull, isNull, ne } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { cancelAccountWork, queueAccountWork } from '@/lib/accounts/commands';
import { accountIsBusy } from '@/lib/accounts/queries';
import { resumeAccountWork } from '@/lib/accounts/resume/commands';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { passwordPlace, unseal } from '@/lib/crypto';
import type { Saved } from '../commands';
import type { ClientRefusal } from '../messages';
import { clientEntry as entry, isRenewing, isTaken, knownClient, liesAway, own } from '../record/queries';

/** Suspends or reactivates; on a linked account that is the one thing an edit sends to the panel. */
export async function setClientStatus(
  doer: Doer,
  id: string,
  status: 'active' | 'suspended',
  now: Date,
): Promise<Saved> {
  return database().transaction(async (tx): Promise<Saved> => {
    const changed = await changeStatus(tx, doer, id, status, now);
    return changed ? { ok: true, id, ...changed } : knownClient(tx, doer.resellerId, id);
  });
}

/** The same in the caller's transaction; null when the client is absent, archived or has that status already. */
export async function changeStatus(
  tx: Executor,
  doer: Doer,
  id: string,
  status: 'active' | 'suspended',
  now: Date,
): Promise<{ panel: boolean; taskId: string | null } | null> {
  const { resellerId } = doer;
  const [client] = await tx
    .update(clients)
    .set({ status })
    .where(and(own(resellerId, id), isNull(clients.archivedAt), ne(clients.status, status)))
    .returning({ panelState: clients.panelState, serverId: clients.serverId });
  if (!client) return null;
  await recordAudit(tx, doer, entry(`client.${status}`, id, {}), now);
  const panel = client.panelState === 'linked';
  const work = { clientId: id, serverId: client.serverId, kind: 'status', wanted: status } as const;
  return { panel, taskId: panel ? await queueAccountWork(tx, resellerId, work, now) : null };
}

/** Keys of CLIENT_REFUSALS. */
type MoveRefusal = Extract<
  ClientRefusal,
  'absent' | 'renewing' | 'account_busy' | 'server_away' | 'plan_away' | 'username_taken'
>;
type Moved = { ok: true } | { ok: false; reason: MoveRefusal };

/** Takes a client out of the lists; the history stays. Refused while something paid is not delivered (F30). */
export const archiveClient = (doer: Doer, id: string, now: Date): Promise<Moved> =>
  database().transaction((tx) => putAway(tx, doer, id, now));

/** The same in the caller's transaction. */
export async function putAway(tx: Executor, doer: Doer, id: string, now: Date): Promise<Moved> {
  const { resellerId } = doer;
  const live = and(own(resellerId, id), isNull(clients.archivedAt));
  const [client] = await tx.select({ id: clients.id }).from(clients).where(live).for('update');
  if (!client) return { ok: false, reason: 'absent' };
  if (await isRenewing(tx, resellerId, id)) return { ok: false, reason: 'renewing' };
  if (await accountIsBusy(tx, resellerId, id, { away: true })) return { ok: false, reason: 'account_busy' };
  await cancelAccountWork(tx, resellerId, id, 'all');
  await tx.update(clients).set({ archivedAt: now }).where(live);
  await recordAudit(tx, doer, entry('client.archived', id, {}), now);
  return { ok: true };
}

/** Brings an archived client back as they were: nothing is asked of the panel but what archiving dropped. */
export const restoreClient = (doer: Doer, id: string, now: Date): Promise<Moved> =>
  database().transaction((tx) => bringBack(tx, doer, id, now));

/**
 * The same in the caller's transaction. Refused while the server or the plan is archived, or somebody has the
 * username meanwhile.
 */
export async function bringBack(tx: Executor, doer: Doer, id: string, now: Date): Promise<Moved> {
  const { resellerId } = doer;
  const away = and(own(resellerId, id), isNotNull(clients.archivedAt));
  const [client] = await tx
    .select({
      serverId: clients.serverId,
      planId: clients.planId,
      username: clients.username,
      panelState: clients.panelState,
    })
    .from(clients)
    .where(away)
    .for('update');
  if (!client) return { ok: false, reason: 'absent' };
  const blocked = await liesAway(tx, resellerId, client);
  if (blocked) return { ok: false, reason: blocked };
  if (await isTaken(tx, resellerId, client)) return { ok: false, reason: 'username_taken' };
  await tx.update(clients).set({ archivedAt: null }).where(away);
  await resumeAccountWork(tx, resellerId, { id, ...client }, now);
  await recordAudit(tx, doer, entry('client.restored', id, {}), now);
  return { ok: true };
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
    return unseal(row.sealed, passwordPlace(resellerId, id));
  });
}
