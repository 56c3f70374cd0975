import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { SUMMARIES } from '@/lib/channels/alerts/rules';
import { notDismissed, waits } from '@/lib/dismissals/queries';
import {
  ELSEWHERE,
  type Elsewhere,
  KINDS,
  type Kind,
  type Place,
  RANKS,
  type Rank,
  type Side,
  writePlace,
} from './rules';

export const PAGE_SIZE = 50;

/** Which rows a list, a count or a bulk retry is about; `only` narrows what needs a person, by a row `r` of its kind. */
export type Filter = { kind: Kind | null; side: Side | null; only?: Record<Kind, SQL> };
export type Found = { kind: Kind; side: Side; id: string; at: Date };

/** One page of the board, the worst and oldest first, after a place; `next` is where the rest begins. */
export async function boardPage(
  resellerId: ResellerId,
  { kind, side, only }: Filter,
  after: Place | null,
  limit = PAGE_SIZE,
): Promise<{ rows: Found[]; next: string | null }> {
  const begins = after ? RANKS.indexOf(after.rank) : 0;
  const branches = RANKS.slice(begins).flatMap((rank) => {
    const of: Side = rank === 'moving' ? 'moving' : 'needs';
    if (side !== null && side !== of) return [];
    return KINDS.filter((k) => (kind === null || k === kind) && (rank !== 'look' || k === 'message')).flatMap(
      (k) => {
        const from = FROM[of][k];
        const parts = [from?.(resellerId), only?.[k], k === 'message' ? RANKED[rank] : undefined];
        const place = after?.rank === rank ? after : null;
        return from ? [branch(k, rank, sql.join(parts.filter(isSql), sql` and `), place, limit + 1)] : [];
      },
    );
  });
  if (branches.length === 0) return { rows: [], next: null };
  const found = await database().execute<{ kind: Kind; rank: Rank; id: string; at: string }>(sql`
    select kind, rank, id, at from (${sql.join(branches, sql` union all `)}) board
    order by array_position(${sql.raw(`array['${RANKS.join("','")}']`)}, rank), at, id limit ${limit + 1}`);
  const shown = found.slice(0, limit).map((row) => ({ ...row, at: new Date(row.at) }));
  const rows = shown.map(
    ({ rank, ...row }): Found => ({
      ...row,
      side: rank === 'moving' ? 'moving' : 'needs',
    }),
  );
  const last = shown.at(-1);
  return { rows, next: found.length > limit && last ? writePlace(last) : null };
}

const isSql = (part: SQL | undefined): part is SQL => part !== undefined;

/** Of messages that need a person: one that did not go has to be decided, the others may have done all they could. */
const RANKED: Partial<Record<Rank, SQL>> = {
  needs: sql`r.state = 'failed'`,
  look: sql`r.state <> 'failed'`,
};

/** One kind of one rank, cut off by itself: each is read by its own partial index, whatever history there is. */
const branch = (kind: Kind, rank: Rank, from: SQL, after: Place | null, limit: number): SQL => sql`
  (select ${kind}::text as kind, ${rank}::text as rank, r.id, r.created_at as at from ${from}
   and ${after ? sql`(r.created_at, r.id) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)` : sql`true`}
   order by r.created_at, r.id limit ${limit})`;

export type Counted<K extends string> = Record<K, { n: number; oldest: Date | null }>;

/**
 * What needs a person, by kind, with what has pages of its own. This is the one truth: the board's tabs, the
 * badge of the navigation, the figure of the *Painel* and the morning's summary all count here.
 */
export async function needsByKind(resellerId: ResellerId): Promise<Counted<Kind | Elsewhere>> {
  return counted<Kind | Elsewhere>(
    [
      ...KINDS.flatMap((kind) => countOf(kind, FROM.needs[kind]?.(resellerId))),
      countOf(
        'receipt',
        sql`(select id, received_at as created_at from receipts
      where reseller_id = ${resellerId} and state = 'review') r where true`,
      ),
      countOf(
        'slot',
        sql`(select id, due_at as created_at from package_slots
      where reseller_id = ${resellerId} and state = 'held') r where true`,
      ),
    ].flat(),
    [...KINDS, ...ELSEWHERE],
  );
}

/** How many of each kind need a person and are such a row `r`. */
export const countOnly = (resellerId: ResellerId, only: Record<Kind, SQL>): Promise<Counted<Kind>> =>
  counted<Kind>(
    KINDS.flatMap((kind) => {
      const from = FROM.needs[kind]?.(resellerId);
      return from ? countOf(kind, sql`${from} and ${only[kind]}`) : [];
    }),
    KINDS,
  );

