import 'server-only';
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { syncListed, type syncRuns } from '@/db/schema/sync';
import { samePanelAs } from '@/lib/accounts/left/queries';
import { leftBehind } from '@/lib/clients/record/queries';
import type { CustomerReading } from '@/lib/panels/rules';
import { type Account, nextAccounts, type Place } from '../accounts/queries';
import { actedAmong, latest } from '../runs/queries';
import { BELIEVED_MS, readingOf } from './rules';

type Run = Pick<typeof syncRuns.$inferSelect, 'id' | 'resellerId' | 'serverId' | 'createdAt'>;
/** An account, and what the list said of it: null for one who has to be asked for by name. */
export type Listable = Account & { listed: { reading: CustomerReading; readAt: Date } | null };

/** The next accounts of a run, each with what the panel's list said of it. */
export async function nextListable(
  run: Run,
  after: Place | null,
  { limit, now }: { limit: number; now: Date },
): Promise<Listable[]> {
  const { resellerId, serverId, createdAt } = run;
  const accounts = await nextAccounts({ resellerId, serverId, from: createdAt }, after, limit);
  const known = await listedAmong(run, accounts, now);
  return accounts.map((account) => ({ ...account, listed: known.get(account.id) ?? null }));
}

/**
 * What the list said of clients, where it still counts: not of one on whose account something was done since. The list
 * is asked by its primary key: joined to the clients it may be read once for each of them, when its statistics are of
 * the time before it was filled.
 */
async function listedAmong(
  { id, resellerId }: Run,
  accounts: Account[],
  now: Date,
): Promise<Map<string, NonNullable<Listable['listed']>>> {
  if (accounts.length === 0) return new Map();
  const { username, customer, readAt } = syncListed;
  const ids = accounts.map((account) => account.id);
  const [ours, lines, acted] = await Promise.all([
    database()
      .select({ id: clients.id, username: clients.username, knownAt: clients.panelReadAt })
      .from(clients)
      .where(and(eq(clients.resellerId, resellerId), inArray(clients.id, ids))),
    database()
      .select({ username, customer, readAt })
      .from(syncListed)
      .where(
        and(
          eq(syncListed.resellerId, resellerId),
          eq(syncListed.runId, id),
          inArray(
            username,
            accounts.map((account) => account.username),
          ),
          gt(readAt, new Date(now.getTime() - BELIEVED_MS)),
        ),
      ),
    actedAmong(database(), resellerId, ids),
  ]);
  const byName = new Map(lines.map((line) => [line.username, line]));
  return new Map(
    ours.flatMap(({ id: clientId, username: name, knownAt }) => {
      const line = byName.get(name);
      const actedAt = latest(knownAt, acted.get(clientId));
      if (!line || (actedAt && actedAt > line.readAt)) return [];
      const reading = readingOf(name, line.customer);
      return reading ? [[clientId, { reading, readAt: line.readAt }] as const] : [];
    }),
  );
}

/**
 * A run's list as it was kept, and the usernames that clients bear here, archived ones too: of its server, and of others
 * that are the same panel and user, whose list it is as well (docs/decisions/0028). `left` are the accounts of clients
 * who moved to another server.
 */
export async function listAndOurs(tx: Executor, { id, resellerId, serverId }: Run) {
  const listed = await tx
    .select({ username: syncListed.username, customer: syncListed.customer, readAt: syncListed.readAt })
    .from(syncListed)
    .where(and(eq(syncListed.resellerId, resellerId), eq(syncListed.runId, id)))
    .orderBy(asc(syncListed.username));
  const same = await samePanelAs(resellerId, serverId, tx);
  const ours = await tx
    .select({ username: clients.username, archived: sql<boolean>`${clients.archivedAt} is not null` })
    .from(clients)
    .where(and(eq(clients.resellerId, resellerId), inArray(clients.serverId, [serverId, ...same])));
  const left = await leftBehind(tx, resellerId, [serverId, ...same]);
  return { listed, ours, left };
}
