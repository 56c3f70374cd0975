import 'server-only';
import { and, asc, eq, lte } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { receipts } from '@/db/schema/receipts';
import { recordAudit, system } from '@/lib/audit/commands';
import { queueDirect } from '@/lib/channels/direct/commands';
import { groupById } from '@/lib/groups/queries';
import { wake } from '@/lib/queue/api';
import { sendToPerson, settlePair } from './matching/commands';
import { lockedPair, type ReceiptRow, referenceOf } from './matching/queries';
import { GIVE_UP_MS, REST_MS, RETRY_MS, TELL_MS } from './matching/rules';
import { REPLIES } from './messages';

/** The texts a tick should look at. */
export async function dueReceipts(now: Date, most: number): Promise<{ id: string; group: string }[]> {
  return database()
    .select({ id: receipts.id, group: receipts.resellerId })
    .from(receipts)
    .where(and(eq(receipts.state, 'open'), lte(receipts.nextRunAt, now)))
    .orderBy(asc(receipts.nextRunAt))
    .limit(most);
}

/**
 * Does what is due for one waiting text: matches it if that can be done by now; tells the customer once after
 * 5 min that the payment is still awaited; gives it to a person after 24 h. Null when nothing was due.
 */
export async function workReceipt(id: string, clock: () => Promise<Date>): Promise<string | null> {
  const now = await clock();
  const found = await referenceOf(database(), id);
  if (!found) return null;
  try {
    return await database().transaction(async (tx) => {
      const pair = await lockedPair(tx, found.resellerId, found.refKey);
      const row = pair.payer?.id === id ? pair.payer : pair.payee;
      if (row?.state !== 'open' || row.nextRunAt > now) return null;
      const settled = await settlePair(tx, found.resellerId, found.refKey, now);
      if (settled.state !== 'waiting') return settled.state;
      return row.side === 'payer' ? wait(tx, row, now) : rest(tx, row, now);
    });
  } catch (error) {
    // The others that are due must not stand behind this one.
    await postpone(id, now);
    throw error;
  }
}

async function wait(tx: Executor, row: ReceiptRow, now: Date): Promise<string> {
  const waited = now.getTime() - row.receivedAt.getTime();
  if (waited >= GIVE_UP_MS) {
    await sendToPerson(tx, system(row.resellerId), row, 'unmatched', now);
    return 'review';
  }
  const nextRunAt = new Date(row.receivedAt.getTime() + (waited < TELL_MS ? TELL_MS : GIVE_UP_MS));
  const telling = waited >= TELL_MS && row.toldAt === null;
  if (telling) await tell(tx, row, now);
  await tx
    .update(receipts)
    .set({ nextRunAt, ...(telling ? { toldAt: now } : {}) })
    .where(mine(row));
  await wake(tx, { queue: 'receipt', id: row.id, group: row.resellerId, at: nextRunAt });
  return telling ? 'told' : 'waiting';
}

/** In the group where it was pasted, else to whoever pasted it; nobody can be told who is not known. */
async function tell(tx: Executor, row: ReceiptRow, now: Date): Promise<void> {
  const { resellerId, author } = row;
  const group = row.groupId ? await groupById(tx, resellerId, row.groupId) : null;
  const to = group?.jid ? { chat: group.jid } : author ? { phone: author } : null;
  if (!to) return;
  const message = { resellerId, kind: 'reply', subjectId: row.id, period: 'awaited', to } as const;
  await queueDirect(tx, { ...message, body: REPLIES.told(row.reference) }, now);
  const detail = { reference: row.reference };
  const entry = { action: 'receipt.told', subjectType: 'receipt', subjectId: row.id, detail } as const;
  await recordAudit(tx, system(resellerId), entry, now);
}

/** Money that nobody has claimed yet: it stays listed until a text or a person does. */
async function rest(tx: Executor, row: ReceiptRow, now: Date): Promise<string> {
  const nextRunAt = new Date(now.getTime() + REST_MS);
  await tx.update(receipts).set({ nextRunAt }).where(mine(row));
  return 'waiting';
}

const postpone = (id: string, now: Date) =>
  database()
    .update(receipts)
    .set({ nextRunAt: new Date(now.getTime() + RETRY_MS) })
    .where(and(eq(receipts.id, id), eq(receipts.state, 'open'), lte(receipts.nextRunAt, now)));

const mine = (row: ReceiptRow) =>
  and(eq(receipts.resellerId, row.resellerId), eq(receipts.id, row.id), eq(receipts.state, 'open'));
