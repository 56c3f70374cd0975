import 'server-only';
import { and, asc, count, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { literals } from '@/db/literals';
import { bulkRows } from '@/db/schema/bulk';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { OPEN_STATES } from '@/lib/accounts/queries';
import type { TaskState } from '@/lib/accounts/rules';
import { readGateway } from '@/lib/channels/gateways/queries';
import { valuesOf } from '@/lib/channels/outbox/queries';
import { type Choice, chosen } from '@/lib/clients/list/queries';
import type { Values } from '@/lib/templates/rules';
import { findBulk } from '../queries';
import type { RowState } from '../rules';
import { CLIENT_ACTS, type ClientAct, type ClientReason, type ServerGroup } from './rules';

type Scope = { resellerId: ResellerId; now: Date; zone: string };

/** The chosen clients counted by server, and the plan asked about: null when it is absent. */
export async function choiceSummary({ resellerId, now, zone }: Scope, choice: Choice, planId: string | null) {
  const plan = planId ? await livePlan(resellerId, planId) : null;
  const onPlan = plan ? sql`${clients.planId} = ${plan.id}` : sql`false`;
  const groups: ServerGroup[] = await database()
    .select({
      serverId: servers.id,
      serverName: servers.name,
      count: count(),
      suspended: tally(sql`${clients.status} = 'suspended' and ${clients.archivedAt} is null`),
      linked: tally(sql`${clients.panelState} = 'linked' and ${clients.archivedAt} is null`),
      withoutPhone: tally(sql`${clients.phone} is null`),
      archived: tally(sql`${clients.archivedAt} is not null`),
      onPlan: tally(sql`${onPlan} and ${clients.archivedAt} is null`),
    })
    .from(clients)
    .innerJoin(servers, and(eq(servers.resellerId, clients.resellerId), eq(servers.id, clients.serverId)))
    .where(and(...chosen(resellerId, choice, now, zone)))
    .groupBy(servers.id)
    .orderBy(asc(servers.name));
  return { groups, plan };
}

const tally = (what: ReturnType<typeof sql>) => sql<number>`(count(*) filter (where ${what}))::int`;

async function livePlan(resellerId: ResellerId, planId: string) {
  const [plan] = await database()
    .select({ id: plans.id, serverId: plans.serverId, name: plans.name })
    .from(plans)
    .where(and(eq(plans.resellerId, resellerId), eq(plans.id, planId), isNull(plans.archivedAt)));
  return plan ?? null;
}

export type MessagePreview = {
  chosen: number;
  count: number;
  /** The first who gets it, and what a text may say of them; null when nobody does. */
  first: { name: string; values: Values } | null;
  /** Who gets none, the first few by name. */
  withoutPhone: { count: number; names: string[] };
  /** Whether it leaves by itself. */
  gateway: boolean;
};

/** What a message to the chosen clients would be: to how many, to nobody of whom, and the first in full. */
export async function messagePreview(
  { resellerId, now, zone }: Scope,
  choice: Choice,
): Promise<MessagePreview> {
  const which = chosen(resellerId, choice, now, zone);
  const named = (has: boolean, limit: number) =>
    database()
      .select({ id: clients.id, name: clients.name })
      .from(clients)
      .where(and(...which, isNull(clients.archivedAt), (has ? isNotNull : isNull)(clients.phone)))
      .orderBy(asc(clients.expiresAt), asc(clients.id))
      .limit(limit);
  const [[sums], [first], without, gateway] = await Promise.all([
    database()
      .select({ chosen: count(), withoutPhone: tally(sql`${clients.phone} is null`) })
      .from(clients)
      .where(and(...which)),
    named(true, 1),
    named(false, 5),
    readGateway(resellerId),
  ]);
  const { chosen: all, withoutPhone } = sums ?? { chosen: 0, withoutPhone: 0 };
  const values = first ? await valuesOf(resellerId, first.id) : null;
  return {
    chosen: all,
    count: all - withoutPhone,
    first: first && values ? { name: first.name, values } : null,
    withoutPhone: { count: withoutPhone, names: without.map((c) => c.name) },
    gateway: gateway !== null,
  };
}

const PAGE_SIZE = 50;
type Place = { state: RowState | null; after: number };

/** One batch of client acts with a page of its rows, in the order they were asked; null for an unknown or foreign id. */
export async function getClientBulk(resellerId: ResellerId, bulkId: string, { state, after }: Place) {
  const found = await findBulk(resellerId, bulkId, CLIENT_ACTS);
  if (!found) return null;
  const rows = await database()
    .select({
      id: bulkRows.id,
      clientId: clients.id,
      clientName: clients.name,
      username: clients.username,
      position: bulkRows.position,
      state: bulkRows.state,
      reason: bulkRows.reason,
      openTask: OPEN_TASK,
    })
    .from(bulkRows)
    .innerJoin(clients, and(eq(clients.resellerId, bulkRows.resellerId), eq(clients.id, bulkRows.clientId)))
    .where(
      and(
        eq(bulkRows.resellerId, resellerId),
        eq(bulkRows.bulkId, bulkId),
        state ? eq(bulkRows.state, state) : undefined,
        gt(bulkRows.position, after),
      ),
    )
    .orderBy(asc(bulkRows.position))
    .limit(PAGE_SIZE + 1);
  const page = rows.slice(0, PAGE_SIZE);
  return {
    act: found.bulk.act as ClientAct,
    bulk: found.bulk,
    tally: found.tally,
    rows: page.map((row) => ({ ...row, reason: row.reason as ClientReason | null })),
    next: rows.length > PAGE_SIZE ? (page.at(-1)?.position ?? null) : null,
  };
}

/** What a client's account still wants, one that needs a person first; null when nothing. */
const OPEN_TASK = sql<{ id: string; state: TaskState } | null>`(
  select json_build_object('id', t.id, 'state', t.state) from ${accountTasks} t
  where t.reseller_id = ${bulkRows.resellerId} and t.client_id = ${bulkRows.clientId}
    and t.state in ${literals(OPEN_STATES)}
  order by t.state in ('rejected', 'review') desc, t.created_at desc limit 1)`;

export type ClientBulk = NonNullable<Awaited<ReturnType<typeof getClientBulk>>>;
