import 'server-only';
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks, clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { auditEvents } from '@/db/schema/resellers';
import { syncBatches } from '@/db/schema/sync';
import { paidUntilOf } from '../../drift/queries';
import { losesPaid } from '../../drift/rules';
import type { Columns, Side } from '../../plan/rules';
import type { Opened } from '../queries';

/** Rows that only a person may take over, by id, and why. */
type Left = { paid: ReadonlySet<string>; moved: ReadonlySet<string>; undone: ReadonlySet<string> };
export const LEFT_NONE: Left = { paid: new Set(), moved: new Set(), undone: new Set() };

/**
 * Of rows whose clients are locked, those that are not taken over by themselves: an earlier date that would take paid
 * days away (a payment takes the same lock, so that none comes between), a date that a move promised to keep, and what a
 * person took back before.
 */
export async function leftToPeople(
  tx: Executor,
  resellerId: ResellerId,
  rows: Opened[],
  zone: string,
): Promise<Left> {
  const earlier = rows.filter(({ row }) => row.class === 'earlier').map(({ client }) => client.id);
  const paid = await paidUntilOf(tx, resellerId, earlier);
  const dated = rows.filter(({ row }) => row.class === 'earlier' || row.class === 'later');
  const moved = await movedDatesAmong(
    tx,
    resellerId,
    dated.map(({ client }) => client.id),
  );
  const back = await takenBack(
    tx,
    resellerId,
    rows.map(({ client }) => client.id),
  );
  return {
    paid: idsOf(rows, ({ row, client }) => {
      if (row.class !== 'earlier' || !row.theirs?.expiresAt) return false;
      const theirs = new Date(row.theirs.expiresAt);
      return losesPaid({ ours: client.expiresAt, theirs, paidUntil: paid.get(client.id) ?? null }, zone);
    }),
    moved: idsOf(dated, ({ client }) => moved.has(client.id)),
    undone: idsOf(rows, ({ row, client }) =>
      back.some((one) => one.clientId === client.id && one.class === row.class && isThat(one, row.theirs)),
    ),
  };
}

/** Of these clients, those whose account where they are came by a move, until its first renewal is proved. */
async function movedDatesAmong(tx: Executor, resellerId: ResellerId, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const proved = sql`exists (select 1 from ${renewalIntents} i where i.reseller_id = ${accountTasks.resellerId}
    and i.client_id = ${accountTasks.clientId} and i.server_id = ${accountTasks.serverId} and i.state = 'verified'
    and i.created_at > ${accountTasks.createdAt})`;
  const rows = await tx
    .select({ id: clients.id })
    .from(clients)
    .innerJoin(
      accountTasks,
      and(
        eq(accountTasks.resellerId, clients.resellerId),
        eq(accountTasks.clientId, clients.id),
        eq(accountTasks.serverId, clients.serverId),
        eq(accountTasks.kind, 'create'),
        isNotNull(accountTasks.moved),
      ),
    )
    .where(and(eq(clients.resellerId, resellerId), inArray(clients.id, ids), sql`not ${proved}`));
  return new Set(rows.map(({ id }) => id));
}

const idsOf = (rows: Opened[], left: (row: Opened) => boolean): Set<string> =>
  new Set(rows.filter(left).map(({ row }) => row.id));

type TakenBack = { became: Partial<Columns> };

/** Whether the panel still says what was taken back; a package has no column of its own to compare. */
const isThat = ({ became }: TakenBack, theirs: Side | null): boolean =>
  became.expiresAt !== undefined
    ? became.expiresAt === theirs?.expiresAt
    : became.status === undefined || became.status === theirs?.status;

/** What was taken over from the panel for these clients and then undone. */
const takenBack = (tx: Executor, resellerId: ResellerId, ids: string[]) =>
  tx
    .select({
      clientId: auditEvents.clientId,
      class: sql<string>`${auditEvents.detail} ->> 'class'`,
      became: sql<Partial<Columns>>`coalesce(${auditEvents.detail} -> 'became', '{}')`,
    })
    .from(auditEvents)
    .innerJoin(
      syncBatches,
      and(
        eq(syncBatches.resellerId, auditEvents.resellerId),
        sql`${syncBatches.id} = (${auditEvents.detail} ->> 'batchId')::uuid`,
        isNotNull(syncBatches.undoneAt),
      ),
    )
    .where(
      and(
        eq(auditEvents.resellerId, resellerId),
        inArray(auditEvents.clientId, ids),
        eq(auditEvents.action, 'client.synced'),
      ),
    );
