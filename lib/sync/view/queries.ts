import 'server-only';
import { and, asc, count, desc, eq, gt, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { syncBatches, syncRows, syncRuns } from '@/db/schema/sync';
import { DAY_MS } from '@/lib/time';
import { isApplied } from '../apply/rules';
import { everPaid, paidUntil } from '../drift/queries';
import { matching, reachedFrom } from '../filter/queries';
import type { RowFilter } from '../filter/rules';
import type { SyncClass } from '../plan/rules';
import { takeable } from '../strangers/queries';
import { type Counts, noCounts, takesPaid } from './rules';

const PAGE_SIZE = 50;
/** What was taken over is offered to be undone for so long. */
const UNDO_MS = 30 * DAY_MS;

/** Every server in use that has a panel, with its latest reading; null where there was none. */
export async function serversToSync(resellerId: ResellerId) {
  const latest = database()
    .selectDistinctOn([syncRuns.serverId])
    .from(syncRuns)
    .where(eq(syncRuns.resellerId, resellerId))
    .orderBy(syncRuns.serverId, desc(syncRuns.createdAt))
    .as('latest');
  const rows = await database()
    .select({ id: servers.id, name: servers.name, runId: latest.id })
    .from(servers)
    .leftJoin(latest, eq(latest.serverId, servers.id))
    .where(and(eq(servers.resellerId, resellerId), isNull(servers.archivedAt), ne(servers.panelType, 'none')))
    .orderBy(asc(servers.name), asc(servers.id));
  return Promise.all(
    rows.map(async ({ id, name, runId }) => ({
      id,
      name,
      run: runId ? await runById(resellerId, runId) : null,
    })),
  );
}

/** A server's latest reading, with the differences that it and those before it show; null before the first. */
export async function latestRun(resellerId: ResellerId, serverId: string): Promise<RunView | null> {
  const [row] = await database()
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(and(eq(syncRuns.resellerId, resellerId), eq(syncRuns.serverId, serverId)))
    .orderBy(desc(syncRuns.createdAt))
    .limit(1);
  return row ? runById(resellerId, row.id) : null;
}

async function runById(resellerId: ResellerId, id: string) {
  const [run] = await database()
    .select()
    .from(syncRuns)
    .where(and(eq(syncRuns.resellerId, resellerId), eq(syncRuns.id, id)));
  if (!run) return null;
  const { state, reason, total, readCount, sameCount, createdAt, finishedAt, nextRunAt, userName } = run;
  const { source, listState, listPage, listPages, listSkipped } = run;
  const { counts, unread, inFlight } = await countsOf(resellerId, id);
  const { leftCount } = run;
  return {
    id,
    serverId: run.serverId,
    state,
    reason,
    total,
    readCount,
    sameCount,
    /** Clients of this reading whom the panel would not show. */
    unread,
    inFlight,
    leftCount,
    /** Each once, in however many ways: with the others they are those read. Single readings are not counted. */
    differing: source === 'nudge' ? 0 : Math.max(0, readCount - sameCount - unread - inFlight - leftCount),
    createdAt,
    finishedAt,
    nextRunAt,
    userName,
    source,
    list: { state: listState, page: listPage, pages: listPages, skipped: listSkipped },
    counts,
  };
}

export type RunView = NonNullable<Awaited<ReturnType<typeof runById>>>;

type Counted = { counts: Counts; unread: number; inFlight: number };

async function countsOf(resellerId: ResellerId, runId: string): Promise<Counted> {
  const only = (which: SQL) => sql<number>`count(*) filter (where ${which})`.mapWith(Number);
  const rows = await database()
    .select({
      class: syncRows.class,
      state: syncRows.state,
      n: count(),
      own: only(eq(syncRows.runId, runId)),
      takeable: only(takeable),
      earlier: {
        n: only(ne(syncRows.runId, runId)),
        runs: sql<number>`count(distinct ${syncRows.runId}) filter (where ${ne(syncRows.runId, runId)})`.mapWith(
          Number,
        ),
        since: sql<Date | null>`min(${syncRows.readAt}) filter (where ${ne(syncRows.runId, runId)})`.mapWith(
          syncRows.readAt,
        ),
      },
    })
    .from(syncRows)
    .where(and(eq(syncRows.resellerId, resellerId), reachedFrom(resellerId, runId)))
    .groupBy(syncRows.class, syncRows.state);
  const counts = noCounts();
  let [unread, inFlight] = [0, 0];
  for (const row of rows) {
    const one = counts[row.class];
    one.all += row.n;
    if (row.state !== 'open') continue;
    one.open += row.n;
    one.earlier = row.earlier;
    one.toDecide += isApplied(row.class) ? row.n : row.takeable;
    if (row.class === 'unread') unread = row.own;
    if (row.class === 'in_flight') inFlight = row.own;
  }
  return { counts, unread, inFlight };
}

type Shown = { runId: string; class: SyncClass; filter: RowFilter };
const shown = (resellerId: ResellerId, { runId, class: kind, filter }: Shown) =>
  and(
    eq(syncRows.resellerId, resellerId),
    reachedFrom(resellerId, runId),
    eq(syncRows.class, kind),
    ...matching(filter),
  );

/** How many open differences of a class a filter shows. */
export async function countOpen(resellerId: ResellerId, view: Shown): Promise<number> {
  const [row] = await database()
    .select({ n: count() })
    .from(syncRows)
    .where(and(shown(resellerId, view), eq(syncRows.state, 'open')));
  return row?.n ?? 0;
}

/** How many open differences of a class a filter shows whose clients have paid for days that they would lose. */
export async function countPaid(resellerId: ResellerId, view: Shown, zone: string): Promise<number> {
  if (view.class !== 'earlier' && view.class !== 'missing_there') return 0;
  const rows = await database()
    .select({ ours: syncRows.ours, theirs: syncRows.theirs, paidUntil })
    .from(syncRows)
    .innerJoin(clients, and(eq(clients.resellerId, syncRows.resellerId), eq(clients.id, syncRows.clientId)))
    .where(and(shown(resellerId, view), eq(syncRows.state, 'open'), everPaid));
  return rows.filter((row) => takesPaid(view.class, row, zone)).length;
}

/** A page of one class of differences, keyset by id: in the order of reading, who ends nearest to today first. */
export async function listDifferences(
  resellerId: ResellerId,
  { after, ...view }: Shown & { after?: string | undefined },
) {
  const rows = await database()
    .select({
      id: syncRows.id,
      clientId: syncRows.clientId,
      username: syncRows.username,
      ours: syncRows.ours,
      theirs: syncRows.theirs,
      reason: syncRows.reason,
      state: syncRows.state,
    })
    .from(syncRows)
    .where(and(shown(resellerId, view), after ? gt(syncRows.id, after) : undefined))
    .orderBy(asc(syncRows.id))
    .limit(PAGE_SIZE + 1);
  const page = rows.slice(0, PAGE_SIZE);
  const clientOf = await clientsAmong(
    resellerId,
    page.flatMap(({ clientId }) => clientId ?? []),
  );
  return {
    rows: page.map((row) => {
      const client = clientOf.get(row.clientId ?? '');
      const { name = null, planName = null, paidUntil: paid = null } = client ?? {};
      return { ...row, name, planName, paidUntil: paid };
    }),
    next: rows.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null,
  };
}

/** The clients of one page alone: joined to thousands of rows they may be read once for each of these. */
async function clientsAmong(resellerId: ResellerId, ids: string[]) {
  const rows = await database()
    .select({ id: clients.id, name: clients.name, planName: plans.name, paidUntil })
    .from(clients)
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(and(eq(clients.resellerId, resellerId), inArray(clients.id, ids)));
  return new Map(rows.map((row) => [row.id, row]));
}

export type DifferenceRow = Awaited<ReturnType<typeof listDifferences>>['rows'][number];

/** What was taken over from a server's panel of late and can still be undone, the latest first. */
export const undoableBatches = (resellerId: ResellerId, serverId: string, now: Date) =>
  database()
    .select({
      id: syncBatches.id,
      userName: syncBatches.userName,
      automatic: syncBatches.automatic,
      kind: syncBatches.kind,
      count: syncBatches.appliedCount,
      at: syncBatches.createdAt,
    })
    .from(syncBatches)
    .innerJoin(
      syncRuns,
      and(eq(syncRuns.resellerId, syncBatches.resellerId), eq(syncRuns.id, syncBatches.runId)),
    )
    .where(
      and(
        eq(syncBatches.resellerId, resellerId),
        eq(syncRuns.serverId, serverId),
        isNull(syncBatches.undoneAt),
        gt(syncBatches.createdAt, new Date(now.getTime() - UNDO_MS)),
      ),
    )
    .orderBy(desc(syncBatches.id))
    .limit(20);
