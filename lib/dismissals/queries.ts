import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { literals } from '@/db/literals';
import { dismissals } from '@/db/schema/dismissals';
import { type DismissedKind, WAITS_IN } from './rules';

/** Whether a row `r` waits for a person, in literals: by them a partial index is known to fit. */
export const waits = (kind: DismissedKind): SQL => sql`r.state in ${literals(WAITS_IN[kind])}`;

/**
 * Whether the rows of a query are still on the board, for its WHERE; `alias` is what the query calls their table.
 * One that was set going again since has another `next_run_at`, and is back.
 */
export function notDismissed(kind: Exclude<DismissedKind, 'renewal'>, alias: string): SQL {
  const row = sql.identifier(alias);
  return sql`not exists (select 1 from ${dismissals} gone where gone.reseller_id = ${row}.reseller_id
    and gone.kind = ${kind} and gone.row_id = ${row}.id and gone.as_of = ${row}.next_run_at)`;
}

/** What a row that was taken off the board stands under there; null when it is on it. */
export async function dismissalOf(resellerId: ResellerId, kind: DismissedKind, rowId: string) {
  const [row] = await database().execute<{ because: string; by: string; at: string }>(sql`
    select d.because, d.user_name as by, d.created_at as at from ${dismissals} d
    where d.reseller_id = ${resellerId} and d.kind = ${kind} and d.row_id = ${rowId}::uuid and ${STILL[kind]}`);
  return row ? { because: row.because, by: row.by, at: new Date(row.at) } : null;
}

export type Dismissal = NonNullable<Awaited<ReturnType<typeof dismissalOf>>>;

/** Whether a dismissal `d` still stands: its row is as it was. */
const STILL: Record<DismissedKind, SQL> = {
  renewal: sql`exists (select 1 from renewal_intents r where r.reseller_id = d.reseller_id and r.id = d.row_id
    and r.state = 'closed')`,
  account: sql`exists (select 1 from account_tasks r where r.reseller_id = d.reseller_id and r.id = d.row_id
    and r.next_run_at = d.as_of and ${waits('account')})`,
  sheet: sql`exists (select 1 from sheet_rows r where r.reseller_id = d.reseller_id and r.id = d.row_id
    and r.next_run_at = d.as_of and ${waits('sheet')})`,
  message: sql`exists (select 1 from messages r where r.reseller_id = d.reseller_id and r.id = d.row_id
    and r.next_run_at = d.as_of and ${waits('message')})`,
};
/** The same for any kind. */
export const stands: SQL = sql`case d.kind when 'renewal' then ${STILL.renewal} when 'account' then ${STILL.account}
  when 'sheet' then ${STILL.sheet} else ${STILL.message} end`;
