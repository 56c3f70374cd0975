import 'server-only';
import { and, count, eq, isNull } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { panelPackages, servers } from '@/db/schema/servers';
import { auditOf, type Doer } from '@/lib/audit/commands';
import { type PackageProblem, packageProblem } from './rules';
import type { PlanInput } from './schema';

export type PlanRefusal =
  | { ok: false; reason: 'absent' | 'server_absent' }
  | { ok: false; reason: 'package'; problem: PackageProblem }
  | { ok: false; reason: 'in_use'; clients: number };
type PlanWritten = { ok: true; id: string } | PlanRefusal;

/** Adds a plan. On a server with a panel its package must be one that can be sold. */
export async function createPlan(
  resellerId: ResellerId,
  doer: Doer,
  input: PlanInput,
  now: Date,
): Promise<PlanWritten> {
  return database().transaction(async (tx): Promise<PlanWritten> => {
    const checked = await checkPackage(tx, resellerId, input);
    if (!checked.ok) return checked;
    const id = newId();
    const values = { ...columnsOf(input), packageId: checked.packageId };
    await tx.insert(plans).values({ id, resellerId, ...values });
    await audit(tx, doer, id, 'plan.created', { after: values }, now);
    return { ok: true, id };
  });
}

/** Changes a plan. Its server stays while clients use it: a client is only ever renewed on its own server. */
export async function updatePlan(
  resellerId: ResellerId,
  doer: Doer,
  id: string,
  input: PlanInput,
  now: Date,
): Promise<PlanWritten> {
  return database().transaction(async (tx): Promise<PlanWritten> => {
    const before = await lockPlan(tx, resellerId, id);
    if (!before) return { ok: false, reason: 'absent' };
    if (before.serverId !== input.serverId) {
      const used = await countClients(tx, resellerId, id);
      if (used > 0) return { ok: false, reason: 'in_use', clients: used };
    }
    const checked = await checkPackage(tx, resellerId, input);
    if (!checked.ok) return checked;
    const values = { ...columnsOf(input), packageId: checked.packageId };
    await tx.update(plans).set(values).where(own(resellerId, id));
    await audit(
      tx,
      doer,
      id,
      'plan.updated',
      { before: { ...columnsOf(before), packageId: before.packageId }, after: values },
      now,
    );
    return { ok: true, id };
  });
}

/** Takes a plan out of sale; refused, with the number, while clients use it. */
export async function archivePlan(
  resellerId: ResellerId,
  doer: Doer,
  id: string,
  now: Date,
): Promise<PlanWritten> {
  return database().transaction(async (tx): Promise<PlanWritten> => {
    // Whoever brings a client locks this row, too: the first is counted, a later one finds it archived.
    if (!(await lockPlan(tx, resellerId, id))) return { ok: false, reason: 'absent' };
    const used = await countClients(tx, resellerId, id);
    if (used > 0) return { ok: false, reason: 'in_use', clients: used };
    await tx.update(plans).set({ archivedAt: now }).where(own(resellerId, id));
    await audit(tx, doer, id, 'plan.archived', {}, now);
    return { ok: true, id };
  });
}

async function checkPackage(
  tx: Executor,
  resellerId: ResellerId,
  { serverId, packageId }: PlanInput,
): Promise<{ ok: true; packageId: string | null } | PlanRefusal> {
  // Locked, so that the server is not archived or moved to another panel meanwhile.
  const [server] = await tx
    .select({ panelType: servers.panelType })
    .from(servers)
    .where(and(eq(servers.resellerId, resellerId), eq(servers.id, serverId), isNull(servers.archivedAt)))
    .for('share');
  if (!server) return { ok: false, reason: 'server_absent' };
  if (server.panelType === 'none') return { ok: true, packageId: null };
  const [offered] = await tx
    .select()
    .from(panelPackages)
    .where(
      and(
        eq(panelPackages.resellerId, resellerId),
        eq(panelPackages.serverId, serverId),
        eq(panelPackages.packageId, packageId ?? ''),
      ),
    );
  const problem = packageProblem(offered);
  return problem ? { ok: false, reason: 'package', problem } : { ok: true, packageId };
}

async function lockPlan(tx: Executor, resellerId: ResellerId, id: string) {
  const [plan] = await tx
    .select()
    .from(plans)
    .where(and(own(resellerId, id), isNull(plans.archivedAt)))
    .for('update');
  return plan ?? null;
}

async function countClients(tx: Executor, resellerId: ResellerId, planId: string): Promise<number> {
  const [row] = await tx
    .select({ used: count() })
    .from(clients)
    .where(and(eq(clients.resellerId, resellerId), eq(clients.planId, planId), isNull(clients.archivedAt)));
  return row?.used ?? 0;
}

const own = (resellerId: ResellerId, id: string) => and(eq(plans.resellerId, resellerId), eq(plans.id, id));

type Columns = { name: string; priceCents: number; days: number; serverId: string; screens: number };
const columnsOf = ({ name, priceCents, days, serverId, screens }: Columns): Columns => ({
  name,
  priceCents,
  days,
  serverId,
  screens,
});

const audit = auditOf('plan');
