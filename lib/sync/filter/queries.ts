import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import { clients } from '@/db/schema/clients';
import { syncRows } from '@/db/schema/sync';
import { likePattern, searchTerms } from '@/lib/search';
import { APART_DAYS, type RowFilter } from './rules';

/** A filter as conditions on a run's rows, each beside its client where there is one. */
export function matching({ q = '', apart }: RowFilter): SQL[] {
  const text = sql`(coalesce(${clients.search}, '') || ' ' || lower(${syncRows.username}) || ' '
    || coalesce(${syncRows.theirs} ->> 'search', ''))`;
  const where = searchTerms(q).map((term) => sql`${text} like ${likePattern(term)}`);
  if (!apart) return where;
  const [over, upTo] = APART_DAYS[apart];
  const at = (side: SQL) => sql`(${side} ->> 'expiresAt')::timestamptz`;
  const days = sql`abs(extract(epoch from ${at(sql`${syncRows.theirs}`)} - ${at(sql`${syncRows.ours}`)})) / 86400`;
  return [...where, sql`${days} > ${over}`, ...(upTo === null ? [] : [sql`${days} <= ${upTo}`])];
}
