import 'server-only';
import { breaks, database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { queueAccountWork } from '@/lib/accounts/commands';
import { awaitsName } from '@/lib/accounts/credentials/queries';
import type { CredentialSource, Sources } from '@/lib/accounts/credentials/rules';
import { leaveAccount } from '@/lib/accounts/left/commands';
import { madeAnew } from '@/lib/accounts/left/rules';
import { accountIsBusy, mayBeMade } from '@/lib/accounts/queries';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { queueWelcome } from '@/lib/channels/commands';
import { passwordPlace, seal } from '@/lib/crypto';
import { searchText } from '@/lib/search';
import type { ClientRefusal } from './messages';
import { clientEntry as entry, isRenewing, knownClient, own, placeOf } from './record/queries';

/** A client as commands take it: phone in E.164, blanks as null, the expiry an instant. */
export type ClientValues = {
  name: string;
  email: string | null;
  phone: string | null;
  serverId: string;
  planId: string;
  username: string;
  notes: string | null;
  expiresAt: Date;
};
export type Saved =
  /** `taskId`: the account work this made, to be run once the transaction is over. */
  { ok: true; id: string; panel: boolean; taskId: string | null } | { ok: false; reason: ClientRefusal };

/**
 * Stores a new client and, on a server with a panel, the task that creates the account: one transaction,
 * nothing outside is called. The same id again is the same form sent twice and changes nothing. Credentials
 * are fixed unless `usernameFrom` and `passwordFrom` say that we made them.
 */
export async function createClient(
  doer: Doer,
  input: ClientValues & Partial<Sources> & { id: string; password: string },
  now: Date,
): Promise<Saved> {
  const { resellerId } = doer;
  const { id, password, usernameFrom = 'fixed', passwordFrom = 'fixed', ...values } = input;
  return unlessTaken(() =>
    database().transaction(async (tx): Promise<Saved> => {
      const place = await placeOf(tx, resellerId, values);
      if (!place.ok) return place;
      const [made] = await tx
        .insert(clients)
        .values({
          id,
          resellerId,
          ...values,
          passwordEncrypted: sealPassword(resellerId, id, password),
          // Without a panel the welcome hands them out at once.
          ...(place.panel ? { usernameFrom, passwordFrom } : {}),
          panelState: place.panel ? 'missing' : 'none',
          search: searchText(values),
        })
        .onConflictDoNothing({ target: clients.id })
        .returning({ id: clients.id });
      if (!made) return knownClient(tx, resellerId, id);
      await recordAudit(tx, doer, entry('client.created', id, values), now);
      const work = { clientId: id, serverId: values.serverId, kind: 'create' } as const;
      const taskId = place.panel ? await queueAccountWork(tx, resellerId, work, now) : null;
      // With a panel the welcome waits for the account: its credentials may replace ours.
      if (!place.panel) await queueWelcome(tx, { resellerId, clientId: id }, now);
      return { ok: true, id, panel: place.panel, taskId };
    }),
  );
}

/**
 * Changes what we know of a client. Never renews and never moves a date on the panel; the only thing it asks
 * of the panel is the account, where that is missing. A null password stays as it is; one that we made says so in
 * `passwordFrom`.
 */
export async function updateClient(
  doer: Doer,
  id: string,
  input: ClientValues & { password: string | null; passwordFrom?: CredentialSource },
  now: Date,
): Promise<Saved> {
  const { resellerId } = doer;
  const { password, passwordFrom = 'fixed', ...values } = input;
  return unlessTaken(() =>
    database().transaction(async (tx): Promise<Saved> => {
      const [before] = await tx.select().from(clients).where(own(resellerId, id)).for('update');
      if (!before || before.archivedAt) return { ok: false, reason: 'absent' };
      const place = await placeOf(tx, resellerId, values, before);
      if (!place.ok) return place;
      const moved = before.serverId !== values.serverId;
      const renamed = before.username !== values.username;
      const named = renamed && !moved && (await awaitsName(tx, resellerId, id));
      const back = moved ? { to: values.serverId } : {};
      const busy = !named && (await accountIsBusy(tx, resellerId, id, back));
      const linked = place.panel && !moved && before.panelState === 'linked';
      if (renamed && linked) return { ok: false, reason: 'username_linked' };
      if ((renamed || moved) && (busy || (await mayBeMade(tx, resellerId, id))))
        return { ok: false, reason: 'account_busy' };
      if ((renamed || moved) && (await isRenewing(tx, resellerId, id)))
        return { ok: false, reason: 'renewing' };
      // As in a move of many; only what was suspended before goes on there, and who is new is welcomed.
      const to = { serverId: values.serverId, panel: place.panel };
      const gone = moved ? await leaveAccount(tx, before, to, false, now) : null;
      await tx
        .update(clients)
        .set({
          ...values,
          ...(renamed ? { usernameFrom: 'fixed' } : {}),
          ...(password === null
            ? {}
            : { passwordEncrypted: sealPassword(resellerId, id, password), passwordFrom }),
          panelState: linked ? 'linked' : place.panel ? 'missing' : 'none',
          ...(moved ? { panelExpiresAt: null, panelReadAt: null } : {}),
          search: searchText(values),
        })
        .where(own(resellerId, id));
      const detail = {
        ...changes(before, values),
        ...(password === null ? {} : { password: 'trocada' }),
        ...(gone?.left ? { left: gone.left } : {}),
      };
      if (Object.keys(detail).length) await recordAudit(tx, doer, entry('client.updated', id, detail), now);
      const came = gone
        ? gone.welcome
          ? { welcome: true as const }
          : {}
        : madeAnew({ ...before, ...values }, now);
      const work = { clientId: id, serverId: values.serverId, kind: 'create', moved: came } as const;
      const create = place.panel && !linked && !busy;
      const taskId = create ? await queueAccountWork(tx, resellerId, work, now) : null;
      if (gone?.welcome && !place.panel) await queueWelcome(tx, { resellerId, clientId: id }, now);
      return { ok: true, id, panel: place.panel, taskId };
    }),
  );
}

/** Runs a write; the unique index on (server, username) decides between any number of writers. */
async function unlessTaken(write: () => Promise<Saved>): Promise<Saved> {
  try {
    return await write();
  } catch (error) {
    if (breaks(error, 'clients_username')) return { ok: false, reason: 'username_used' };
    throw error;
  }
}

/** What an edit changed, as before and after. */
function changes(before: ClientValues, after: ClientValues): Record<string, unknown> {
  const pairs = (Object.keys(after) as (keyof ClientValues)[]).map((key) => [key, before[key], after[key]]);
  return Object.fromEntries(
    pairs
      .filter(([, from, to]) => String(from) !== String(to))
      .map(([key, from, to]) => [String(key), { from, to }]),
  );
}

const sealPassword = (resellerId: ResellerId, id: string, password: string) =>
  seal(password, passwordPlace(resellerId, id));
