import 'server-only';
import { eq } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { channels, messages } from '@/db/schema/messages';
import { system } from '@/lib/audit/commands';
import { auditMessage, wakeSender } from '../outbox/commands';
import { type DirectKind, directChannel, TTL_MS } from '../rules';

type Direct = {
  resellerId: ResellerId;
  kind: DirectKind;
  /** What it is about: the message that is answered, or the package. */
  subjectId: string;
  period?: string;
  /** A WhatsApp group's id (`…@g.us`), or a number in E.164. */
  to: { chat: string } | { phone: string };
  body: string;
};

/**
 * Puts a message that is no client's into the outbox, in the caller's transaction: by the connected gateway if
 * that reaches the recipient, else left to a person. False when kind, subject and period already have one.
 */
export async function queueDirect(tx: Executor, direct: Direct, now: Date): Promise<boolean> {
  const { resellerId, kind, subjectId, period = '', to, body } = direct;
  const [gateway] = await tx
    .select({ kind: channels.kind })
    .from(channels)
    .where(eq(channels.resellerId, resellerId));
  const [row] = await tx
    .insert(messages)
    .values({
      id: newId(),
      ...{ resellerId, kind, subjectId, period, body },
      ...to,
      state: 'queued',
      channel: directChannel(gateway?.kind ?? null, 'chat' in to),
      nextRunAt: now,
      expiresAt: new Date(now.getTime() + TTL_MS[kind]),
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning();
  if (!row) return false;
  await auditMessage(tx, system(resellerId), 'message.queued', row, now);
  await wakeSender(tx, row);
  return true;
}
