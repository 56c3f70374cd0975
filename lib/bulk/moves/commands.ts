import 'server-only';
import { and, eq } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import type { bulks } from '@/db/schema/bulk';
import { clients } from '@/db/schema/clients';
import type { Doer } from '@/lib/audit/commands';
import { moveToServer } from '@/lib/clients/move/commands';
import type { ClientReason } from '../clients/rules';
import type { Settled } from '../rules';
import { targetOf } from './queries';
import type { MoveTarget } from './rules';

type Detail = NonNullable<(typeof bulks.$inferInsert)['detail']>;

/** What a batch keeps of where it goes; null when the server or one of the plans cannot take clients now. */
export async function moveDetail(
  tx: Executor,
  resellerId: ResellerId,
  { serverId, plans, suspend }: MoveTarget,
): Promise<Detail | null> {
  const target = await targetOf(resellerId, serverId, tx);
  const open = new Set(target?.plans.map((plan) => plan.id));
  if (!target || !Object.values(plans).every((id) => open.has(id))) return null;
  const panel = target.panelType !== 'none';
  return { serverId, server: target.name, panel, plans, suspend };
}

/** One client of a batch; moving is a transaction with the row that tells of it. */
export async function moveRow(
  tx: Executor,
  doer: Doer,
  { clientId, detail }: { clientId: string; detail: Detail },
  now: Date,
): Promise<Settled<ClientReason>> {
  const [client] = await tx
    .select({ planId: clients.planId, serverId: clients.serverId })
    .from(clients)
    .where(and(eq(clients.resellerId, doer.resellerId), eq(clients.id, clientId)));
  if (client?.serverId === detail.serverId) return { state: 'skipped', reason: 'already' };
  const planId = client && detail.plans?.[client.planId];
  if (!planId) return { state: 'skipped', reason: 'other_plan' };
  const { serverId, suspend } = detail;
  const wanted = { id: clientId, planId, serverId, suspend: suspend === true };
  const moved = await moveToServer(tx, doer, wanted, now);
  if (moved === 'moved') return { state: 'done', reason: null };
  // Who stays was named before the press: that is no failure.
  return { state: moved === 'plan_absent' ? 'failed' : 'skipped', reason: moved };
}
