import 'server-only';
import { asc, eq, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { HOUR_MS } from '@/lib/time';
import { type LatePolicy, SPACING_MS, TOLERANCE_MS, VERY_LATE_MS } from '../rules';
import type { HourRow } from './rules';

/**
 * What the next 24 h (or fewer `hours`) will send, counted per hour of the reseller's zone and per group. The same planning as
 * `plannedTimes`, in the database: within 24 h a package sends twice at most, its second 20 h after its first.
 * What hangs on the confirmation of the one before comes under no hour.
 */
export async function nextDay(
  resellerId: ResellerId,
  { zone, late, hours = 24 }: { zone: string; late: LatePolicy; hours?: number },
  now: Date,
): Promise<HourRow[]> {
  const at = (ms: number) => sql`${new Date(now.getTime() + ms).toISOString()}::timestamptz`;
  const spacing = sql`${SPACING_MS} * interval '1 millisecond'`;
  const rows = await database().execute<Record<keyof HourRow, string | null>>(sql`
    with owed as (
      select s.subscription_id, s.k, s.due_at, s.mb, s.cents, p.group_id,
        row_number() over (partition by s.subscription_id order by s.k) as turn
      from ${packageSlots} s
      join ${packageSubscriptions} p on p.reseller_id = s.reseller_id and p.id = s.subscription_id
      where s.reseller_id = ${resellerId} and s.state in ('owed', 'held', 'sending') and s.state = 'owed'
        and p.state = 'active' and s.due_at <= ${at(hours * HOUR_MS)}
        and (${late === 'deliver'} or s.released or s.due_at > ${at(-VERY_LATE_MS)})
    ), first as (
      select o.*, greatest(o.due_at, ${at(0)}, sent.last + ${spacing}) as at,
        coalesce(sent.waits, false) and o.due_at < ${at(SPACING_MS)} as open
      from owed o
      left join lateral (
        select max(coalesce(l.ordered_at, case when l.state = 'sending' then ${at(0)} else l.sent_at end)) as last,
          bool_or(l.state = 'sending' and l.ordered_at is null) as waits
        from ${packageSlots} l where l.subscription_id = o.subscription_id and l.reseller_id = ${resellerId}
      ) sent on true
      where o.turn = 1
    ), planned as (
      select group_id, due_at, mb, cents, at, open from first
      union all
      select o.group_id, o.due_at, o.mb, o.cents, greatest(o.due_at, f.at + ${spacing}), false
      from owed o join first f on f.subscription_id = o.subscription_id
      where o.turn = 2
    )
    select case when not open then to_char(date_trunc('hour', at at time zone ${zone}), 'YYYY-MM-DD HH24:MI') end as hour,
      group_id as "groupId", count(*) as n, sum(mb) as mb, sum(cents) as cents,
      count(*) filter (where at > due_at + ${TOLERANCE_MS} * interval '1 millisecond') as late
    from planned where at < ${at(hours * HOUR_MS)}
    group by 1, 2 order by 1, 2`);
  return rows.map((row) => ({
    hour: row.hour,
    groupId: row.groupId,
    n: Number(row.n),
    mb: Number(row.mb),
    cents: Number(row.cents),
    late: Number(row.late),
  }));
}

/** What the next 24 h will not send by themselves: renewals that wait for a person, and paused packages. */
export async function standingStill(resellerId: ResellerId) {
  const waiting = (state: 'held' | 'review') =>
    sql`(select count(*) from ${packageSlots} where reseller_id = ${resellerId}
      and state in ('held', 'review') and state = ${state})`;
  const [row] = await database().execute<{ held: string; review: string; paused: string }>(sql`select
    ${waiting('held')} as held, ${waiting('review')} as review,
    (select count(*) from ${packageSubscriptions} where reseller_id = ${resellerId} and state = 'paused') as paused`);
  return { held: Number(row?.held), review: Number(row?.review), paused: Number(row?.paused) };
}

/** The names of a reseller's groups, by id. */
export async function groupNames(resellerId: ResellerId): Promise<Map<string, string>> {
  const rows = await database()
    .select({ id: groups.id, name: groups.name })
    .from(groups)
    .where(eq(groups.resellerId, resellerId))
    .orderBy(asc(groups.name));
  return new Map(rows.map((g) => [g.id, g.name]));
}
