import { and, eq, inArray } from 'drizzle-orm';
import { database } from '@/db/client';
import { clients, plans } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { servers } from '@/db/schema/servers';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import { adoptPanelDate, appendEvidence, type IntentRow, wakeNext } from '../commands';
import type { Warning } from '../rules';
import { type Live, mayResend, type ResendRefusal } from './rules';

/** A person's word ends a review or a refusal: the panel's date is adopted. False when it is no longer theirs to say. */
export async function settleByPerson(
  doer: Doer,
  id: string,
  said: { expiresAt: Date; warning: Warning; live: Live | null },
  now: Date,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [row] = await tx
      .update(renewalIntents)
      .set({
        state: 'verified',
        reason: null,
        warning: said.warning,
        expiresAfter: said.expiresAt,
        verifiedAt: now,
        evidence: appendEvidence([{ at: now.toISOString(), call: 'person', by: doer.userName, ...said }]),
      })
      .where(and(mine(doer, id), inArray(renewalIntents.state, ['review', 'rejected'])))
      .returning();
    if (!row) return false;
    await adoptPanelDate(tx, row, said.expiresAt, now);
    await wakeNext(tx, row, now);
    await recordAudit(tx, doer, entry(row, `renewal.${said.warning}`, { to: said.expiresAt }), now);
    return true;
  });
}

/**
 * *Não renovou - reenviar*: only from review, with an unmoved reading younger than 60 s, past quiet. The
 * attempt becomes 1 and the date just read becomes the base, so step 3 compares with what the person saw.
 */
export async function resendByPerson(
  doer: Doer,
  id: string,
  live: Live,
  now: Date,
): Promise<'ok' | 'absent' | 'moved_on' | ResendRefusal> {
  return database().transaction(async (tx) => {
    const [row] = await tx.select().from(renewalIntents).where(mine(doer, id)).for('update');
    if (!row) return 'absent';
    if (row.state !== 'review') return 'moved_on';
    const verdict = mayResend(row, live, now);
    if (verdict !== 'ok') return verdict;
    await requeue(doer, row, { attempt: 1, expiresFirst: live.expiresAt }, now, tx);
    await recordAudit(tx, doer, entry(row, 'renewal.resent', { seen: live.expiresAt }), now);
    return 'ok';
  });
}

/** A refusal was mended (credits, package, account): in the queue again, on the plan's package of today. */
export async function retryRejected(doer: Doer, id: string, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [row] = await tx.select().from(renewalIntents).where(mine(doer, id)).for('update');
    if (row?.state !== 'rejected') return false;
    await requeue(doer, row, {}, now, tx);
    await recordAudit(tx, doer, entry(row, 'renewal.retried', {}), now);
    return true;
  });
}

type Transaction = Parameters<Parameters<ReturnType<typeof database>['transaction']>[0]>[0];

async function requeue(doer: Doer, row: IntentRow, change: Partial<IntentRow>, now: Date, tx: Transaction) {
  const [fresh] = await tx
    .select({ packageId: plans.packageId, username: clients.username, version: servers.version })
    .from(clients)
    .innerJoin(plans, eq(plans.id, clients.planId))
    .innerJoin(servers, eq(servers.id, clients.serverId))
    .where(and(eq(clients.resellerId, doer.resellerId), eq(clients.id, row.clientId)));
  const snapshot = fresh?.packageId
    ? { packageId: fresh.packageId, panelUsername: fresh.username, serverVersion: fresh.version }
    : {};
  const said = [{ at: now.toISOString(), call: 'person' as const, by: doer.userName, again: true }];
  await tx
    .update(renewalIntents)
    .set({
      ...snapshot,
      ...change,
      state: 'pending',
      reason: null,
      failures: 0,
      nextRunAt: now,
      evidence: appendEvidence(said),
    })
    .where(eq(renewalIntents.id, row.id));
  await wake(tx, { queue: 'renewal', id: row.id, group: row.serverId, at: now });
}

const mine = (doer: Doer, id: string) =>
  and(eq(renewalIntents.resellerId, doer.resellerId), eq(renewalIntents.id, id));

const entry = (row: IntentRow, action: string, detail: Record<string, unknown>) => ({
  action,
  subjectType: 'renewal' as const,
  subjectId: row.id,
  clientId: row.clientId,
  detail: { before: row.state, reason: row.reason, ...detail },
});
