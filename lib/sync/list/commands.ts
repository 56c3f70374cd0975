import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId } from '@/db/ids';
import type { Listed } from '@/db/schema/sides';
import { syncListed, syncRows, syncRuns } from '@/db/schema/sync';
import type { CustomerPage } from '@/lib/panels/rules';
import { searchText } from '@/lib/search';
import type { Batch } from '../reading/jobs';
import { advance, type RunRow } from '../runs/commands';
import { LEASE_MS, NOTHING_OWED } from '../runs/rules';
import { listAndOurs } from './queries';
import { type Extent, isKept, isPartial, listedOf, strangersOf } from './rules';

/** Rows of one statement. */
const STEP = 1_000;

/** Begins a run's list at its first page. False: the run is no longer ours. */
export const beginList = (held: RunRow, version: number): Promise<boolean> =>
  advance(database(), held, { listState: 'reading', owed: NOTHING_OWED }, version);

type Kept = Batch<number, CustomerPage> & { extent: Extent; version: number };

/**
 * Keeps pages of a list, the place reached and which it passed over. False when the lease was lost, the run
 * cancelled, or the server's address or token replaced meanwhile: then nothing is written.
 */
export async function keepPages(
  held: RunRow,
  { heard, reached, carried, extent, version }: Kept,
  now: Date,
): Promise<boolean> {
  // A list may move while it is read: of a customer on two pages the later word counts.
  const lines = new Map<string, { username: string; customer: Listed; readAt: Date }>();
  let skipped = 0;
  for (const { reading, agoMs } of heard) {
    if (!reading.ok) skipped++;
    else
      for (const one of reading.items.filter(isKept))
        lines.set(one.username, {
          ...{ username: one.username, customer: listedOf(one) },
          readAt: new Date(now.getTime() - agoMs),
        });
  }
  return database().transaction(async (tx) => {
    const kept = await advance(
      tx,
      held,
      {
        leaseUntil: new Date(now.getTime() + LEASE_MS),
        ...(reached === null ? {} : { listPage: reached, listPages: extent.pages }),
        ...(heard.length > 0 ? { failures: 0, reason: null, heardAt: now } : {}),
        owed: { ...carried, left: carried.left.map(({ item, tries }) => ({ of: String(item), tries })) },
        listSkipped: sql`${syncRuns.listSkipped} + ${skipped}`,
      },
      version,
    );
    if (!kept) return false;
    await store(tx, held, [...lines.values()]);
    return true;
  });
}

async function store(
  tx: Executor,
  { id, resellerId }: RunRow,
  lines: { username: string; customer: Listed; readAt: Date }[],
): Promise<void> {
  for (let at = 0; at < lines.length; at += STEP)
    await tx
      .insert(syncListed)
      .values(lines.slice(at, at + STEP).map((line) => ({ resellerId, runId: id, ...line })))
      .onConflictDoUpdate({
        target: [syncListed.runId, syncListed.username],
        set: { customer: sql`excluded.customer`, readAt: sql`excluded.read_at` },
      });
}

/**
 * The end of a list: who of it is nobody here becomes a row of class `missing_here`. What pages it lacks is said; who
 * stands on them is asked for by name. False: the run is no longer ours.
 */
export async function finishList(held: RunRow, extent: Extent, version: number): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [run] = await tx
      .select({ skipped: syncRuns.listSkipped })
      .from(syncRuns)
      .where(and(eq(syncRuns.resellerId, held.resellerId), eq(syncRuns.id, held.id)));
    const partial = isPartial(run?.skipped ?? 0, extent);
    const end = { listState: partial ? ('partial' as const) : ('read' as const), owed: NOTHING_OWED };
    if (!(await advance(tx, held, end, version))) return false;
    await forgetEarlier(tx, held, partial);
    const { listed, ours, left } = await listAndOurs(tx, held);
    const rows = strangersOf(listed, ours, left, held.createdAt).map(
      ({ username, customer, readAt, reason }) => ({
        ...{ id: newId(), resellerId: held.resellerId, runId: held.id, username, reason, readAt },
        class: 'missing_here' as const,
        theirs: { ...customer, search: findable(username, customer) },
      }),
    );
    for (let at = 0; at < rows.length; at += STEP)
      await tx
        .insert(syncRows)
        .values(rows.slice(at, at + STEP))
        .onConflictDoNothing();
    return true;
  });
}

/** The panel is spoken to by an API without a list now: what is left is asked for by name. False: not ours any more. */
export const leaveList = (held: RunRow): Promise<boolean> =>
  advance(database(), held, { listState: 'partial', owed: NOTHING_OWED });

/**
 * Of customers unknown here only the latest list's word is kept, and whoever came in from an earlier one: a whole list's
 * word of everybody, a partial one's of whom it shows.
 */
async function forgetEarlier(tx: Executor, held: RunRow, partial: boolean): Promise<void> {
  const { resellerId, serverId, id } = held;
  const shown = sql`r.username in (select l.username from ${syncListed} l
    where l.reseller_id = ${resellerId} and l.run_id = ${id})`;
  await tx.execute(sql`delete from ${syncRows} r using ${syncRuns} u
    where r.reseller_id = ${resellerId} and u.id = r.run_id and u.server_id = ${serverId} and u.id <> ${id}
      and r.class = 'missing_here' and r.state in ('open', 'stale') and ${partial ? shown : sql`true`}`);
}

const findable = (username: string, { name, phone }: Listed) =>
  searchText({ name: name ?? '', username, email: null, phone });
