import 'server-only';
import type { Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { messages } from '@/db/schema/messages';
import { system } from '@/lib/audit/commands';
import { auditMessage, templateReason, wakeSender } from '../outbox/commands';
import { draftMessage } from '../outbox/queries';
import { MEAN_GAP_MS, TTL_MS } from '../rules';

type Custom = { resellerId: ResellerId; clientId: string; bulkId: string; text: string; position: number };
type Queued = { ok: true } | { ok: false; reason: 'no_phone' | 'twice' | `template:${string}` };

/**
 * Puts one message of a batch into the outbox, in the caller's transaction. The batch is the message's period,
 * so that nobody gets the same one twice. One by one they come due a gap apart: all at once, each would be
 * woken only to find the number busy.
 */
export async function queueCustom(tx: Executor, of: Custom, now: Date): Promise<Queued> {
  const { resellerId, clientId, bulkId, text } = of;
  const about = { kind: 'custom', clientId, subjectId: clientId } as const;
  const { rendered, channel, phone } = await draftMessage(tx, resellerId, about, text);
  if (!phone) return { ok: false, reason: 'no_phone' };
  if (!rendered.ok) return { ok: false, reason: templateReason(rendered) };
  const wait = channel === 'manual' ? 0 : of.position * MEAN_GAP_MS;
  const nextRunAt = new Date(now.getTime() + wait);
  const [row] = await tx
    .insert(messages)
    .values({
      id: newId(),
      resellerId,
      ...about,
      period: bulkId,
      state: 'queued',
      channel,
      body: rendered.body,
      nextRunAt,
      expiresAt: new Date(nextRunAt.getTime() + TTL_MS.custom),
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning();
  if (!row) return { ok: false, reason: 'twice' };
  await auditMessage(tx, system(resellerId), 'message.queued', row, now);
  await wakeSender(tx, row);
  return { ok: true };
}
