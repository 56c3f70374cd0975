import 'server-only';
import { and, eq, inArray, isNull, notInArray, type SQL, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { auditEvents } from '@/db/schema/resellers';
import { servers } from '@/db/schema/servers';
import { passwordPlace, unseal } from '@/lib/crypto';
import { ENDED } from '@/lib/renewals/rules';
import type { ClientRefusal } from '../messages';

/** One reseller's client: the WHERE of every read and write of it. */
export const own = (resellerId: ResellerId, id: string) =>
  and(eq(clients.resellerId, resellerId), eq(clients.id, id));

/** An audit entry about a client, so that it stands in the client's timeline. */
export const clientEntry = (action: string, id: string, detail: Record<string, unknown>) =>
  ({ action, subjectType: 'client', subjectId: id, clientId: id, detail }) as const;

/**
 * The server and its plan as the reseller's own; what a client already has may be archived. Locked, so that neither is
 * archived while a client comes to it: the client's foreign keys know no archived_at. Run it in the writing transaction.
 */
export async function placeOf(
  tx: Executor,
  resellerId: ResellerId,
  { serverId, planId }: { serverId: string; planId: string },
  before?: { serverId: string; planId: string },
): Promise<{ ok: true; panel: boolean } | { ok: false; reason: ClientRefusal }> {
  const [server] = await tx
    .select({ panelType: servers.panelType, archivedAt: servers.archivedAt })
    .from(servers)
    .where(and(eq(servers.resellerId, resellerId), eq(servers.id, serverId)))
    .for('share');
  if (!server || (server.archivedAt && before?.serverId !== serverId))
    return { ok: false, reason: 'server_absent' };
  const [plan] = await tx
    .select({ archivedAt: plans.archivedAt })
    .from(plans)
    .where(and(eq(plans.resellerId, resellerId), eq(plans.id, planId), eq(plans.serverId, serverId)))
    .for('share');
  if (!plan || (plan.archivedAt && before?.planId !== planId)) return { ok: false, reason: 'plan_absent' };
  return { ok: true, panel: server.panelType !== 'none' };
}

type Known = { ok: true; id: string; panel: boolean; taskId: null } | { ok: false; reason: ClientRefusal };

/** The id is known already: ours means the form came twice, another reseller's answers like an absent one. */
export async function knownClient(tx: Executor, resellerId: ResellerId, id: string): Promise<Known> {
  const [row] = await tx
    .select({ panelState: clients.panelState })
    .from(clients)
    .where(and(own(resellerId, id), isNull(clients.archivedAt)));
  return row
    ? { ok: true, id, panel: row.panelState !== 'none', taskId: null }
    : { ok: false, reason: 'absent' };
}

/** Whether something paid for this client is not proved on the panel yet (fault F30). */
export async function isRenewing(tx: Executor, resellerId: ResellerId, clientId: string): Promise<boolean> {
  const rows = await tx
    .select({ one: sql`1` })
    .from(renewalIntents)
    .where(
      and(
        eq(renewalIntents.resellerId, resellerId),
        eq(renewalIntents.clientId, clientId),
        notInArray(renewalIntents.state, [...ENDED]),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** What of an archived client's place is archived too; null when both are in use. */
export async function liesAway(
  tx: Executor,
  resellerId: ResellerId,
  { serverId, planId }: { serverId: string; planId: string },
): Promise<'server_away' | 'plan_away' | null> {
  // Locked, so that neither is archived while a client comes back to it.
  const [server] = await tx
    .select({ archivedAt: servers.archivedAt })
    .from(servers)
    .where(and(eq(servers.resellerId, resellerId), eq(servers.id, serverId)))
    .for('share');
  if (!server || server.archivedAt) return 'server_away';
  const [plan] = await tx
    .select({ archivedAt: plans.archivedAt })
    .from(plans)
    .where(and(eq(plans.resellerId, resellerId), eq(plans.id, planId)))
    .for('share');
  return !plan || plan.archivedAt ? 'plan_away' : null;
}

/** Whether a client in use has this username on this server. The unique index decides between two at once. */
export async function isTaken(
  tx: Executor,
  resellerId: ResellerId,
  { serverId, username }: { serverId: string; username: string },
): Promise<boolean> {
  const rows = await tx
    .select({ one: sql`1` })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        eq(clients.serverId, serverId),
        sql`lower(${clients.username}) = lower(${username})`,
        isNull(clients.archivedAt),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** The accounts on these servers' panels that clients had before they moved away, by their moves' own notes. */
export async function leftBehind(
  tx: Executor,
  resellerId: ResellerId,
  serverIds: string[],
): Promise<{ username: string }[]> {
  const left = (key: 'serverId' | 'username') =>
    sql`${auditEvents.detail} #>> ${`{left,${key}}`}` as SQL<string>;
  return tx
    .select({ username: left('username') })
    .from(auditEvents)
    .innerJoin(
      clients,
      and(eq(clients.resellerId, auditEvents.resellerId), eq(clients.id, auditEvents.clientId)),
    )
    .where(
      and(
        eq(auditEvents.resellerId, resellerId),
        inArray(auditEvents.action, ['client.moved_server', 'client.updated']),
        inArray(left('serverId'), serverIds),
      ),
    )
    .groupBy(sql`1`);
}

/** Whether a client's stored password is anything but blank; it stays sealed for everybody else. */
export async function hasPassword(resellerId: ResellerId, id: string): Promise<boolean> {
  const [row] = await database()
    .select({ sealed: clients.passwordEncrypted })
    .from(clients)
    .where(own(resellerId, id));
  return row !== undefined && unseal(row.sealed, passwordPlace(resellerId, id)) !== '';
}
