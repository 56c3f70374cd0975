import 'server-only';
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { literals } from '@/db/literals';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { OPEN_STATES } from '@/lib/accounts/queries';
import { searchTerms } from '@/lib/search';
import { matches } from '../queries';
import { dueRange, readCursor, writeCursor } from '../rules';
import type { Filters } from '../schema';

const PAGE_SIZE = 50;

/** Which clients, wherever one stands in the list. */
export type ListFilters = Omit<Filters, 'after' | 'before'>;
/** Clients ticked one by one, or all that some filters find. */
export type Choice = { ids: string[] } | { filters: ListFilters };

/**
 * One page of clients, soonest expiry first, from a cursor of the address bar: keyset paging on
 * (expires_at, id), so that page 2,000 costs what page 1 does. The password is never read.
 */
export async function listClients(resellerId: ResellerId, filters: Filters, now: Date, zone: string) {
  const after = readCursor(filters.after);
  const before = after ? null : readCursor(filters.before);
  const at = after ?? before;
  const place =
    at &&
    sql`(${clients.expiresAt}, ${clients.id}) ${sql.raw(before ? '<' : '>')} (${at.at.toISOString()}::timestamptz, ${at.id}::uuid)`;
  const way = before ? desc : asc;
  const rows = await database()
    .select(COLUMNS)
    .from(clients)
    .innerJoin(servers, and(eq(servers.resellerId, clients.resellerId), eq(servers.id, clients.serverId)))
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(and(...filtered(resellerId, filters, now, zone), ...(place ? [place] : [])))
    .orderBy(way(clients.expiresAt), way(clients.id))
    .limit(PAGE_SIZE + 1);
  const more = rows.length > PAGE_SIZE;
  const page = rows.slice(0, PAGE_SIZE);
  if (before) page.reverse();
  const cursorOf = (row: { expiresAt: Date; id: string } | undefined) =>
    row ? writeCursor({ at: row.expiresAt, id: row.id }) : null;
  return {
    rows: page,
    next: more || before ? cursorOf(page.at(-1)) : null,
    previous: before ? (more ? cursorOf(page[0]) : null) : after ? cursorOf(page[0]) : null,
  };
}

const COLUMNS = {
  id: clients.id,
  name: clients.name,
  username: clients.username,
  phone: clients.phone,
  status: clients.status,
  expiresAt: clients.expiresAt,
  archivedAt: clients.archivedAt,
  panelState: clients.panelState,
  serverId: clients.serverId,
  serverName: servers.name,
  planName: plans.name,
  /** The open piece of account work, when there is one: the client's own before that of an account left behind. */
  account: sql<(typeof OPEN_STATES)[number] | null>`(select t.state from ${accountTasks} t
    where t.client_id = ${clients.id} and t.state in ${literals(OPEN_STATES)}
    order by t.username is not null limit 1)`,
};

export type ClientRow = Awaited<ReturnType<typeof listClients>>['rows'][number];

/** The filters as conditions; also what bulk work and the export go by. */
function filtered(resellerId: ResellerId, filters: ListFilters, now: Date, zone: string): SQL[] {
  const where: (SQL | undefined)[] = [
    eq(clients.resellerId, resellerId),
    filters.state === 'archived' ? isNotNull(clients.archivedAt) : isNull(clients.archivedAt),
    filters.server ? eq(clients.serverId, filters.server) : undefined,
    filters.plan ? eq(clients.planId, filters.plan) : undefined,
    ...searchTerms(filters.q ?? '').map(matches),
  ];
  if (filters.state === 'suspended') where.push(eq(clients.status, 'suspended'));
  if (filters.state === 'active') where.push(eq(clients.status, 'active'), gte(clients.expiresAt, now));
  if (filters.state === 'expired') where.push(eq(clients.status, 'active'), lt(clients.expiresAt, now));
  if (filters.due) {
    const { from, to } = dueRange(filters.due, now, zone);
    where.push(from ? gte(clients.expiresAt, from) : undefined, lt(clients.expiresAt, to));
  }
  return where.filter((w) => w !== undefined);
}

/** The chosen clients as conditions: ids of other resellers are simply not there. */
export const chosen = (resellerId: ResellerId, choice: Choice, now: Date, zone: string): SQL[] =>
  'filters' in choice
    ? filtered(resellerId, choice.filters, now, zone)
    : [eq(clients.resellerId, resellerId), inArray(clients.id, choice.ids)];

/** How many clients the filters find. */
export const countClients = (resellerId: ResellerId, filters: ListFilters, now: Date, zone: string) =>
  database().$count(clients, and(...filtered(resellerId, filters, now, zone)));
