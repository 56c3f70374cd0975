import 'server-only';
import { sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { dismissals } from '@/db/schema/dismissals';
import { stands } from '@/lib/dismissals/queries';
import type { DismissedKind } from '@/lib/dismissals/rules';
import { boardLines, type Line } from '../lines/queries';
import { PAGE_SIZE } from '../queries';
import type { Kind } from '../rules';

export type DismissedLine = Line & {
  dismissal: { kind: DismissedKind; because: string; by: string; at: Date };
};

type Row = {
  id: string;
  kind: Kind;
  of: DismissedKind;
  row_id: string;
  because: string;
  by: string;
  at: string;
};

/** A page of what people took off the board, the latest first, from the dismissal after `after` on. */
export async function dismissedPage(
  resellerId: ResellerId,
  { kind, after }: { kind: Kind | null; after: string | null },
  now: Date,
  zone: string,
): Promise<{ lines: DismissedLine[]; next: string | null }> {
  const rows = await database().execute<Row>(sql`
    select * from (${standing(resellerId)}) gone
    where ${ofKind(kind)} and ${after ? placeAfter(resellerId, after) : sql`true`}
    order by at desc, id desc limit ${PAGE_SIZE + 1}`);
  const page = rows.slice(0, PAGE_SIZE);
  const found = page.map((row) => ({
    ...{ kind: row.kind, side: 'needs' as const, id: row.row_id },
    at: new Date(row.at),
  }));
  const lines = new Map((await boardLines(resellerId, found, now, zone)).map((line) => [line.id, line]));
  return {
    lines: page.flatMap(({ row_id, of, because, by, at }) => {
      const line = lines.get(row_id);
      return line ? [{ ...line, dismissal: { kind: of, because, by, at: new Date(at) } }] : [];
    }),
    next: rows.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null,
  };
}

const placeAfter = (resellerId: ResellerId, after: string) => sql`(at, id) < (
  select created_at, id from ${dismissals} where reseller_id = ${resellerId} and id = ${after}::uuid)`;

/** How many stand dismissed, of one kind or of all. */
export async function countDismissed(resellerId: ResellerId, kind: Kind | null): Promise<number> {
  const [row] = await database().execute<{ n: number }>(
    sql`select count(*)::int as n from (${standing(resellerId)}) gone where ${ofKind(kind)}`,
  );
  return row?.n ?? 0;
}

/** Every dismissal that stands; the board's kind of an account's work is its task's. */
const standing = (resellerId: ResellerId) => sql`
  select d.id, d.kind as of, d.row_id, d.because, d.user_name as by, d.created_at as at,
    case d.kind when 'account' then case t.kind when 'create' then 'creation' else 'status' end
      else d.kind end as kind
  from ${dismissals} d
  left join account_tasks t on d.kind = 'account' and t.reseller_id = d.reseller_id and t.id = d.row_id
  where d.reseller_id = ${resellerId} and ${stands}`;

const ofKind = (kind: Kind | null) => (kind ? sql`kind = ${kind}` : sql`true`);
