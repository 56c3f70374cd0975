import 'server-only';
import { eq } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { channels, messages } from '@/db/schema/messages';
import { system } from '@/lib/audit/commands';
import { auditMessage, wakeSender } from '../outbox/commands';
import { TTL_MS } from '../rules';

type Alert = {
  resellerId: ResellerId;
  /** The company's own WhatsApp, E.164. */
  phone: string;
  /** The client it is about; null when it is about none. */
  clientId: string | null;
  /** With the reseller this is what there is at most one of. */
  period: string;
  body: string;
};

/**
 * Puts a message to the reseller's own people into the outbox, in the caller's transaction: by the gateway, or
 * into *Mensagens* to be sent by hand. False when this period already has one.
 */
export async function queueAlert(tx: Executor, alert: Alert, now: Date): Promise<boolean> {
  const { resellerId } = alert;
  const [gateway] = await tx
    .select({ kind: channels.kind })
    .from(channels)
    .where(eq(channels.resellerId, resellerId));
  const [row] = await tx
    .insert(messages)
    .values({
      ...alert,
      id: newId(),
      kind: 'alert',
      subjectId: resellerId,
      state: 'queued',
      channel: gateway?.kind ?? 'manual',
      nextRunAt: now,
      expiresAt: new Date(now.getTime() + TTL_MS.alert),
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning();
  if (!row) return false;
  await auditMessage(tx, system(resellerId), 'message.queued', row, now);
  await wakeSender(tx, row);
  return true;
}
