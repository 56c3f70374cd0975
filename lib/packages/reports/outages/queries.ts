import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { DAY_MS } from '@/lib/time';
import { type SlotState, TOLERANCE_MS } from '../../rules';
import { type Outage, outagesOf } from './rules';

const LOOK_BACK_DAYS = 30;
/** More late renewals than this are counted as far as they go; the newest come first. */
const MOST = 50_000;

/** Instants as milliseconds: a raw statement's timestamps come as text in no fixed form. */
type Row = { id: string; due: string; state: SlotState; waits: boolean } & Record<
  'sent' | 'ordered' | 'before' | 'next',
  string | null
>;

/** The outages of the last 30 days, newest first, and how many were late alone. Late ones are found by their indexes, each kind by its own. */
export async function recentOutages(
  resellerId: ResellerId,
  now: Date,
): Promise<{ outages: Outage[]; alone: number }> {
  const at = (ms: number) => sql`${new Date(now.getTime() + ms).toISOString()}::timestamptz`;
  const from = at(-LOOK_BACK_DAYS * DAY_MS);
  const tolerance = sql`${TOLERANCE_MS} * interval '1 millisecond'`;
  const rows = await database().execute<Row>(sql`
    with late as (
      select subscription_id, k, due_at, state, sent_at, ordered_at from ${packageSlots}
      where reseller_id = ${resellerId} and ordered_at >= ${from} and ordered_at > due_at + ${tolerance}
      union all
      select s.subscription_id, s.k, s.due_at, s.state, s.sent_at, s.ordered_at from ${packageSlots} s
      join ${packageSubscriptions} p on p.reseller_id = s.reseller_id and p.id = s.subscription_id
      where s.reseller_id = ${resellerId} and s.state in ('owed', 'held', 'sending') and s.ordered_at is null
        and s.due_at < ${at(-TOLERANCE_MS)} and p.state = 'active'
      union all
      select s.subscription_id, s.k, s.due_at, s.state, s.sent_at, s.ordered_at from ${packageSubscriptions} p
      join ${packageSlots} s on s.subscription_id = p.id and s.reseller_id = p.reseller_id
      where p.reseller_id = ${resellerId} and p.state in ('active', 'paused', 'cancelled', 'ended')
        and p.expires_at >= ${from} and s.state = 'skipped' and s.due_at >= ${from}
    )
    select l.subscription_id as id, ${ms(sql`l.due_at`)} as due, l.state, ${ms(sql`l.sent_at`)} as sent,
      ${ms(sql`l.ordered_at`)} as ordered, (
      select ${ms(sql`max(b.ordered_at)`)} from ${packageSlots} b
      where b.subscription_id = l.subscription_id and b.reseller_id = ${resellerId} and b.k < l.k
    ) as before, l.state = 'owed' and exists (
      select from ${packageSlots} w where w.subscription_id = l.subscription_id and w.reseller_id = ${resellerId}
        and w.k < l.k and w.state = 'sending' and w.ordered_at is null
    ) as waits, (
      select ${ms(sql`min(n.ordered_at)`)} from ${packageSlots} n
      where n.reseller_id = ${resellerId} and n.ordered_at > l.due_at
    ) as next
    from late l order by l.due_at desc limit ${MOST}`);
  const slots = rows.map(({ id, due, state, waits, sent, ordered, before, next }) => ({
    ...{ subscriptionId: id, dueAt: new Date(Number(due)), state, waits },
    ...{
      sentAt: instantOf(sent),
      orderedAt: instantOf(ordered),
      beforeAt: instantOf(before),
      nextAt: instantOf(next),
    },
  }));
  return outagesOf(slots, now);
}

const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(Number(text)));

const ms = (instant: SQL): SQL => sql`floor(extract(epoch from ${instant}) * 1000)`;
