import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import type { ResellerId } from '@/db/ids';
import { syncRows, syncRuns } from '@/db/schema/sync';
import { likePattern, searchTerms } from '@/lib/search';
import { APART_DAYS, type RowFilter } from './rules';

/** A row's client as it is found; looked up row by row: a join of a run's thousands may be planned as a loop over both. */
const found = sql`(select c.search from clients c
  where c.id = ${syncRows.clientId} and c.reseller_id = ${syncRows.resellerId})`;

/** A filter as conditions on a run's rows, with their clients where there are some. */
export function matching({ q = '', apart }: RowFilter): SQL[] {
  const text = sql`(coalesce(${found}, '') || ' ' || lower(${syncRows.username}) || ' '
    || coalesce(${syncRows.theirs} ->> 'search', ''))`;
  const where = searchTerms(q).map((term) => sql`${text} like ${likePattern(term)}`);
  if (!apart) return where;
  const [over, upTo] = APART_DAYS[apart];
  const at = (side: SQL) => sql`(${side} ->> 'expiresAt')::timestamptz`;
  const days = sql`abs(extract(epoch from ${at(sql`${syncRows.theirs}`)} - ${at(sql`${syncRows.ours}`)})) / 86400`;
  return [...where, sql`${days} > ${over}`, ...(upTo === null ? [] : [sql`${days} <= ${upTo}`])];
}

/**
 * Whether whom a difference is about still has the account that was read, as `isAboutAccount` asks of who is locked: after
 * a move, under another name or archived there is nothing to be decided. Who was only not read stays in that reading's sum.
 */
export const isHere = sql`(${syncRows.state} <> 'open' or ${syncRows.class} in ('missing_here', 'in_flight', 'unread')
  or exists (select from clients c join ${syncRuns} h on h.id = ${syncRows.runId}
    where c.id = ${syncRows.clientId} and c.reseller_id = ${syncRows.resellerId}
      and c.server_id = h.server_id and c.username = ${syncRows.username} and c.archived_at is null))`;

/**
 * The rows that a run's page shows and decides: its own, and what earlier readings of the server left open, so that a run
 * which read little hides nothing. Only a client's latest reading has open rows (docs/decisions/0027). What a later run
 * finds is not reached, nor what is about an account that its client has no longer.
 */
export const reachedFrom = (resellerId: ResellerId, runId: string): SQL => sql`((${syncRows.runId} = ${runId}
  or ${syncRows.state} = 'open'
    and ${syncRows.runId} in (select o.id from ${syncRuns} u join ${syncRuns} o
      on o.reseller_id = u.reseller_id and o.server_id = u.server_id and o.created_at <= u.created_at
      where u.reseller_id = ${resellerId} and u.id = ${runId})) and ${isHere})`;
