import 'server-only';
import { and, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { servers } from '@/db/schema/servers';
import { isLow, leftOf, type MonthSpent, type Spent } from './rules';

/** Its credits are what our own send cost; one that a person made on the panel cost what nobody told us. */
const ours = sql`(attempt > 0 and coalesce(warning, '') <> 'by_hand')`;
/** When a creation was proved: the last that was learnt of it. */
const made = sql`coalesce((evidence->-1->>'at')::timestamptz, sent_at)`;

/**
 * What was proved on one server, an act a row: when, and what it cost. A renewal made by hand on the panel cost
 * something that we do not know, and so did the second of two that one payment brought about.
 */
const proved = (resellerId: ResellerId, serverId: string) => sql`
  select 'renewal' as kind, verified_at as at, coalesce(sent_at, verified_at) as sent_at,
    case when ${ours} then credits end as credits,
    (not ${ours} or credits is null)::int + (coalesce(warning, '') = 'two_renewals')::int as unknown
  from ${renewalIntents}
  where reseller_id = ${resellerId} and server_id = ${serverId} and state = 'verified'
  union all
  select 'creation', ${made}, sent_at, credits, (credits is null)::int
  from ${accountTasks}
  where reseller_id = ${resellerId} and server_id = ${serverId} and kind = 'create' and state = 'done'
    and attempt > 0`;

/** Credits spent by months of the reseller's zone, the latest first; months without any are not there. */
export async function monthsSpent(
  resellerId: ResellerId,
  serverId: string,
  zone: string,
  months = 6,
): Promise<MonthSpent[]> {
  const rows = await database().execute<MonthSpent>(sql`
    select to_char(at at time zone ${zone}, 'YYYY-MM') as month,
      coalesce(sum(credits), 0)::int as credits, sum(unknown)::int as unknown,
      (count(*) filter (where kind = 'renewal'))::int as renewals,
      (count(*) filter (where kind = 'creation'))::int as creations
    from (${proved(resellerId, serverId)}) as proved
    group by 1 order by 1 desc limit ${months}`);
  return [...rows];
}

/** What was sent since an instant and proved by now. */
export async function spentSince(
  on: Executor,
  resellerId: ResellerId,
  serverId: string,
  since: Date,
): Promise<Spent> {
  const [row] = await on.execute<Spent>(sql`
    select coalesce(sum(credits), 0)::int as credits, coalesce(sum(unknown), 0)::int as unknown
    from (${proved(resellerId, serverId)}) as proved where sent_at > ${since.toISOString()}::timestamptz`);
  return row ?? { credits: 0, unknown: 0 };
}

/** What is left on a server by our count, with what could not be counted; null when nobody typed a number. */
export async function creditsNow(
  resellerId: ResellerId,
  server: { id: string; creditsLeft: number | null; creditsCountedAt: Date | null },
) {
  if (server.creditsCountedAt === null) return null;
  const spent = await spentSince(database(), resellerId, server.id, server.creditsCountedAt);
  return { left: leftOf(server, spent), spent };
}

/** The servers that a banner speaks of: stopped for want of credits, or low by our count. */
export async function creditTroubles(resellerId: ResellerId) {
  const rows = await database()
    .select({
      id: servers.id,
      name: servers.name,
      circuit: servers.circuit,
      creditsLeft: servers.creditsLeft,
      creditsWarnBelow: servers.creditsWarnBelow,
      creditsCountedAt: servers.creditsCountedAt,
    })
    .from(servers)
    .where(
      and(
        eq(servers.resellerId, resellerId),
        isNull(servers.archivedAt),
        or(eq(servers.circuit, 'paused'), isNotNull(servers.creditsWarnBelow)),
      ),
    )
    .orderBy(servers.name);
  const told = await Promise.all(
    rows.map(async (server) => {
      if (server.circuit === 'paused') return { id: server.id, name: server.name, left: null };
      if (!server.creditsCountedAt) return null;
      const spent = await spentSince(database(), resellerId, server.id, server.creditsCountedAt);
      return isLow(server, spent) ? { id: server.id, name: server.name, left: leftOf(server, spent) } : null;
    }),
  );
  return told.filter((one) => one !== null);
}
