import 'server-only';
import { randomInt } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { queueAccountWork } from '@/lib/accounts/commands';
import { generatePassword, PLAIN } from '@/lib/accounts/credentials/rules';
import { leaveAccount } from '@/lib/accounts/left/commands';
import { accountIsBusy, mayBeMade } from '@/lib/accounts/queries';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { passwordPlace, seal, unseal } from '@/lib/crypto';
import { clientEntry, isRenewing, isTaken, own } from '../record/queries';

type ServerMove =
  | 'moved'
  | 'already'
  | 'absent'
  | 'plan_absent'
  | 'renewing'
  | 'account_busy'
  | 'name_taken'
  | 'no_username';
/** `serverId`: where the plan was when it was chosen; on another by now, the client stays. */
type Wanted = { id: string; planId: string; serverId?: string; suspend: boolean };
type Client = typeof clients.$inferSelect;

/**
 * Takes a client to the server of another plan, in the caller's transaction. What is paid or may be on its way to
 * the panel comes to its end first: until then the client stays. On a server with a panel the account is asked for
 * (read first, so that one that exists is only linked); the date here stays what was paid for, and nobody is welcomed:
 * the batch says that no message goes out. `suspend`: the account left behind is suspended once the new one exists,
 * unless both servers are one panel and it is the same account; so is one that is to be suspended anyway. Nothing is
 * ever deleted there.
 */
export async function moveToServer(
  tx: Executor,
  doer: Doer,
  { id, planId, serverId, suspend }: Wanted,
  now: Date,
): Promise<ServerMove> {
  const { resellerId } = doer;
  const to = await placeOf(tx, resellerId, planId);
  if (!to || (serverId && serverId !== to.serverId)) return 'plan_absent';
  // Locked: a payment locks the client, too, so that its renewal is for one server or the other.
  const live = and(own(resellerId, id), isNull(clients.archivedAt));
  const [client] = await tx.select().from(clients).where(live).for('update');
  if (!client) return 'absent';
  if (client.serverId === to.serverId) return 'already';
  if (client.username === '') return 'no_username';
  if (await isRenewing(tx, resellerId, id)) return 'renewing';
  const busy = await accountIsBusy(tx, resellerId, id, { to: to.serverId });
  if (busy || (await mayBeMade(tx, resellerId, id))) return 'account_busy';
  if (await isTaken(tx, resellerId, { serverId: to.serverId, username: client.username }))
    return 'name_taken';
  const { left } = await leaveAccount(tx, client, to, suspend, now);
  await tx
    .update(clients)
    .set({
      serverId: to.serverId,
      planId,
      panelState: to.panel ? 'missing' : 'none',
      panelExpiresAt: null,
      panelReadAt: null,
      ...credentialsFor(client, to.panel),
    })
    .where(live);
  const detail = {
    server: { from: await nameOf(tx, resellerId, client.serverId), to: to.server },
    plan: to.plan,
    ...(left ? { left } : {}),
  };
  await recordAudit(tx, doer, clientEntry('client.moved_server', id, detail), now);
  if (to.panel) {
    const work = { clientId: id, serverId: to.serverId, kind: 'create', moved: {} } as const;
    await queueAccountWork(tx, resellerId, work, now);
  }
  return 'moved';
}

/** A new account needs a password, and what one panel refused another may take. */
function credentialsFor(client: Client, panel: boolean): Partial<Client> {
  if (!panel) return {};
  const place = passwordPlace(client.resellerId, client.id);
  const blank = unseal(client.passwordEncrypted, place) === '';
  return {
    ...(client.usernameFrom === 'panel' ? { usernameFrom: 'guessed' } : {}),
    ...(client.passwordFrom === 'panel' || blank ? { passwordFrom: 'guessed' } : {}),
    ...(blank ? { passwordEncrypted: seal(generatePassword(PLAIN, randomInt), place) } : {}),
  };
}

/** The plan and its server, in use; no server is archived while it has a plan, so the plan's lock is enough. */
async function placeOf(tx: Executor, resellerId: ResellerId, planId: string) {
  const [row] = await tx
    .select({
      plan: plans.name,
      serverId: servers.id,
      server: servers.name,
      panelType: servers.panelType,
    })
    .from(plans)
    .innerJoin(servers, and(eq(servers.resellerId, plans.resellerId), eq(servers.id, plans.serverId)))
    .where(
      and(
        eq(plans.resellerId, resellerId),
        eq(plans.id, planId),
        isNull(plans.archivedAt),
        isNull(servers.archivedAt),
      ),
    )
    .for('share', { of: plans });
  return row ? { ...row, panel: row.panelType !== 'none' } : null;
}

async function nameOf(tx: Executor, resellerId: ResellerId, serverId: string): Promise<string | null> {
  const [row] = await tx
    .select({ name: servers.name })
    .from(servers)
    .where(and(eq(servers.resellerId, resellerId), eq(servers.id, serverId)));
  return row?.name ?? null;
}
