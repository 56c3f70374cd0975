import 'server-only';
import { and, eq, lte } from 'drizzle-orm';
import { database } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { inboundEvents } from '@/db/schema/mercadopago';
import { wake } from '@/lib/queue/api';
import { LEASE_MS, nextTry } from '../rules';

type EventRow = typeof inboundEvents.$inferSelect;
type Notice = { externalId: string; subject: string; body: string; worthReading: boolean };

/** Keeps a signed notice before it is answered, and wakes the worker; the same one again changes nothing. */
export async function keepNotice(resellerId: ResellerId, notice: Notice, now: Date): Promise<void> {
  const { worthReading, body, ...rest } = notice;
  await database().transaction(async (tx) => {
    const [kept] = await tx
      .insert(inboundEvents)
      .values({
        ...rest,
        id: newId(),
        resellerId,
        provider: 'mercadopago',
        // The database stores no NUL.
        body: body.replaceAll('\0', '\uFFFD'),
        state: worthReading ? 'pending' : 'ignored',
        nextRunAt: now,
        receivedAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: inboundEvents.id });
    if (kept && worthReading) await wake(tx, { queue: 'inbound', id: kept.id, group: resellerId, at: now });
  });
}

/** The right to work on an event; null when it is done, not due or another executor has it. */
export async function claimEvent(id: string, now: Date): Promise<EventRow | null> {
  const [row] = await database()
    .update(inboundEvents)
    .set({ nextRunAt: new Date(now.getTime() + LEASE_MS) })
    .where(
      and(eq(inboundEvents.id, id), eq(inboundEvents.state, 'pending'), lte(inboundEvents.nextRunAt, now)),
    )
    .returning();
  return row ?? null;
}

/** Closes an event with what came of it. */
export async function closeEvent(
  event: EventRow,
  state: 'done' | 'ignored' | 'failed',
  reason: string,
): Promise<void> {
  await database().update(inboundEvents).set({ state, reason }).where(mine(event));
}

/** The provider could not be read: the event waits and is woken again, for four days. */
export async function postponeEvent(event: EventRow, reason: string, now: Date): Promise<void> {
  const failures = event.failures + 1;
  const at = nextTry(failures, event.receivedAt, now);
  if (!at) return closeEvent(event, 'failed', reason);
  await database().transaction(async (tx) => {
    await tx.update(inboundEvents).set({ failures, reason, nextRunAt: at }).where(mine(event));
    await wake(tx, { queue: 'inbound', id: event.id, group: event.resellerId, at });
  });
}

const mine = (event: EventRow) =>
  and(
    eq(inboundEvents.resellerId, event.resellerId),
    eq(inboundEvents.id, event.id),
    eq(inboundEvents.state, 'pending'),
  );
