import 'server-only';
import { and, eq, inArray, lt, lte } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { inboundEvents } from '@/db/schema/mercadopago';
import { wakeAll } from '@/lib/queue/api';
import { KEEP_MS, MOST_FAILURES, type Piece, retryAt } from './rules';

export type EventRow = typeof inboundEvents.$inferSelect;
type Provider = 'evolution' | 'cloud';

/** Keeps what a delivery holds before it is answered, and wakes the worker; what is kept already changes nothing. */
export async function keepPieces(
  resellerId: ResellerId,
  provider: Provider,
  pieces: Piece[],
  now: Date,
): Promise<void> {
  if (pieces.length === 0) return;
  await database().transaction(async (tx) => {
    const kept = await tx
      .insert(inboundEvents)
      .values(
        pieces.map(({ externalId, subject, body }) => ({
          ...{ id: newId(), resellerId, provider, subject, body, state: 'pending' as const },
          externalId: `${resellerId}/${externalId}`.slice(0, 400),
          ...{ nextRunAt: now, receivedAt: now },
        })),
      )
      .onConflictDoNothing()
      .returning({ id: inboundEvents.id });
    if (kept.length > 0)
      await wakeAll(
        tx,
        'inbound',
        kept.map(({ id }) => ({ id, group: resellerId, at: now })),
      );
  });
}

/** The event, held until the caller's transaction ends; null when it is done, not due or in other hands. */
export async function holdEvent(tx: Executor, id: string, now: Date): Promise<EventRow | null> {
  const [row] = await tx
    .select()
    .from(inboundEvents)
    .where(
      and(
        eq(inboundEvents.id, id),
        inArray(inboundEvents.provider, ['evolution', 'cloud']),
        eq(inboundEvents.state, 'pending'),
        lte(inboundEvents.nextRunAt, now),
      ),
    )
    .for('update', { skipLocked: true });
  return row ?? null;
}

/**
 * Closes an event with what came of it. What needed no answer is forgotten but for its id: people's talk is
 * not ours to keep.
 */
export async function closeEvent(
  tx: Executor,
  event: EventRow,
  state: 'done' | 'ignored',
  reason: string,
): Promise<void> {
  const body = state === 'ignored' ? { body: '' } : {};
  await tx
    .update(inboundEvents)
    .set({ state, reason, ...body })
    .where(mine(event));
}

/** Looks at it again at `at`. */
export async function waitWith(tx: Executor, event: EventRow, at: Date): Promise<void> {
  const failures = event.failures + 1;
  await tx.update(inboundEvents).set({ failures, nextRunAt: at }).where(mine(event));
  await wakeAll(tx, 'inbound', [{ id: event.id, group: event.resellerId, at }]);
}

/** Working on it failed and left nothing: it is tried again, and given up after half an hour. */
export async function failEvent(id: string, now: Date): Promise<void> {
  await database().transaction(async (tx) => {
    const event = await holdEvent(tx, id, now);
    if (!event) return;
    if (event.failures + 1 < MOST_FAILURES) await waitWith(tx, event, retryAt(event.failures + 1, now));
    else await tx.update(inboundEvents).set({ state: 'failed', reason: 'error' }).where(mine(event));
  });
}

/** Forgets deliveries that no gateway repeats any more. */
export async function forgetOldEvents(now: Date): Promise<void> {
  await database()
    .delete(inboundEvents)
    .where(
      and(
        inArray(inboundEvents.provider, ['evolution', 'cloud']),
        lt(inboundEvents.receivedAt, new Date(now.getTime() - KEEP_MS)),
      ),
    );
}

const mine = (event: EventRow) =>
  and(
    eq(inboundEvents.resellerId, event.resellerId),
    eq(inboundEvents.id, event.id),
    eq(inboundEvents.state, 'pending'),
  );
