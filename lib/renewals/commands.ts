import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { breaks, database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { panelPackages } from '@/db/schema/servers';
import { recordAudit, system } from '@/lib/audit/commands';
import { releaseRenewed } from '@/lib/channels/commands';
import { wake } from '@/lib/queue/api';
import { outsideOf } from './queries';
import { type Change, type IntentState, isMoving, LEASE_MS, type Outside } from './rules';
import { whileBusy } from './waits/rules';

export type IntentRow = typeof renewalIntents.$inferSelect;
/** An intent held under a lease, with what is known besides it. */
export type Claimed = Outside & { intent: IntentRow };
export type Evidence = Record<string, unknown> & {
  at: string;
  call: 'read' | 'renew' | 'guard' | 'person' | 'restore';
};

/**
 * Takes a due intent under a lease of 60 s; null when it is not due, held by another worker, or not yet sent
 * and behind another of the same panel customer (renewals of one customer go in order, fault F22).
 */
export async function claimRenewal(id: string, now: Date): Promise<Claimed | null> {
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  return database().transaction(async (tx) => {
    const picked = tx
      .select({ id: renewalIntents.id })
      .from(renewalIntents)
      .where(and(eq(renewalIntents.id, id), dueAt(now), inOrder))
      .for('update', { skipLocked: true });
    const [intent] = await tx
      .update(renewalIntents)
      .set({ leaseToken: sql`${renewalIntents.leaseToken} + 1`, leaseUntil, panelUsername: nameNow })
      .where(inArray(renewalIntents.id, picked))
      .returning();
    if (!intent) return null;
    await wakeAtLeaseEnd(tx, intent, leaseUntil);
    return { intent, ...(await outsideOf(intent, tx)) };
  });
}

/**
 * Tx B: makes the attempt durable before the first byte leaves. Null when it may not be sent: the lease was
 * stolen, the payment undone, or another renewal of this customer is in doubt.
 */
export async function beginAttempt(
  held: IntentRow,
  expiresBefore: Date,
  now: Date,
  quiet: { ms: number; serverVersion: number },
): Promise<IntentRow | null> {
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  try {
    return await database().transaction(async (tx) => {
      const [row] = await tx
        .update(renewalIntents)
        .set({
          state: 'sending',
          attempt: sql`${renewalIntents.attempt} + 1`,
          expiresBefore,
          expiresFirst: sql`coalesce(${renewalIntents.expiresFirst}, ${expiresBefore.toISOString()}::timestamptz)`,
          sentAt: now,
          quietUntil: new Date(now.getTime() + quiet.ms),
          lastNegativeAt: null,
          restoredAt: null,
          serverVersion: quiet.serverVersion,
          credits: priceNow,
          leaseUntil,
        })
        .where(and(underLease(held), inArray(renewalIntents.state, ['pending', 'unknown'])))
        .returning();
      if (row) await wakeAtLeaseEnd(tx, row, leaseUntil);
      return row ?? null;
    });
  } catch (error) {
    if (breaks(error, 'one_open_per_customer')) return null;
    throw error;
  }
}

/**
 * Writes what a step found and gives the lease back. On `verified` this is Tx C: the client's date becomes
 * the panel's and the message is released. Returns null when the lease was stolen: then nothing is written.
 * What was never sent cannot need a person beside another in doubt of its customer: it waits for that one's end.
 */
export async function settleRenewal(
  held: IntentRow,
  change: Change,
  seen: Evidence[],
  now: Date,
): Promise<IntentRow | null> {
  try {
    return await write(held, change, seen, now);
  } catch (error) {
    // It was set going again, and claimed, between that one's claim and its attempt.
    if (held.state !== 'pending' || !breaks(error, 'one_open_per_customer')) throw error;
    return write(held, whileBusy('pending', now), seen, now);
  }
}

async function write(
  held: IntentRow,
  change: Change,
  seen: Evidence[],
  now: Date,
): Promise<IntentRow | null> {
  const { nextRunAt, ...set } = change;
  return database().transaction(async (tx) => {
    // The client before the intent, as an undo locks them: the other order could deadlock.
    if (change.state === 'verified') await lockClient(tx, held);
    const [row] = await tx
      .update(renewalIntents)
      .set({
        ...set,
        ...(nextRunAt ? { nextRunAt } : {}),
        ...(change.state === 'verified' ? { verifiedAt: now } : {}),
        reasonDetail: lastDetail(seen),
        leaseUntil: null,
        evidence: appendEvidence(seen),
      })
      .where(and(underLease(held), eq(renewalIntents.state, held.state)))
      .returning();
    if (!row) return null;
    if (isMoving(row.state))
      await wake(tx, { queue: 'renewal', id: row.id, group: row.serverId, at: row.nextRunAt });
    // Back in the queue, too, it makes way for an older one that was set going again meanwhile.
    if (row.state !== held.state && !['sending', 'unknown'].includes(row.state)) await wakeNext(tx, row, now);
    if (row.state === 'verified' && row.expiresAfter) await adoptPanelDate(tx, row, row.expiresAfter, now);
    if (row.state !== held.state) await auditState(tx, row, held.state, now);
    return row;
  });
}

/** Copies the panel's proved date to the client and lets the renewal message go. */
export async function adoptPanelDate(
  tx: Executor,
  row: IntentRow,
  expiresAt: Date,
  now: Date,
): Promise<void> {
  await tx
    .update(clients)
    .set({ expiresAt, panelExpiresAt: expiresAt, panelReadAt: now, panelState: 'linked' })
    .where(and(eq(clients.resellerId, row.resellerId), eq(clients.id, row.clientId)));
  await releaseRenewed(tx, { resellerId: row.resellerId, intentId: row.id, expiresAt }, now);
}

/** Should this worker die, somebody looks when its lease is over. */
const wakeAtLeaseEnd = (tx: Executor, row: IntentRow, leaseUntil: Date) =>
  wake(tx, { queue: 'renewal', id: row.id, group: row.serverId, at: new Date(leaseUntil.getTime() + 1_000) });

/** Evidence is only ever added to. */
export const appendEvidence = (seen: Evidence[]) =>
  sql`${renewalIntents.evidence} || ${JSON.stringify(seen)}::jsonb`;

/** Renewals of one customer go in order: the end of one is the moment of the next. */
export async function wakeNext(tx: Executor, ended: IntentRow, now: Date): Promise<void> {
  const [next] = await tx
    .select({ id: renewalIntents.id, group: renewalIntents.serverId })
    .from(renewalIntents)
    .where(
      and(
        eq(renewalIntents.resellerId, ended.resellerId),
        eq(renewalIntents.serverId, ended.serverId),
        eq(renewalIntents.panelUsername, ended.panelUsername),
        eq(renewalIntents.state, 'pending'),
        ne(renewalIntents.id, ended.id),
      ),
    )
    .orderBy(asc(renewalIntents.createdAt), asc(renewalIntents.id))
    .limit(1);
  if (next) await wake(tx, { queue: 'renewal', ...next, at: now });
}

const lockClient = (tx: Executor, row: IntentRow) =>
  tx
    .select({ id: clients.id })
    .from(clients)
    .where(and(eq(clients.resellerId, row.resellerId), eq(clients.id, row.clientId)))
    .for('update');

const dueAt = (now: Date) => sql`${renewalIntents.state} in ('pending', 'sending', 'unknown')
  and ${renewalIntents.nextRunAt} <= ${now.toISOString()}::timestamptz
  and (${renewalIntents.leaseUntil} is null or ${renewalIntents.leaseUntil} < ${now.toISOString()}::timestamptz)`;

const ofCustomer = sql`other.server_id = ${renewalIntents.serverId}
  and other.panel_username = ${renewalIntents.panelUsername}`;

/**
 * Not yet sent, it waits for older ones and for whatever is in doubt; what was sent is driven to its end. Two
 * questions, so that each has its index: a queue of thousands asks them at every claim.
 */
const inOrder = sql`(${renewalIntents.state} <> 'pending'
  or not exists (select 1 from renewal_intents other where ${ofCustomer}
    and other.state in ('pending', 'sending', 'unknown', 'review')
    and (other.created_at, other.id) < (${renewalIntents.createdAt}, ${renewalIntents.id}))
  and not exists (select 1 from renewal_intents other where ${ofCustomer}
    and other.state in ('sending', 'unknown', 'review')))`;

/** Never sent, it goes by the name that the account has by now: the panel may have made its own. */
const nameNow = sql`coalesce((select c.username from ${clients} c where c.reseller_id = ${renewalIntents.resellerId}
  and c.id = ${renewalIntents.clientId} and c.server_id = ${renewalIntents.serverId}
  and ${renewalIntents.state} = 'pending' and ${renewalIntents.attempt} = 0), ${renewalIntents.panelUsername})`;

/** The package's price as last read from the panel: kept with the send, so that a later price changes no history. */
const priceNow = sql`(select p.credits from ${panelPackages} p where p.reseller_id = ${renewalIntents.resellerId}
  and p.server_id = ${renewalIntents.serverId} and p.package_id = ${renewalIntents.packageId})`;

const underLease = (held: IntentRow) =>
  and(
    eq(renewalIntents.resellerId, held.resellerId),
    eq(renewalIntents.id, held.id),
    eq(renewalIntents.leaseToken, held.leaseToken),
  );

const auditState = (tx: Executor, row: IntentRow, before: IntentState, now: Date) =>
  recordAudit(
    tx,
    system(row.resellerId as ResellerId),
    {
      action: `renewal.${row.state}`,
      subjectType: 'renewal',
      subjectId: row.id,
      clientId: row.clientId,
      detail: {
        before,
        after: row.state,
        reason: row.reason,
        from: row.expiresBefore,
        to: row.expiresAfter,
        warning: row.warning,
      },
    },
    now,
  );

const lastDetail = (seen: Evidence[]): string | null => {
  const detail = seen.at(-1)?.detail;
  return typeof detail === 'string' ? detail : null;
};
