import 'server-only';
import { and, count, eq, isNull, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { panelPackages, servers, sigmaCredentials } from '@/db/schema/servers';
import { checkAddress } from '@/lib/address';
import { auditOf, type Doer } from '@/lib/audit/commands';
import { seal } from '@/lib/crypto';
import { env } from '@/lib/env';
import { panelFamily } from '@/lib/panels/api';
import type { PanelPackage } from '@/lib/panels/rules';
import { CLOSED } from './health/rules';
import { replayHeld, resumeReadings } from './held/commands';
import type { ServerRefusal } from './messages';
import { takeAlong } from './moved/commands';
import { changeOf, last4Of, originOf } from './rules';
import type { ServerInput } from './schema';

export type Written = { ok: true; id: string } | { ok: false; reason: ServerRefusal };

/** Adds a server; with a panel it needs a token, which is sealed at once. */
export async function createServer(
  resellerId: ResellerId,
  doer: Doer,
  input: ServerInput,
  now: Date,
): Promise<Written> {
  const change = changeOf(null, input);
  if (!change.ok) return change;
  if (isForbidden(input)) return { ok: false, reason: 'address_refused' };
  const id = newId();
  await database().transaction(async (tx) => {
    await tx.insert(servers).values({ id, resellerId, ...columnsOf(input) });
    await writeLogin(tx, resellerId, id, input);
    await audit(tx, doer, id, 'server.created', { after: shown(input) }, now);
  });
  return { ok: true, id };
}

/**
 * Changes a server. A blank token keeps the stored one, but only for the origin it was typed for (S09).
 * A new address, user or token is a new version: its health starts afresh, and answers of the old one no
 * longer count. By which of its panel's APIs the server is spoken to is no matter of the form: it stays, and a new
 * version is asked anew. `samePanel`: the new address is the same panel's, by a person's word.
 */
export async function updateServer(
  resellerId: ResellerId,
  doer: Doer,
  id: string,
  typed: ServerInput,
  now: Date,
  { samePanel = false } = {},
): Promise<Written> {
  return database().transaction(async (tx): Promise<Written> => {
    const before = await lockServer(tx, resellerId, id);
    if (!before) return { ok: false, reason: 'absent' };
    const family = panelFamily(typed.panelType);
    const change = changeOf(
      { ...before, panelType: panelFamily(before.panelType) },
      { ...typed, panelType: family },
    );
    if (!change.ok) return change;
    const input = { ...typed, panelType: change.newVersion ? family : before.panelType };
    if (change.newAddress && isForbidden(input)) return { ok: false, reason: 'address_refused' };
    if (change.leavesPanel && (await countLinked(tx, resellerId, id)) > 0) {
      return { ok: false, reason: 'panel_in_use' };
    }
    await tx
      .update(servers)
      .set({
        ...columnsOf(input),
        ...(change.newVersion && { ...AFRESH, version: before.version + 1 }),
        ...(change.newAddress && UNHEARD),
      })
      .where(own(resellerId, id));
    if (change.newVersion) await writeLogin(tx, resellerId, id, input);
    if (samePanel)
      await takeAlong(tx, resellerId, id, { from: before.panelUrl, to: input.panel?.url ?? null });
    if (change.newVersion && before.circuit !== 'closed') {
      await replayHeld(tx, resellerId, id, 'person', now);
      // The stop has an end in the history of stops, too.
      const end = { from: before.circuit, to: 'closed', changed: change.newAddress ? 'address' : 'login' };
      await audit(tx, doer, id, 'server.circuit_closed', end, now);
    }
    if (change.newVersion) await resumeReadings(tx, { resellerId, serverId: id }, undefined, now);
    const detail = { before: shownRow(before), after: shown(input), tokenReplaced: !!input.panel?.token };
    await audit(tx, doer, id, 'server.updated', detail, now);
    return { ok: true, id };
  });
}

const AFRESH = { ...CLOSED, failuresInRow: 0, badInRow: 0, refusedKind: null };
/** How long the old address asked us to wait is nothing to the new one. */
const UNHEARD = { panelTimezone: null, lastOkAt: null, lastLatencyMs: null, nextCallAt: null };

type Archived =
  | { ok: true }
  | { ok: false; clients: number; plans: number }
  | { ok: false; reason: 'absent' };

/** Takes a server out of use; refused, with the numbers, while clients or plans are on it. */
export async function archiveServer(
  resellerId: ResellerId,
  doer: Doer,
  id: string,
  now: Date,
): Promise<Archived> {
  return database().transaction(async (tx): Promise<Archived> => {
    // Whoever comes here locks this row or a plan on it: the first is counted, a later one finds it archived.
    if (!(await lockServer(tx, resellerId, id))) return { ok: false, reason: 'absent' };
    const on = <T extends typeof clients | typeof plans>(table: T) =>
      and(eq(table.resellerId, resellerId), eq(table.serverId, id), isNull(table.archivedAt));
    const used = { clients: await tx.$count(clients, on(clients)), plans: await tx.$count(plans, on(plans)) };
    if (used.clients + used.plans > 0) return { ok: false, ...used };
    await tx.update(servers).set({ archivedAt: now }).where(own(resellerId, id));
    await audit(tx, doer, id, 'server.archived', {}, now);
    return { ok: true };
  });
}

type Reading = {
  /** Of the server as it was when the panel was asked; another version's packages are not ours. */
  version: number;
  items: PanelPackage[];
  complete: boolean;
  timezone: string | null;
};

/** Stores the panel's packages and zone as just read. Only a complete list can tell that one is gone. */
export async function savePackages(
  resellerId: ResellerId,
  serverId: string,
  reading: Reading,
  now: Date,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const server = await lockServer(tx, resellerId, serverId);
    if (server?.version !== reading.version) return false;
    if (reading.timezone) {
      await tx.update(servers).set({ panelTimezone: reading.timezone }).where(own(resellerId, serverId));
    }
    for (const [position, item] of reading.items.entries()) {
      const values = { ...item, position, readAt: now, goneAt: null };
      await tx
        .insert(panelPackages)
        .values({ ...values, serverId, resellerId })
        .onConflictDoUpdate({ target: [panelPackages.serverId, panelPackages.packageId], set: values });
    }
    if (reading.complete) await markGone(tx, resellerId, serverId, now);
    return true;
  });
}

