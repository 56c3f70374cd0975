import 'server-only';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId } from '@/db/ids';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { resellers } from '@/db/schema/resellers';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import { recallRows } from '@/lib/sheets/recall/commands';
import { ReferenceUsed, type SubscriptionRow, takeReferences } from '../commands';
import { cancelSlots } from '../delivery/settle/commands';
import type { PackageReason } from '../messages';
import { endAfter, refKeyOf, slotDueAt, slotReference } from '../rules';

export type Settled = { ok: true } | { ok: false; reason: PackageReason };
type Which = { id: string };

/** Stops the renewals of a package until it is resumed; what is under way still arrives. */
export async function pausePackage(doer: Doer, { id }: Which, now: Date): Promise<Settled> {
  return database().transaction(async (tx): Promise<Settled> => {
    const row = await lock(tx, doer, id);
    if (!row) return { ok: false, reason: 'absent' };
    const [paused] = await tx
      .update(packageSubscriptions)
      .set({ state: 'paused', pausedAt: now })
      .where(and(own(doer, id), eq(packageSubscriptions.state, 'active')))
      .returning({ id: packageSubscriptions.id });
    if (!paused) return { ok: false, reason: 'not_active' };
    await audit(tx, doer, id, 'package.paused', {}, now);
    return { ok: true };
  });
}

/** Goes on: what is owed, and the end, move by the length of the pause, which is nobody's lateness. */
export async function resumePackage(doer: Doer, { id }: Which, now: Date): Promise<Settled> {
  return database().transaction(async (tx): Promise<Settled> => {
    const row = await lock(tx, doer, id);
    if (!row) return { ok: false, reason: 'absent' };
    if (row.state !== 'paused' || !row.pausedAt) return { ok: false, reason: 'not_paused' };
    const byMs = Math.max(0, now.getTime() - row.pausedAt.getTime());
    const later = sql`${byMs} * interval '1 millisecond'`;
    await tx
      .update(packageSlots)
      .set({ dueAt: sql`${packageSlots.dueAt} + ${later}` })
      .where(and(slotsOf(doer, id), inArray(packageSlots.state, ['owed', 'held'])));
    await tx
      .update(packageSubscriptions)
      .set({
        ...{ state: 'active', pausedAt: null, nextRunAt: now },
        expiresAt: sql`${packageSubscriptions.expiresAt} + ${later}`,
        shiftMs: sql`${packageSubscriptions.shiftMs} + ${byMs}`,
      })
      .where(and(own(doer, id), eq(packageSubscriptions.state, 'paused')));
    await audit(tx, doer, id, 'package.resumed', { pausedAt: row.pausedAt, byMs }, now);
    await wake(tx, { queue: 'package', id, group: doer.resellerId, at: now });
    return { ok: true };
  });
}

/** Ends a package at once: nothing that has not left for a sheet leaves any more. */
export async function cancelPackage(doer: Doer, which: Which, now: Date): Promise<Settled> {
  return database().transaction((tx) => cancelPackageIn(tx, doer, which, now));
}

/**
 * `cancelPackage` in the caller's transaction. What a driver or the phone holds in this very moment is not waited for: if
 * it has left it arrives, and the record says how long before the cancelling that was; if it comes back it goes no
 * further (fault F49).
 */
export async function cancelPackageIn(tx: Executor, doer: Doer, { id }: Which, now: Date): Promise<Settled> {
  const row = await lock(tx, doer, id);
  if (!row) return { ok: false, reason: 'absent' };
  if (row.state === 'cancelled' || row.state === 'ended') return { ok: false, reason: 'closed' };
  const caught = (await cancelSlots(tx, await recallRows(tx, [id], now))).map((slot) => slot.reference);
  await tx
    .update(packageSlots)
    .set({ state: 'cancelled' })
    .where(and(slotsOf(doer, id), inArray(packageSlots.state, ['owed', 'held'])));
  const underWay = await tx
    .select({ reference: packageSlots.reference, sentAt: packageSlots.sentAt })
    .from(packageSlots)
    .where(and(slotsOf(doer, id), eq(packageSlots.state, 'sending')));
  await tx
    .update(packageSubscriptions)
    .set({ state: 'cancelled', closedAt: now, pausedAt: null })
    .where(and(own(doer, id), inArray(packageSubscriptions.state, ['active', 'paused'])));
  const left = underWay.map(({ reference, sentAt }) => ({
    reference,
    msBefore: sentAt && now.getTime() - sentAt.getTime(),
  }));
  await audit(tx, doer, id, 'package.cancelled', { reference: row.reference, underWay: left, caught }, now);
  return { ok: true };
}

