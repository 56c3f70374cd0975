import 'server-only';
import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { invoices, payments, renewalIntents } from '@/db/schema/invoices';
import { servers } from '@/db/schema/servers';
import { syncBatches, syncRows, syncRuns } from '@/db/schema/sync';
import { DAY_MS } from '@/lib/time';
import type { SyncClass } from '../plan/rules';
import { readAsIs, underWay } from '../runs/queries';
import { type Drift, driftOf } from './rules';

/**
 * The date up to which a client's payments account for (`Dates` of rules.ts): of each that was not undone what its
 * renewal proved, else what was counted when it was paid. Null: nothing was ever paid.
 */
export const paidUntil = sql<Date | null>`(select max(coalesce(r.expires_after, p.expiry_after))
  from ${invoices} i
  join ${payments} p on p.invoice_id = i.id and p.voided_at is null
  left join ${renewalIntents} r on r.invoice_id = i.id and r.state = 'verified'
  where i.reseller_id = clients.reseller_id and i.client_id = clients.id and i.state <> 'cancelled')`.mapWith(
  clients.expiresAt,
);

/** Cheaper than when: it is asked of every difference. */
export const everPaid = sql`exists (select from ${invoices} i where i.reseller_id = clients.reseller_id
  and i.client_id = clients.id and i.state = 'paid')`;

/** Until when each of the clients has paid, as it stands at this instant; null for who never did. */
export async function paidUntilOf(
  tx: Executor,
  resellerId: ResellerId,
  ids: string[],
): Promise<Map<string, Date | null>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: clients.id, paidUntil })
    .from(clients)
    .where(and(eq(clients.resellerId, resellerId), inArray(clients.id, ids)));
  return new Map(rows.map((row) => [row.id, row.paidUntil]));
}

/** Looked at for each list: who has more than that has another trouble than reading names. */
const LOOKED_AT = 1_000;
/** What was taken over by itself is told for so long, unless a payment or a person settles it. */
const TOLD_MS = 7 * DAY_MS;

/** The clients whose latest reading tells of money (`driftOf`), who ends soonest first; `more`: there may be others. */
export async function driftsOf(
  resellerId: ResellerId,
  { now, zone }: { now: Date; zone: string },
): Promise<Record<Drift, Drifts>> {
  // Edited since, the server's next reading tells; of what was taken over none would tell again.
  const open = sql`${syncRows.state} = 'open' and ${readAsIs}`;
  const date = sql`(${syncRows.theirs} ->> 'expiresAt')::timestamptz`;
  const [short, long, taken] = await Promise.all([
    candidates(resellerId, ['earlier', 'missing_there'], [open, gt(clients.expiresAt, now), everPaid]),
    candidates(resellerId, ['later'], [open, lte(clients.expiresAt, now)]),
    candidates(
      resellerId,
      ['later'],
      [eq(syncRows.state, 'applied'), automaticSince(resellerId, new Date(now.getTime() - TOLD_MS))],
      // Nobody has moved the date since.
      sql`${clients.expiresAt} = ${date} and ${clients.expiresAt} > ${now.toISOString()}::timestamptz`,
    ),
  ]);
  const full = (...lists: Candidate[][]) => lists.some((list) => list.length === LOOKED_AT);
  const found: Record<Drift, Drifts> = {
    paid_here: { rows: [], more: full(short) },
    unpaid_there: { rows: [], more: full(long, taken) },
  };
  const seen = new Set<string>();
  for (const row of [...short, ...long, ...taken]) {
    const drifted = driftedOf(row);
    const kind = drifted && !seen.has(row.clientId) ? driftOf(drifted, now, zone) : null;
    if (!drifted || !kind) continue;
    seen.add(row.clientId);
    found[kind].rows.push(drifted);
  }
  return found;
}

export type Drifts = { rows: Drifted[]; more: boolean };
export type Drifted = NonNullable<ReturnType<typeof driftedOf>>;
type Candidate = Awaited<ReturnType<typeof candidates>>[number];

function driftedOf({ state, expiresAt, side, theirs, ...row }: Candidate) {
  const before = side?.expiresAt ? new Date(side.expiresAt) : null;
  // Changed here since it was read: the next reading tells.
  if (!before || (state === 'open' && before.getTime() !== expiresAt.getTime())) return null;
  return {
    ...row,
    ours: before,
    theirs: theirs?.expiresAt ? new Date(theirs.expiresAt) : null,
    suspended: theirs?.status === 'suspended',
    taken: state === 'applied',
  };
}

/** Rows of one class or two with their clients, who still have the account that was read; nothing is under way. */
const candidates = (resellerId: ResellerId, classes: SyncClass[], where: SQL[], more?: SQL) =>
  database()
    .select({
      clientId: clients.id,
      name: clients.name,
      serverId: clients.serverId,
      serverName: servers.name,
      expiresAt: clients.expiresAt,
      state: syncRows.state,
      side: syncRows.ours,
      theirs: syncRows.theirs,
      paidUntil,
    })
    .from(syncRows)
    .innerJoin(
      clients,
      and(
        eq(clients.resellerId, syncRows.resellerId),
        eq(clients.id, syncRows.clientId),
        eq(clients.username, syncRows.username),
        isNull(clients.archivedAt),
      ),
    )
    .innerJoin(
      syncRuns,
      and(
        eq(syncRuns.resellerId, syncRows.resellerId),
        eq(syncRuns.id, syncRows.runId),
        eq(syncRuns.serverId, clients.serverId),
      ),
    )
    .innerJoin(servers, and(eq(servers.resellerId, clients.resellerId), eq(servers.id, clients.serverId)))
    .where(
      and(
        eq(syncRows.resellerId, resellerId),
        inArray(syncRows.class, classes),
        eq(clients.panelState, 'linked'),
        isNotNull(syncRows.ours),
        sql`not ${underWay}`,
        ...where,
        more,
      ),
    )
    .orderBy(asc(clients.expiresAt), asc(clients.id))
    .limit(LOOKED_AT);

const automaticSince = (resellerId: ResellerId, since: Date) =>
  inArray(
    syncRows.batchId,
    database()
      .select({ id: syncBatches.id })
      .from(syncBatches)
      .where(
        and(
          eq(syncBatches.resellerId, resellerId),
          eq(syncBatches.automatic, true),
          isNull(syncBatches.undoneAt),
          gt(syncBatches.createdAt, since),
        ),
      ),
  );
