import 'server-only';
import { and, asc, count, eq, isNull, notInArray, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { invoices, renewalIntents } from '@/db/schema/invoices';
import { panelPackages, servers } from '@/db/schema/servers';
import { onItsWayTo, samePanelAs } from '@/lib/accounts/left/queries';
import { IS_BUSY, IS_IN_DOUBT } from '@/lib/accounts/queries';
import { type Choice, chosen } from '@/lib/clients/list/queries';
import { packageProblem } from '@/lib/plans/rules';
import { ENDED } from '@/lib/renewals/rules';
import { type MovePreview, type MoveTarget, moveLines, STAYS, type Stay, type Target } from './rules';

type Scope = { resellerId: ResellerId; now: Date; zone: string };
const NAMED = 5;
const PLAN = {
  ...{ id: plans.id, name: plans.name },
  ...{ days: plans.days, screens: plans.screens, priceCents: plans.priceCents },
};

/** The plans that the chosen clients have today, and the servers they may go to with the plans there. */
export async function moveChoices({ resellerId, now, zone }: Scope, choice: Choice) {
  const [today, there] = await Promise.all([
    database()
      .select({
        ...PLAN,
        serverId: servers.id,
        server: servers.name,
        panelType: servers.panelType,
        count: count(),
      })
      .from(clients)
      .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
      .innerJoin(servers, and(eq(servers.resellerId, clients.resellerId), eq(servers.id, clients.serverId)))
      .where(and(...chosen(resellerId, choice, now, zone), isNull(clients.archivedAt)))
      .groupBy(plans.id, servers.id)
      .orderBy(asc(servers.name), asc(plans.name)),
    database()
      .select({ id: servers.id })
      .from(servers)
      .where(and(eq(servers.resellerId, resellerId), isNull(servers.archivedAt)))
      .orderBy(asc(servers.name)),
  ]);
  const targets = await Promise.all(
    there.map(async ({ id }) => ({ id, target: await targetOf(resellerId, id) })),
  );
  return {
    today,
    servers: targets.flatMap(({ id, target }) => (target ? [{ id, ...target }] : [])),
  };
}

export type MoveChoices = Awaited<ReturnType<typeof moveChoices>>;

/** A server in use with its plans that can take clients: on a panel, those whose package may be sold. */
export async function targetOf(
  resellerId: ResellerId,
  serverId: string,
  on: Executor = database(),
): Promise<Target | null> {
  const rows = await on
    .select({
      name: servers.name,
      panelType: servers.panelType,
      plan: { ...PLAN, archivedAt: plans.archivedAt },
      sold: { active: panelPackages.active, trial: panelPackages.trial, goneAt: panelPackages.goneAt },
      credits: panelPackages.credits,
    })
    .from(servers)
    .leftJoin(plans, and(eq(plans.resellerId, servers.resellerId), eq(plans.serverId, servers.id)))
    .leftJoin(
      panelPackages,
      and(eq(panelPackages.serverId, servers.id), eq(panelPackages.packageId, plans.packageId)),
    )
    .where(and(eq(servers.resellerId, resellerId), eq(servers.id, serverId), isNull(servers.archivedAt)))
    .orderBy(asc(plans.name));
  const [first] = rows;
  if (!first) return null;
  const takes = rows.filter(
    (row) =>
      row.panelType === 'none' || packageProblem(row.sold as Parameters<typeof packageProblem>[0]) === null,
  );
  return {
    name: first.name,
    panelType: first.panelType,
    plans: takes.flatMap(({ plan, credits }) => {
      if (!plan || plan.archivedAt) return [];
      const { archivedAt: _, ...live } = plan;
      return [{ ...live, credits }];
    }),
  };
}

/** What a move of the chosen clients would do on each panel, and who stays; null when the target is not there. */
export async function movePreview(
  { resellerId, now, zone }: Scope,
  choice: Choice,
  to: MoveTarget,
): Promise<MovePreview | null> {
  const target = await targetOf(resellerId, to.serverId);
  if (!target) return null;
  const which = chosen(resellerId, choice, now, zone);
  const found = database()
    .$with('found')
    .as(fated(resellerId, which, to));
  const open = sql<number>`(select count(*) from ${invoices} i where i.client_id = found.id and i.state = 'open')`;
  const [twins, rows, names] = await Promise.all([
    samePanelAs(resellerId, to.serverId),
    database()
      .with(found)
      .select({
        serverId: servers.id,
        serverName: servers.name,
        panelType: servers.panelType,
        planId: found.planId,
        stay: found.stay,
        count: count(),
        linked: sql<number>`(count(*) filter (where ${found.linked}))::int`,
        known: sql<number>`(count(*) filter (where ${found.known}))::int`,
        owed: sql<number>`(count(*) filter (where ${found.owed}))::int`,
        invoices: sql<number>`sum(${open})::int`,
      })
      .from(found)
      .innerJoin(servers, and(eq(servers.resellerId, resellerId), eq(servers.id, found.serverId)))
      .groupBy(servers.id, found.planId, found.stay)
      .orderBy(asc(servers.name)),
    database()
      .with(found)
      .select({
        stay: found.stay,
        name: found.name,
        place: sql<number>`row_number() over (partition by ${found.stay} order by ${found.name})`.as('place'),
      })
      .from(found)
      .where(sql`${found.stay} is not null`)
      .orderBy(sql`place`)
      .limit(NAMED * STAYS.length),
  ]);
  const groups = rows.map((group) => ({ ...group, same: twins.has(group.serverId) }));
  return {
    chosen: groups.reduce((sum, group) => sum + group.count, 0),
    ...moveLines(groups, target, to),
    left: STAYS.flatMap((reason) => {
      const staying = groups.filter((group) => group.stay === reason).reduce((sum, g) => sum + g.count, 0);
      const who = names.filter((one) => one.stay === reason).slice(0, NAMED);
      return staying > 0 ? [{ reason, count: staying, names: who.map((one) => one.name) }] : [];
    }),
  };
}

/**
 * Each of the chosen with the reason to stay, the first by the order of the move itself, but archived ones are told as
 * such; null: they go.
 */
function fated(resellerId: ResellerId, which: SQL[], { serverId, plans: mapped }: MoveTarget) {
  const other = alias(clients, 'other');
  const taken = sql`exists (select 1 from ${clients} ${sql.raw('other')} where ${other.serverId} = ${serverId}::uuid
    and lower(${other.username}) = lower(${clients.username}) and ${other.archivedAt} is null)`;
  const twin = sql`row_number() over (partition by lower(${clients.username})
    order by ${clients.archivedAt} is not null, ${clients.expiresAt}, ${clients.id}) > 1`;
  const renewing = sql`exists (select 1 from ${renewalIntents} where ${renewalIntents.clientId} = ${clients.id}
    and ${notInArray(renewalIntents.state, [...ENDED])})`;
  const busy = sql`exists (select 1 from ${accountTasks} where ${accountTasks.clientId} = ${clients.id}
    and (${IS_BUSY} or ${IS_IN_DOUBT} or ${onItsWayTo(database(), resellerId, serverId)}))`;
  const owed = sql`exists (select 1 from ${accountTasks} where ${accountTasks.clientId} = ${clients.id}
    and ${accountTasks.username} is null and ${accountTasks.wanted} = 'suspended'
    and ${accountTasks.state} in ('pending', 'rejected', 'review'))`;
  const known = Object.keys(mapped);
  const unmapped = known.length > 0 ? notInArray(clients.planId, known) : sql`true`;
  return database()
    .select({
      id: clients.id,
      name: clients.name,
      serverId: clients.serverId,
      planId: clients.planId,
      linked: sql<boolean>`(${clients.panelState} = 'linked' and ${clients.status} = 'active')`.as('linked'),
      known: sql<boolean>`${clients.panelState} = 'linked'`.as('known'),
      owed: sql<boolean>`(${clients.panelState} = 'linked' and ${clients.status} = 'suspended' and ${owed})`.as(
        'owed',
      ),
      stay: sql<Stay | null>`case when ${clients.archivedAt} is not null then 'archived'
        when ${clients.serverId} = ${serverId}::uuid then 'already'
        when ${unmapped} then 'other_plan' when ${clients.username} = '' then 'no_username'
        when ${renewing} then 'renewing' when ${busy} then 'account_busy'
        when ${taken} or ${twin} then 'name_taken' end`.as('stay'),
    })
    .from(clients)
    .where(and(...which));
}
