import 'server-only';
import { and, count, eq, gte, lte, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { receipts } from '@/db/schema/receipts';
import { sheetRows } from '@/db/schema/sheets';
import { notDismissed } from '@/lib/dismissals/queries';
import { lastDays } from '@/lib/reports/rules';
import { addToDay, DAY_MS, startOfDay } from '@/lib/time';
import { TOLERANCE_MS } from '../rules';

const ago = (now: Date, ms: number) => new Date(now.getTime() - ms).toISOString();

/** Active packages, all and per length, and the renewals delivered in the last 24 h. */
export async function packageStats(resellerId: ResellerId, now: Date) {
  const byDays = database()
    .select({ days: packageSubscriptions.days, n: count() })
    .from(packageSubscriptions)
    .where(and(eq(packageSubscriptions.resellerId, resellerId), eq(packageSubscriptions.state, 'active')))
    .groupBy(packageSubscriptions.days)
    .orderBy(packageSubscriptions.days);
  const last24h = database().$count(
    packageSlots,
    and(
      eq(packageSlots.resellerId, resellerId),
      eq(packageSlots.state, 'delivered'),
      gte(packageSlots.orderedAt, new Date(now.getTime() - DAY_MS)),
      lte(packageSlots.orderedAt, now),
    ),
  );
  const [types, done] = await Promise.all([byDays, last24h]);
  return { active: types.reduce((all, t) => all + t.n, 0), byDays: types, last24h: done };
}

const openSlots = (resellerId: ResellerId) => sql`select count(*) from ${packageSlots} s
  join ${packageSubscriptions} p on p.reseller_id = s.reseller_id and p.id = s.subscription_id and p.state = 'active'
  where s.reseller_id = ${resellerId} and s.state in ('owed', 'held', 'sending')`;

/** What the packages' first look needs, in one round trip; `any` false: the reseller sells none. */
export type Attention = {
  any: boolean;
  active: number;
  late: number;
  slots: number;
  rows: number;
  receipts: number;
};

/**
 * What of the packages waits for a person (renewals held or in review, rows in review, receipts in review), with
 * how many run and how many renewals are late. Partial indexes hold each of them.
 */
export async function packageAttention(resellerId: ResellerId, now: Date): Promise<Attention> {
  const [row] = await database().execute<Record<keyof Attention, string | boolean>>(sql`select
    exists (select 1 from ${packageSubscriptions} where reseller_id = ${resellerId}) as any,
    (select count(*) from ${packageSubscriptions} where reseller_id = ${resellerId} and state = 'active') as active,
    (${openSlots(resellerId)} and s.due_at < ${ago(now, TOLERANCE_MS)}::timestamptz) as late,
    ${waiting(resellerId)}`);
  const n = (key: Exclude<keyof Attention, 'any'>) => Number(row?.[key] ?? 0);
  return {
    any: row?.any === true,
    active: n('active'),
    late: n('late'),
    slots: n('slots'),
    rows: n('rows'),
    receipts: n('receipts'),
  };
}

/** How many things of the packages wait for a person: the badge of *Pacotes*. */
export async function packagesNeedingPerson(resellerId: ResellerId): Promise<number> {
  const [row] = await database().execute<{ slots: string; rows: string; receipts: string }>(
    sql`select ${waiting(resellerId)}`,
  );
  return Number(row?.slots ?? 0) + Number(row?.rows ?? 0) + Number(row?.receipts ?? 0);
}

// A slot in review is there for a row in review: where both are, the row is not counted again. Whoever dismissed
// the row has dismissed both.
const waiting = (resellerId: ResellerId) => sql`
  (select count(*) from ${packageSlots} w where w.reseller_id = ${resellerId} and (w.state = 'held' or (w.state = 'review'
    and not exists (select 1 from ${sheetRows} r where r.slot_id = w.id and r.state = 'review'
      and not (${notDismissed('sheet', 'r')}))))) as slots,
  (select count(*) from ${sheetRows} r where r.reseller_id = ${resellerId} and r.state = 'review'
    and ${notDismissed('sheet', 'r')} and not exists (select 1 from ${packageSlots} s where s.id = r.slot_id and s.state = 'review')) as rows,
  (select count(*) from ${receipts} where reseller_id = ${resellerId} and state = 'review') as receipts`;

/** Renewals delivered per calendar day of the reseller's zone, oldest first: each day a piece of the index. */
export async function packageRenewalsPerDay(resellerId: ResellerId, now: Date, zone: string, days: number) {
  const span = lastDays(now, zone, days);
  const counts = span.map(
    (day, at) => sql`(select count(*) from ${packageSlots} where reseller_id = ${resellerId}
      and ordered_at >= ${startOfDay(day, zone).toISOString()}::timestamptz
      and ordered_at < ${startOfDay(addToDay(day, 1), zone).toISOString()}::timestamptz) as ${sql.identifier(`d${at}`)}`,
  );
  const [row] = await database().execute<Record<string, string>>(sql`select ${sql.join(counts, sql`, `)}`);
  return span.map((day, at) => ({ day, n: Number(row?.[`d${at}`] ?? 0) }));
}
