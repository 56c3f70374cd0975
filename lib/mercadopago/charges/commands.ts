import 'server-only';
import { and, eq, inArray, isNull, lte, or } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId } from '@/db/ids';
import { invoices } from '@/db/schema/invoices';
import { mercadopagoCharges } from '@/db/schema/mercadopago';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import type { Created } from '../api';
import type { ChargeRow } from '../queries';
import { CHARGE_LIFE_MS, type ChargeReason, isShowable, LEASE_MS, nextLook } from '../rules';
import { type Bill, lastCharge } from './queries';

/**
 * The right to ask the provider for a PIX of one invoice; null while one is alive, being made, or failed less
 * than a minute ago. A creation whose answer was lost is taken up under its own attempt, so that the provider
 * answers with the same payment. The invoice's row is the lock between any number of visitors.
 */
export async function claimCreation(bill: Bill, now: Date): Promise<ChargeRow | null> {
  return database().transaction(async (tx) => {
    const [invoice] = await tx
      .select({ state: invoices.state })
      .from(invoices)
      .where(and(eq(invoices.resellerId, bill.resellerId), eq(invoices.id, bill.invoiceId)))
      .for('update');
    if (invoice?.state !== 'open') return null;
    const last = await lastCharge(tx, bill);
    const leaseUntil = new Date(now.getTime() + LEASE_MS);
    if (last?.leaseUntil && last.leaseUntil > now) return null;
    const usable =
      last?.amountCents === bill.amountCents && last.expiresAt !== null && isShowable(last.expiresAt, now);
    if (last?.state === 'pending' && usable) return null;
    if (last?.state === 'creating' && usable) {
      const [again] = await tx.update(mercadopagoCharges).set({ leaseUntil }).where(still(last)).returning();
      return again ?? null;
    }
    if (last?.state === 'creating' || last?.state === 'pending') {
      const ended = await tx
        .update(mercadopagoCharges)
        .set({ state: 'ended', reason: 'expired' })
        .where(still(last))
        .returning({ id: mercadopagoCharges.id });
      // A reading was faster: what it found about the money must stay.
      if (ended.length === 0) return null;
    }
    const [made] = await tx
      .insert(mercadopagoCharges)
      .values({
        id: newId(),
        resellerId: bill.resellerId,
        invoiceId: bill.invoiceId,
        attempt: (last?.attempt ?? 0) + 1,
        intentId: newId(),
        amountCents: bill.amountCents,
        state: 'creating',
        expiresAt: new Date(now.getTime() + CHARGE_LIFE_MS),
        leaseUntil,
        nextRunAt: now,
        createdAt: now,
      })
      .returning();
    return made ?? null;
  });
}

/** Keeps the provider's answer; from now on the PIX is asked for again until it is paid or over. */
export async function finishCreation(charge: ChargeRow, created: Created, now: Date): Promise<void> {
  const nextRunAt = nextLook(charge, now) ?? now;
  await database().transaction(async (tx) => {
    const kept = await tx
      .update(mercadopagoCharges)
      .set({ ...created, state: 'pending', reason: null, leaseUntil: null, nextRunAt })
      .where(and(of(charge), eq(mercadopagoCharges.state, 'creating')))
      .returning({ id: mercadopagoCharges.id });
    if (kept.length > 0) await wakeCharge(tx, charge, nextRunAt);
  });
}

/** `final`: the provider said no, the next try is a new attempt. Else its answer was lost and may come yet. */
export async function failCreation(
  charge: ChargeRow,
  reason: ChargeReason,
  final: boolean,
  now: Date,
): Promise<void> {
  await database()
    .update(mercadopagoCharges)
    .set({ state: final ? 'ended' : 'creating', reason, nextRunAt: now, leaseUntil: after(now) })
    .where(and(of(charge), eq(mercadopagoCharges.state, 'creating')));
}

/** The right to ask the provider about one PIX now; null when it is not due or another caller has it. */
export async function claimLook(chargeId: string, dueBy: Date, now: Date): Promise<ChargeRow | null> {
  const [row] = await database()
    .update(mercadopagoCharges)
    .set({ leaseUntil: after(now) })
    .where(
      and(
        eq(mercadopagoCharges.id, chargeId),
        eq(mercadopagoCharges.state, 'pending'),
        lte(mercadopagoCharges.nextRunAt, dueBy),
        or(isNull(mercadopagoCharges.leaseUntil), lte(mercadopagoCharges.leaseUntil, now)),
      ),
    )
    .returning();
  return row ?? null;
}

export type ChargeMove = {
  state: 'pending' | 'paid' | 'ended' | 'review' | 'resolved';
  /** Absent: stays as it is. */
  reason?: ChargeReason | null;
  providerId?: string;
  nextRunAt?: Date;
};

/** Writes what a reading meant, from one of `from`; false when another reading was faster. */
export async function moveCharge(
  charge: ChargeRow,
  from: ChargeRow['state'][],
  move: ChargeMove,
  doer: Doer,
  now: Date,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const moved = await tx
      .update(mercadopagoCharges)
      .set({ ...move, leaseUntil: null })
      .where(and(of(charge), inArray(mercadopagoCharges.state, from)))
      .returning({ id: mercadopagoCharges.id });
    if (moved.length === 0) return false;
    if (move.nextRunAt) await wakeCharge(tx, charge, move.nextRunAt);
    if (move.state !== 'pending' && move.state !== charge.state)
      await recordAudit(
        tx,
        doer,
        {
          action: `pix.${move.state}`,
          subjectType: 'invoice',
          subjectId: charge.invoiceId,
          detail: {
            reason: move.reason ?? charge.reason,
            amountCents: charge.amountCents,
            providerId: charge.providerId,
          },
        },
        now,
      );
    return true;
  });
}

/** A person has judged what only a person can; later notices of it change nothing. */
export async function resolveReview(doer: Doer, invoiceId: string, now: Date): Promise<boolean> {
  const reviews = await database()
    .select()
    .from(mercadopagoCharges)
    .where(
      and(
        eq(mercadopagoCharges.resellerId, doer.resellerId),
        eq(mercadopagoCharges.invoiceId, invoiceId),
        eq(mercadopagoCharges.state, 'review'),
      ),
    );
  const moved = await Promise.all(
    reviews.map((charge) => moveCharge(charge, ['review'], { state: 'resolved' }, doer, now)),
  );
  return moved.includes(true);
}

const wakeCharge = (tx: Executor, charge: ChargeRow, at: Date) =>
  wake(tx, { queue: 'charge', id: charge.id, group: charge.resellerId, at });

const after = (now: Date) => new Date(now.getTime() + LEASE_MS);

const of = (charge: ChargeRow) =>
  and(eq(mercadopagoCharges.resellerId, charge.resellerId), eq(mercadopagoCharges.id, charge.id));

const still = (charge: ChargeRow) => and(of(charge), eq(mercadopagoCharges.state, charge.state));
