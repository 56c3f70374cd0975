import 'server-only';
import { sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { MINUTE_MS } from '@/lib/time';
import { BOOK_SPACING_MS } from '../../book/rules';

const LAST_POST = sql`greatest(o.posted_at,
  case when o.sheet_id is null and o.phone_state <> 'pending' then o.phone_at end)`;
const SPACING = sql`${`${BOOK_SPACING_MS} milliseconds`}::interval`;
/** The other orders of the same package's renewals. */
const OTHERS = sql`from sheet_rows o
  where o.reseller_id = sheet_rows.reseller_id and o.subscription_id = sheet_rows.subscription_id
    and o.book = 'orders' and o.slot_id is not null and o.id <> sheet_rows.id`;

/**
 * As a condition on `sheet_rows`: whether another order of the same package is under way, comes first, or may have arrived
 * in the last 20 h. Looked at again when a row is claimed, because a retry comes long after the renewal was planned.
 */
export const tooSoon = (at: string) => sql`(sheet_rows.book = 'orders' and sheet_rows.slot_id is not null
  and exists (select ${OTHERS} and (o.state = 'sending'
    or (o.state = 'queued' and o.recalled_at is null and o.next_run_at <= ${at} and o.id < sheet_rows.id)
    or ${LAST_POST} > ${at}::timestamptz - ${SPACING})))`;

/** Due orders that come too soon wait until the 20 h are over, or a minute where nobody knows yet from when they count. */
export async function postponeRows(sheetIds: string[], now: Date): Promise<void> {
  const at = now.toISOString();
  const soon = new Date(now.getTime() + MINUTE_MS).toISOString();
  await database().execute(sql`update sheet_rows
    set next_run_at = greatest(${soon}::timestamptz, (select max(${LAST_POST}) + ${SPACING} ${OTHERS}))
    where sheet_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(sheetIds)}::jsonb))
      and state = 'queued' and recalled_at is null and next_run_at <= ${at} and ${tooSoon(at)}`);
}
