import 'server-only';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { syncListed, type syncRuns } from '@/db/schema/sync';
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

/** What the list said of clients, where it still counts: not of one on whose account something was done since. */
async function listedAmong(
  { id, resellerId }: Run,
  accounts: Account[],
  now: Date,
): Promise<Map<string, NonNullable<Listable['listed']>>> {
  if (accounts.length === 0) return new Map();
  const since = new Date(now.getTime() - BELIEVED_MS).toISOString();
  const rows = await database()
    .select({
      id: clients.id,
      username: syncListed.username,
      customer: syncListed.customer,
      readAt: syncListed.readAt,
      knownAt: clients.panelReadAt,
    })
    .from(clients)
    .innerJoin(
      syncListed,
      and(
        eq(syncListed.resellerId, clients.resellerId),
        eq(syncListed.runId, id),
        eq(syncListed.username, clients.username),
        sql`${syncListed.readAt} > ${since}::timestamptz`,
      ),
    )
    .where(
      and(
        eq(clients.resellerId, resellerId),
        inArray(
          clients.id,
          accounts.map((account) => account.id),
        ),
      ),
    );
  const ids = rows.map((row) => row.id);
  const acted = await actedAmong(database(), resellerId, ids);
  return new Map(
    rows.flatMap(({ id: clientId, username, customer, readAt, knownAt }) => {
      const actedAt = latest(knownAt, acted.get(clientId));
      const reading = actedAt && actedAt > readAt ? null : readingOf(username, customer);
      return reading ? [[clientId, { reading, readAt }] as const] : [];
    }),
  );
}

/** A run's list as it was kept, and the usernames that clients of its server bear, archived ones too. */
export async function listAndOurs(tx: Executor, { id, resellerId, serverId }: Run) {
  const listed = await tx
    .select({ username: syncListed.username, customer: syncListed.customer, readAt: syncListed.readAt })
    .from(syncListed)
    .where(and(eq(syncListed.resellerId, resellerId), eq(syncListed.runId, id)))
    .orderBy(asc(syncListed.username));
  const ours = await tx
    .select({ username: clients.username, archived: sql<boolean>`${clients.archivedAt} is not null` })
    .from(clients)
    .where(and(eq(clients.resellerId, resellerId), eq(clients.serverId, serverId)));
  return { listed, ours };
}
