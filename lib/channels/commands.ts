import 'server-only';
import { and, eq, type SQL } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { messages } from '@/db/schema/messages';
import { type Doer, recordAudit, system } from '@/lib/audit/commands';
import type { Kind } from '@/lib/templates/rules';
import { moveMessage, templateReason, wakeSender } from './outbox/commands';
import { draftMessage } from './outbox/queries';
import { TTL_MS } from './rules';

/** Puts the one message of a renewal into the outbox, in the payment's transaction; it waits for the proof. */
export async function holdRenewed(
  tx: Executor,
  doer: Doer,
  { resellerId, clientId, intentId }: { resellerId: ResellerId; clientId: string; intentId: string },
  now: Date,
): Promise<void> {
  const id = await insertWaiting(tx, { resellerId, clientId, kind: 'renewed', subjectId: intentId }, now);
  if (!id) return;
  const detail = { kind: 'renewed' };
  await recordAudit(
    tx,
    doer,
    { action: 'message.waiting', subjectType: 'message', subjectId: id, clientId, detail },
    now,
  );
}

/**
 * Lets a renewal's message go, in the transaction that proves it; false when none waits. A wording that
 * cannot be filled fails the message, never the renewal.
 */
export async function releaseRenewed(
  tx: Executor,
  { resellerId, intentId, expiresAt }: { resellerId: ResellerId; intentId: string; expiresAt: Date },
  now: Date,
): Promise<boolean> {
  return release(tx, { resellerId, kind: 'renewed', subjectId: intentId, expiresAt, notBefore: now }, now);
}

/**
 * Undo of a payment: its message is not sent. The subject is the renewal intent, or the payment without one.
 * False when it has left or may have.
 */
export async function cancelRenewed(
  tx: Executor,
  doer: Doer,
  { resellerId, ...subject }: { resellerId: ResellerId } & ({ intentId: string } | { paymentId: string }),
  now: Date,
): Promise<boolean> {
  const subjectId = 'intentId' in subject ? subject.intentId : subject.paymentId;
  const owner = { ...doer, resellerId };
  const which = about('renewed', subjectId);
  if (await moveMessage(tx, owner, 'cancel', which, {}, now)) return true;
  // A person may have discarded it before.
  const [row] = await tx
    .select({ state: messages.state })
    .from(messages)
    .where(and(eq(messages.resellerId, resellerId), which));
  return row?.state === 'cancelled';
}

/** The renewal message of a client without a panel, in the payment's transaction; leaves after the undo window. */
export async function queueRenewedNow(
  tx: Executor,
  of: { resellerId: ResellerId; clientId: string; paymentId: string; expiresAt: Date; notBefore: Date },
  now: Date,
): Promise<void> {
  const message = { ...of, kind: 'renewed', subjectId: of.paymentId } as const;
  if (await insertWaiting(tx, message, now)) await release(tx, message, now);
}

/** The welcome with the credentials: once per client. The password is filled in only on the way out. */
export async function queueWelcome(
  tx: Executor,
  { resellerId, clientId }: { resellerId: ResellerId; clientId: string },
  now: Date,
): Promise<void> {
  const message = { resellerId, clientId, kind: 'welcome', subjectId: clientId } as const;
  if (await insertWaiting(tx, message, now)) await release(tx, { ...message, notBefore: now }, now);
}

type About = { resellerId: ResellerId; kind: Kind; subjectId: string };

/** One message per reseller, kind, subject and period: the unique index decides between any number of callers. */
async function insertWaiting(
  tx: Executor,
  { resellerId, clientId, kind, subjectId }: About & { clientId: string },
  now: Date,
): Promise<string | null> {
  const [row] = await tx
    .insert(messages)
    .values({
      id: newId(),
      resellerId,
      clientId,
      kind,
      subjectId,
      state: 'waiting',
      nextRunAt: now,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: messages.id });
  return row?.id ?? null;
}

async function release(
  tx: Executor,
  { resellerId, kind, subjectId, expiresAt, notBefore }: About & { expiresAt?: Date; notBefore: Date },
  now: Date,
): Promise<boolean> {
  const which = about(kind, subjectId);
  const [waiting] = await tx
    .select({ clientId: messages.clientId })
    .from(messages)
    .where(and(eq(messages.resellerId, resellerId), which, eq(messages.state, 'waiting')));
  if (!waiting?.clientId) return false;
  const { rendered, channel } = await draftMessage(tx, resellerId, {
    kind,
    clientId: waiting.clientId,
    subjectId,
    expiresAt,
  });
  const changes = rendered.ok
    ? {
        body: rendered.body,
        channel,
        nextRunAt: notBefore,
        expiresAt: new Date(now.getTime() + TTL_MS[kind]),
      }
    : { reason: templateReason(rendered) };
  const doer = system(resellerId);
  const moved = await moveMessage(tx, doer, rendered.ok ? 'release' : 'block', which, changes, now);
  if (moved) await wakeSender(tx, moved);
  return moved !== null;
}

const about = (kind: Kind, subjectId: string): SQL | undefined =>
  and(eq(messages.kind, kind), eq(messages.subjectId, subjectId), eq(messages.period, ''));
