import 'server-only';
import { sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { wakeAll } from '@/lib/queue/api';
import type { SettledRow } from '@/lib/sheets/commands';
import { recallRows } from '@/lib/sheets/recall/commands';
import { NOTICE_MS, SPACING_MS } from '../../rules';

/**
 * What settled halves make of their slots, in the transaction that settles them: delivered when both stand in
 * their sheets, a person's when one cannot. The 20 h to the next count from the order's arrival, or from the last post
 * that may have brought it there.
 */
export async function settleSlots(tx: Executor, rows: readonly SettledRow[], now: Date): Promise<void> {
  const slotIds = [...new Set(rows.flatMap((row) => row.slotId ?? []))];
  if (slotIds.length === 0) return;
  const ids = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(slotIds)}::jsonb))`;
  // Both halves may settle at once in two drivers: the second waits here, and then sees what the first wrote.
  const subscriptions = await tx.execute<{ id: string; state: string }>(sql`select id, state
    from package_subscriptions
    where id in (select subscription_id from package_slots where id in ${ids}) order by id for update`);
  const cancelled = subscriptions.filter((one) => one.state === 'cancelled').map((one) => one.id);
  // Cancelled while a driver or a phone had them: what came back goes no further.
  await cancelSlots(tx, await recallRows(tx, cancelled, now));
  const moved = await tx.execute<{ subscription_id: string }>(sql`
    update package_slots s
    set ordered_at = h.ordered_at, sent_at = greatest(s.sent_at, h.posted_at),
        state = case when h.done = 2 then 'delivered' when h.review > 0 or h.n < 2 then 'review' else 'sending' end,
        delivered_at = case when h.done = 2 then ${now.toISOString()}::timestamptz end
    from (select slot_id, count(*) as n, count(*) filter (where ${there}) as done,
                 count(*) filter (where state = 'review') as review,
                 min(case when sheet_id is null then phone_at else done_at end)
                   filter (where book = 'orders' and ${there}) as ordered_at,
                 max(posted_at) filter (where book = 'orders') as posted_at
          from sheet_rows where slot_id in ${ids} group by slot_id) h
    where h.slot_id = s.id and s.state in ('sending', 'review', 'delivered')
    returning s.subscription_id`);
  if (moved.length > 0)
    await lookOn(
      tx,
      moved.map((row) => row.subscription_id),
      now,
    );
}

/** Renewals whose orders were taken back. */
export async function cancelSlots(tx: Executor, slotIds: string[]): Promise<{ reference: string }[]> {
  if (slotIds.length === 0) return [];
  return tx.execute<{ reference: string }>(sql`update package_slots set state = 'cancelled'
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(slotIds)}::jsonb))
      and state in ('sending', 'review') returning reference`);
}

/** A half that is where it belongs: in Google's sheet; an order of the built-in book, in the phone. */
const there = sql`state = 'done' and (sheet_id is not null or book = 'payments' or phone_state = 'confirmed')`;

/** When each package is to be looked at next: at its next slot, at the notice before its end, or at the end. */
async function lookOn(tx: Executor, subscriptionIds: string[], now: Date): Promise<void> {
  const ids = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(subscriptionIds)}::jsonb))`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await tx.execute<{ id: string; reseller_id: ResellerId; next_run_at: string }>(sql`
    update package_subscriptions p
    set next_run_at = greatest(${at}, least(
      case when n.due_at is null then p.expires_at
        else greatest(n.due_at, n.last_at + ${`${SPACING_MS} milliseconds`}::interval) end,
      case when p.notice_at is null then p.expires_at - ${`${NOTICE_MS} milliseconds`}::interval end))
    from (select subscription_id, min(due_at) filter (where state = 'owed') as due_at,
                 max(coalesce(ordered_at, sent_at)) as last_at
          from package_slots where subscription_id in ${ids} group by subscription_id) n
    where n.subscription_id = p.id and p.state = 'active'
    returning p.id, p.reseller_id, p.next_run_at`);
  await wakeAll(
    tx,
    'package',
    rows.map((row) => ({ id: row.id, group: row.reseller_id, at: new Date(row.next_run_at) })),
  );
}