/** Whether anything was ever to be delivered: an empty board says another thing before that. */
export async function hasBegun(resellerId: ResellerId): Promise<boolean> {
  const any = ['renewal_intents', 'account_tasks', 'sheet_rows', 'messages'].map(
    (table) => sql`exists (select 1 from ${sql.identifier(table)} r where r.reseller_id = ${resellerId})`,
  );
  const [row] = await database().execute<{ begun: boolean }>(
    sql`select ${sql.join(any, sql` or `)} as begun`,
  );
  return row?.begun ?? false;
}

/** What goes on by itself, by kind. */
export const movingByKind = (resellerId: ResellerId): Promise<Counted<Kind>> =>
  counted<Kind>(
    KINDS.flatMap((kind) => countOf(kind, FROM.moving[kind]?.(resellerId))),
    KINDS,
  );

/** How many things wait for a person, of all kinds, and since when. */
export async function needingPerson(resellerId: ResellerId): Promise<{ count: number; oldest: Date | null }> {
  const all = Object.values(await needsByKind(resellerId));
  const dates = all.flatMap((one) => one.oldest?.getTime() ?? []);
  return {
    count: all.reduce((sum, one) => sum + one.n, 0),
    oldest: dates.length > 0 ? new Date(Math.min(...dates)) : null,
  };
}

const countOf = (kind: string, from: SQL | undefined): SQL[] =>
  from
    ? [sql`select ${kind}::text as kind, count(*)::int as n, min(r.created_at) as oldest from ${from}`]
    : [];

async function counted<K extends string>(parts: SQL[], kinds: readonly K[]): Promise<Counted<K>> {
  const rows = await database().execute<{ kind: string; n: number; oldest: string | null }>(
    sql.join(parts, sql` union all `),
  );
  const of = new Map(
    rows.map(({ kind, n, oldest }) => [kind, { n, oldest: oldest ? new Date(oldest) : null }]),
  );
  return Object.fromEntries(
    kinds.map((kind) => [kind, of.get(kind) ?? { n: 0, oldest: null }]),
  ) as Counted<K>;
}

type From = (resellerId: ResellerId) => SQL;

const MOVING = sql`r.state in ('pending', 'sending', 'unknown')`;

const tasks =
  (kind: 'create' | 'status', state: SQL, more = sql`true`): From =>
  (resellerId) =>
    sql`account_tasks r where r.reseller_id = ${resellerId} and ${state} and r.kind = ${kind} and ${more}`;

/** Where each kind's rows are, as `r` with `id` and `created_at`, ending in a WHERE. Nothing: none on that side. */
const FROM: Record<Side, Partial<Record<Kind, From>>> = {
  needs: {
    renewal: (id) => sql`renewal_intents r where r.reseller_id = ${id} and ${waits('renewal')}`,
    creation: tasks('create', waits('account'), notDismissed('account', 'r')),
    status: tasks('status', waits('account'), notDismissed('account', 'r')),
    sheet: (id) =>
      sql`sheet_rows r where r.reseller_id = ${id} and ${waits('sheet')} and ${notDismissed('sheet', 'r')}`,
    // Too late, an answer is of no use to anybody; a summary of these is none of them.
    message: (id) =>
      sql`messages r where r.reseller_id = ${id} and ${waits('message')}
        and not (r.kind = 'reply' and r.state = 'expired')
        and not (r.kind = 'alert' and r.period like ${SUMMARIES}) and ${notDismissed('message', 'r')}`,
    pix: (id) => sql`(select invoice_id as id, min(created_at) as created_at from mercadopago_charges
      where reseller_id = ${id} and (state = 'review' or (state = 'pending' and reason = 'plan_blocked'))
      group by invoice_id) r where true`,
  },
  moving: {
    renewal: (id) => sql`renewal_intents r where r.reseller_id = ${id} and ${MOVING}`,
    creation: tasks('create', MOVING),
    status: tasks('status', MOVING),
    sheet: (id) => sql`sheet_rows r where r.reseller_id = ${id} and r.state in ('queued', 'sending')`,
    // What a person sends by hand stands in *Mensagens*.
    message: (id) =>
      sql`messages r where r.reseller_id = ${id} and r.state in ('queued', 'sending') and r.channel <> 'manual'`,
  },
};