/** Adds `days` renewals behind the last, and as many days to the end. */
export async function extendPackage(
  doer: Doer,
  { id, days }: Which & { days: number },
  now: Date,
): Promise<Settled> {
  if (!Number.isInteger(days) || days < 1 || days > 365) return { ok: false, reason: 'bad_days' };
  try {
    return await database().transaction(async (tx): Promise<Settled> => {
      const row = await lock(tx, doer, id);
      if (!row) return { ok: false, reason: 'absent' };
      if (row.state === 'cancelled' || row.state === 'ended') return { ok: false, reason: 'closed' };
      const from = await lastSlot(tx, doer, row);
      const more = Array.from({ length: days }, (_, i) => ({
        k: from.k + i + 1,
        reference: slotReference(row.reference, from.number + i + 1),
      }));
      await takeReferences(
        tx,
        doer,
        id,
        more.map((slot) => slot.reference),
      );
      const zone = await zoneOf(tx, doer);
      await tx.insert(packageSlots).values(more.map((slot) => slotValues(row, slot, zone)));
      const expiresAt = endAfter(row.startAt, from.k + days, zone, row.shiftMs);
      await tx
        .update(packageSubscriptions)
        .set({ expiresAt, noticeAt: null, nextRunAt: now })
        .where(and(own(doer, id), inArray(packageSubscriptions.state, ['active', 'paused'])));
      await audit(tx, doer, id, 'package.extended', { days, before: row.expiresAt, after: expiresAt }, now);
      await wake(tx, { queue: 'package', id, group: doer.resellerId, at: now });
      return { ok: true };
    });
  } catch (error) {
    if (error instanceof ReferenceUsed) return { ok: false, reason: 'reference_used' };
    throw error;
  }
}

/** The last slot, and the number in its reference: in a package taken over the two differ by one. */
async function lastSlot(tx: Executor, doer: Doer, { id, reference }: SubscriptionRow) {
  const [last] = await tx
    .select({ k: packageSlots.k, reference: packageSlots.reference })
    .from(packageSlots)
    .where(slotsOf(doer, id))
    .orderBy(desc(packageSlots.k))
    .limit(1);
  const k = last?.k ?? 0;
  return { k, number: Number(last?.reference.slice(reference.length + 1)) || k };
}

function slotValues(
  row: SubscriptionRow,
  { k, reference }: { k: number; reference: string },
  zone: string,
): typeof packageSlots.$inferInsert {
  const dueAt = new Date(slotDueAt(row.startAt, k, zone).getTime() + row.shiftMs);
  return {
    ...{ id: newId(), resellerId: row.resellerId, subscriptionId: row.id, k, reference, dueAt },
    ...{ refKey: refKeyOf(reference), mb: row.slotMb, cents: row.slotCents, state: 'owed' },
  };
}

/** The subscription before its slots, always in this order: the other one could deadlock. */
async function lock(tx: Executor, doer: Doer, id: string): Promise<SubscriptionRow | undefined> {
  const [row] = await tx.select().from(packageSubscriptions).where(own(doer, id)).for('update');
  return row;
}

async function zoneOf(tx: Executor, { resellerId }: Doer): Promise<string> {
  const [row] = await tx
    .select({ zone: resellers.timezone })
    .from(resellers)
    .where(eq(resellers.id, resellerId));
  if (!row) throw new Error('A reseller has no row');
  return row.zone;
}

const own = ({ resellerId }: Doer, id: string) =>
  and(eq(packageSubscriptions.resellerId, resellerId), eq(packageSubscriptions.id, id));
const slotsOf = ({ resellerId }: Doer, id: string) =>
  and(eq(packageSlots.resellerId, resellerId), eq(packageSlots.subscriptionId, id));

const audit = (
  tx: Executor,
  doer: Doer,
  subjectId: string,
  action: string,
  detail: Record<string, unknown>,
  now: Date,
) => recordAudit(tx, doer, { action, subjectType: 'package', subjectId, detail }, now);
