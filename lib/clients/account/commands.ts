import 'server-only';
import { database } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { queueAccountWork } from '@/lib/accounts/commands';
import type { CredentialSource } from '@/lib/accounts/credentials/rules';
import { madeAnew } from '@/lib/accounts/left/rules';
import { accountIsBusy } from '@/lib/accounts/queries';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { passwordPlace, seal } from '@/lib/crypto';
import type { Saved } from '../commands';
import { clientEntry, own, placeOf } from '../record/queries';

type Made = { password: string | null; passwordFrom?: CredentialSource };

/**
 * Asks for the account that a client lacks on the panel, as saving the client does. A date that is paid for stays, and
 * so does all else but a password that there never was. The account's own task looks before it creates, so that one which is there after all
 * is taken for theirs, and a second press creates nothing twice.
 */
export async function askForAccount(
  doer: Doer,
  id: string,
  { password, passwordFrom = 'fixed' }: Made,
  now: Date,
): Promise<Saved> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<Saved> => {
    const [client] = await tx.select().from(clients).where(own(resellerId, id)).for('update');
    if (!client || client.archivedAt) return { ok: false, reason: 'absent' };
    const place = await placeOf(tx, resellerId, client, client);
    if (!place.ok) return place;
    if (!place.panel || client.panelState === 'linked') return { ok: false, reason: 'nothing_open' };
    if (await accountIsBusy(tx, resellerId, id)) return { ok: false, reason: 'account_busy' };
    const sealed = password && seal(password, passwordPlace(resellerId, id));
    await tx
      .update(clients)
      .set({ panelState: 'missing', ...(sealed ? { passwordEncrypted: sealed, passwordFrom } : {}) })
      .where(own(resellerId, id));
    const { serverId } = client;
    await recordAudit(tx, doer, clientEntry('account.asked', id, { serverId }), now);
    const work = { clientId: id, serverId, kind: 'create', moved: madeAnew(client, now) } as const;
    return { ok: true, id, panel: true, taskId: await queueAccountWork(tx, resellerId, work, now) };
  });
}
