import 'server-only';
import { and, eq, inArray, lte, ne, or, type SQL } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { messages } from '@/db/schema/messages';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { passwordPlace, unseal } from '@/lib/crypto';
import { whatsappLink } from '@/lib/phone';
import { wake } from '@/lib/queue/api';
import { fillPassword, holdsPassword } from '@/lib/templates/rules';
import { isClientKind, type MessageKind, MOVES, type Move, TTL_MS } from '../rules';
import { type Draft, draftMessage } from './queries';

export type MessageRow = typeof messages.$inferSelect;
type Changes = Partial<typeof messages.$inferInsert>;

/**
 * One move of the state machine: the WHERE is the lock, the audit row is in the same transaction. Null when
 * the message is absent, another reseller's, or no longer in a state this move starts from.
 */
export async function moveMessage(
  tx: Executor,
  doer: Doer,
  move: Move,
  which: SQL | undefined,
  changes: Changes,
  now: Date,
): Promise<MessageRow | null> {
  const { from, to } = MOVES[move];
  const [row] = await tx
    .update(messages)
    .set({ ...changes, state: to })
    .where(and(eq(messages.resellerId, doer.resellerId), inArray(messages.state, [...from]), which))
    .returning();
  if (!row) return null;
  await auditMessage(tx, doer, `message.${to}`, row, now);
  return row;
}

/** A person sent it, by the wa.me link or otherwise. */
export async function markSentByHand(doer: Doer, { id }: { id: string }, now: Date): Promise<boolean> {
  const changes = { channel: 'manual', sentAt: now, reason: null } as const;
  return database().transaction(
    async (tx) => (await moveMessage(tx, doer, 'markSent', eq(messages.id, id), changes, now)) !== null,
  );
}

/** A person decides that it is not to be sent. */
export async function discardMessage(doer: Doer, { id }: { id: string }, now: Date): Promise<boolean> {
  return database().transaction(
    async (tx) => (await moveMessage(tx, doer, 'discard', eq(messages.id, id), {}, now)) !== null,
  );
}

/**
 * Takes a queued message from the gateway so that a person sends it: from then on only they do, so that it
 * cannot go twice when the phone comes back.
 */
export async function takeByHand(doer: Doer, { id }: { id: string }, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [row] = await tx
      .update(messages)
      .set({ channel: 'manual', reason: null, nextRunAt: now })
      .where(
        and(
          eq(messages.resellerId, doer.resellerId),
          eq(messages.id, id),
          eq(messages.state, 'queued'),
          ne(messages.channel, 'manual'),
        ),
      )
      .returning();
    if (row) await auditMessage(tx, doer, 'message.taken', row, now);
    return row !== undefined;
  });
}

type Resent = { ok: true } | { ok: false; reason: 'absent' | 'too_early' | `template:${string}` };

/**
 * A person sends it again, the only way out of `unknown` to a second send: not within the quiet time. A text
 * that was rendered stays as it was; one that was blocked is rendered anew.
 */
export async function resendMessage(doer: Doer, { id }: { id: string }, now: Date): Promise<Resent> {
  return database().transaction(async (tx): Promise<Resent> => {
    const mine = and(eq(messages.resellerId, doer.resellerId), eq(messages.id, id));
    const [row] = await tx.select().from(messages).where(mine).for('update');
    if (!row) return { ok: false, reason: 'absent' };
    const kind = row.kind as MessageKind;
    const { clientId, subjectId } = row;
    // Without a client there is no wording to draw on: its text is written, and it goes the way it was to go.
    const draft: Pick<Draft, 'rendered' | 'channel'> =
      !isClientKind(kind) || clientId === null
        ? { rendered: { ok: true, body: row.body }, channel: row.channel }
        : await draftMessage(tx, doer.resellerId, { kind, clientId, subjectId });
    if (!row.body && !draft.rendered.ok) return { ok: false, reason: templateReason(draft.rendered) };
    const changes = {
      body: row.body || (draft.rendered.ok ? draft.rendered.body : ''),
      channel: draft.channel,
      reason: null,
      nextRunAt: now,
      expiresAt: new Date(now.getTime() + TTL_MS[kind]),
    };
    const quietOver = or(ne(messages.state, 'unknown'), lte(messages.nextRunAt, now));
    const moved = await moveMessage(tx, doer, 'resend', and(mine, quietOver), changes, now);
    if (!moved) return { ok: false, reason: row.state === 'unknown' ? 'too_early' : 'absent' };
    await wakeSender(tx, moved);
    return { ok: true };
  });
}

/** The text with the client's password, for a person about to send it by hand. Audited, never stored. */
export async function revealMessage(
  doer: Doer,
  { id }: { id: string },
  now: Date,
): Promise<{ text: string; link: string | null } | null> {
  return database().transaction(async (tx) => {
    const [found] = await tx
      .select({ message: messages, phone: clients.phone, password: clients.passwordEncrypted })
      .from(messages)
      .innerJoin(clients, and(eq(clients.resellerId, messages.resellerId), eq(clients.id, messages.clientId)))
      .where(
        and(
          eq(messages.resellerId, doer.resellerId),
          eq(messages.id, id),
          inArray(messages.state, [...MOVES.markSent.from]),
        ),
      );
    if (!found) return null;
    await auditMessage(tx, doer, 'message.revealed', found.message, now);
    const text = withPassword(found.message, found.password);
    return { text, link: found.phone && whatsappLink(found.phone, text) };
  });
}

/** A message's text as it leaves. Throws when a password it needs cannot be opened. */
export function withPassword(row: MessageRow, passwordEncrypted: string | null): string {
  // A text of no client's goes as it was written.
  if (!row.clientId || passwordEncrypted === null || !holdsPassword(row.body)) return row.body;
  return fillPassword(row.body, unseal(passwordEncrypted, passwordPlace(row.resellerId, row.clientId)));
}

/** Wakes the worker for a message that goes by itself. */
export async function wakeSender(tx: Executor, row: MessageRow): Promise<void> {
  if (row.channel === 'manual') return;
  await wake(tx, { queue: 'message', id: row.id, group: row.resellerId, at: row.nextRunAt });
}

export const templateReason = (blocked: { fault: string; variable: string }): `template:${string}` =>
  `template:${blocked.fault}:${blocked.variable}`;

/** A message's move in its client's timeline. */
export const auditMessage = (tx: Executor, doer: Doer, action: string, row: MessageRow, now: Date) =>
  recordAudit(
    tx,
    doer,
    {
      action,
      subjectType: 'message',
      subjectId: row.id,
      clientId: row.clientId,
      detail: { kind: row.kind, channel: row.channel, reason: row.reason },
    },
    now,
  );
