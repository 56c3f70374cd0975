import 'server-only';
import { and, asc, count, eq, gte, isNull, lt, sql, sum } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { invoices, payments, renewalIntents } from '@/db/schema/invoices';
import { servers } from '@/db/schema/servers';
import { dueRange } from '@/lib/clients/rules';
import { type Day, startOfDay } from '@/lib/time';
import { lastDays, months, type PackagesSetup, perDay, type Setup } from './rules';

/** Open invoices of one reseller that fall due today, and those that are late. Cents. */
export async function receivable(resellerId: ResellerId, today: Day) {
  const late = sql`${invoices.dueOn} < ${today}::date`;
  const [row] = await database()
    .select({
      todayCents: sum(invoices.amountCents).mapWith(Number),
      todayCount: count(),
      lateCents: sql<number>`coalesce(sum(${invoices.amountCents}) filter (where ${late}), 0)`.mapWith(
        Number,
      ),
      lateCount: sql<number>`count(*) filter (where ${late})`.mapWith(Number),
    })
    .from(invoices)
    .where(
      and(
        eq(invoices.resellerId, resellerId),
        eq(invoices.state, 'open'),
        sql`${invoices.dueOn} <= ${today}::date`,
      ),
    );
  const { todayCents = 0, todayCount = 0, lateCents = 0, lateCount = 0 } = row ?? {};
  return {
    today: { cents: (todayCents ?? 0) - lateCents, count: todayCount - lateCount },
    late: { cents: lateCents, count: lateCount },
  };
}

/** Clients whose validity ends today or in the next three days: what the client list shows for `due=3`. */
export async function countExpiring(resellerId: ResellerId, now: Date, zone: string): Promise<number> {
  const { from, to } = dueRange('3', now, zone);
  const [row] = await database()
    .select({ n: count() })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        isNull(clients.archivedAt),
        ...(from ? [gte(clients.expiresAt, from)] : []),
        lt(clients.expiresAt, to),
      ),
    );
  return row?.n ?? 0;
}

/** What came in this month and in the one before, in cents; undone payments do not count. */
export async function monthRevenue(resellerId: ResellerId, now: Date, zone: string) {
  const { current, previous } = months(now, zone);
  const inMonth = sql`${payments.paidAt} >= ${current.from.toISOString()}::timestamptz`;
  const [row] = await database()
    .select({
      current: sql<number>`coalesce(sum(${payments.amountCents}) filter (where ${inMonth}), 0)`.mapWith(
        Number,
      ),
      previous: sql<number>`coalesce(sum(${payments.amountCents}) filter (where not ${inMonth}), 0)`.mapWith(
        Number,
      ),
      count: sql<number>`count(*) filter (where ${inMonth})`.mapWith(Number),
    })
    .from(payments)
    .where(
      and(
        eq(payments.resellerId, resellerId),
        isNull(payments.voidedAt),
        gte(payments.paidAt, previous.from),
        lt(payments.paidAt, current.to),
      ),
    );
  return row ?? { current: 0, previous: 0, count: 0 };
}

export type NextExpiry = Awaited<ReturnType<typeof nextExpiries>>[number];

/** The active clients whose validity ends next, with whether an invoice is already open for them. */
export async function nextExpiries(resellerId: ResellerId, now: Date, limit: number) {
  // Chosen first: asked of all clients, "is there an invoice" would be read for every invoice there is.
  const next = database()
    .select({
      id: clients.id,
      name: clients.name,
      expiresAt: clients.expiresAt,
      planId: clients.planId,
      serverId: clients.serverId,
    })
    .from(clients)
    .where(
      and(
        eq(clients.resellerId, resellerId),
        eq(clients.status, 'active'),
        isNull(clients.archivedAt),
        gte(clients.expiresAt, now),
      ),
    )
    .orderBy(asc(clients.expiresAt), asc(clients.id))
    .limit(limit)
    .as('next');
  return database()
    .select({
      id: next.id,
      name: next.name,
      expiresAt: next.expiresAt,
      planName: plans.name,
      serverName: servers.name,
      invoiced: sql<boolean>`exists (select 1 from ${invoices} i where i.client_id = ${next.id}
        and i.reseller_id = ${resellerId} and i.state = 'open')`,
    })
    .from(next)
    .innerJoin(plans, and(eq(plans.id, next.planId), eq(plans.resellerId, resellerId)))
    .innerJoin(servers, and(eq(servers.id, next.serverId), eq(servers.resellerId, resellerId)))
    .orderBy(asc(next.expiresAt), asc(next.id));
}

/** Renewals proved on the panel, per calendar day of the reseller's zone. */
export async function renewalsPerDay(resellerId: ResellerId, now: Date, zone: string, days: number) {
  const span = lastDays(now, zone, days);
  const day = sql<string>`to_char(${renewalIntents.verifiedAt} at time zone ${zone}, 'YYYY-MM-DD')`;
  const counted = await database()
    .select({ day, n: count() })
    .from(renewalIntents)
    .where(
      and(
        eq(renewalIntents.resellerId, resellerId),
        eq(renewalIntents.state, 'verified'),
        gte(renewalIntents.verifiedAt, startOfDay(span[0] ?? '', zone)),
      ),
    )
    .groupBy(sql`1`);
  return perDay(span, counted);
}

/** How far a reseller has come on the way to the first renewal. */
export async function setupOf(resellerId: ResellerId): Promise<Setup> {
  const has = (table: typeof servers | typeof plans | typeof clients | typeof payments) =>
    database()
      .select({ one: sql`1` })
      .from(table)
      .where(eq(table.resellerId, resellerId))
      .limit(1)
      .then((rows) => rows.length);
  const [s, p, c, paid] = await Promise.all([has(servers), has(plans), has(clients), has(payments)]);
  return { servers: s, plans: p, clients: c, paid };
}

/** The same for who sells data packages: a group whose table, as it counts now, has a price, a phone or sheet that has been reached, a package, a row that a sheet has taken or the phone has confirmed. */
export async function packagesSetupOf(resellerId: ResellerId): Promise<PackagesSetup> {
  const [found] = await database().execute<PackagesSetup>(sql`select
    exists (select from groups where reseller_id = ${resellerId})::int as groups,
    exists (select from (
      select distinct on (t.group_id) t.id from price_tables t
      join groups g on g.reseller_id = t.reseller_id and g.id = t.group_id and g.archived_at is null
      where t.reseller_id = ${resellerId} order by t.group_id, t.version desc
    ) now_valid join prices p on p.reseller_id = ${resellerId} and p.table_id = now_valid.id)::int as prices,
    (exists (select from sheets where reseller_id = ${resellerId}) or exists (
      select from access_keys where reseller_id = ${resellerId} and kind = 'sheet' and last_used_at is not null
    ))::int as sheet,
    exists (select from package_subscriptions where reseller_id = ${resellerId})::int as packages,
    exists (select from sheet_rows where reseller_id = ${resellerId} and state = 'done'
      and (sheet_id is not null or phone_state = 'confirmed'))::int as delivered`);
  if (!found) throw new Error('The database did not answer');
  return found;
}