async function markGone(tx: Executor, resellerId: ResellerId, serverId: string, now: Date): Promise<void> {
  const older = sql`${panelPackages.readAt} < ${now.toISOString()}::timestamptz`;
  await tx
    .update(panelPackages)
    .set({ goneAt: now })
    .where(
      and(
        eq(panelPackages.resellerId, resellerId),
        eq(panelPackages.serverId, serverId),
        isNull(panelPackages.goneAt),
        older,
      ),
    );
}

async function lockServer(tx: Executor, resellerId: ResellerId, id: string) {
  const [server] = await tx
    .select()
    .from(servers)
    .where(and(own(resellerId, id), isNull(servers.archivedAt)))
    .for('update');
  if (!server) return null;
  const [login] = await tx
    .select({ username: sigmaCredentials.username, tokenOrigin: sigmaCredentials.tokenOrigin })
    .from(sigmaCredentials)
    .where(and(eq(sigmaCredentials.resellerId, resellerId), eq(sigmaCredentials.serverId, id)));
  return { ...server, login: login ?? null };
}

/** One login per server: none without a panel, a sealed token when one was typed, else only the user's name. */
async function writeLogin(
  tx: Executor,
  resellerId: ResellerId,
  serverId: string,
  { panel }: ServerInput,
): Promise<void> {
  const mine = and(eq(sigmaCredentials.resellerId, resellerId), eq(sigmaCredentials.serverId, serverId));
  if (!panel) {
    await tx.delete(sigmaCredentials).where(mine);
  } else if (!panel.token) {
    await tx.update(sigmaCredentials).set({ username: panel.username, panelUserId: null }).where(mine);
  } else {
    const values = {
      username: panel.username,
      panelUserId: null,
      tokenEncrypted: seal(panel.token, { resellerId, recordId: serverId, column: 'token' }),
      tokenLast4: last4Of(panel.token),
      tokenOrigin: originOf(panel.url),
    };
    await tx
      .insert(sigmaCredentials)
      .values({ ...values, serverId, resellerId })
      .onConflictDoUpdate({ target: sigmaCredentials.serverId, set: values, setWhere: mine });
  }
}

async function countLinked(tx: Executor, resellerId: ResellerId, serverId: string): Promise<number> {
  const [row] = await tx
    .select({ linked: count() })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        eq(clients.serverId, serverId),
        eq(clients.panelState, 'linked'),
        isNull(clients.archivedAt),
      ),
    );
  return row?.linked ?? 0;
}

/** The same check every call makes, before a person leaves the form (attacks S01-S07). */
const isForbidden = ({ panel }: ServerInput): boolean =>
  panel !== null && !checkAddress(panel.url, { allowedPrivateHosts: env().PANEL_ALLOWED_PRIVATE_HOSTS }).ok;

const own = (resellerId: ResellerId, id: string) =>
  and(eq(servers.resellerId, resellerId), eq(servers.id, id));

const columnsOf = ({ name, billing, monthlyCents, panelType, panel }: ServerInput) => ({
  name,
  billing,
  monthlyCents,
  panelType,
  panelUrl: panel?.url ?? null,
});

const shownRow = ({ name, billing, monthlyCents, panelType, panelUrl }: ReturnType<typeof columnsOf>) => ({
  name,
  billing,
  monthlyCents,
  panelType,
  panelUrl,
});
const shown = (input: ServerInput) => ({ ...columnsOf(input), panelUser: input.panel?.username ?? null });

const audit = auditOf('server');
