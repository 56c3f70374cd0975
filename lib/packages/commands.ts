import 'server-only';
import { and, count, eq, ne, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageReferences, packageSettings, packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { resellers } from '@/db/schema/resellers';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { queueDirect } from '@/lib/channels/direct/commands';
import { fingerprint, randomToken, seal } from '@/lib/crypto';
import { nationalDigits } from '@/lib/phone';
import { wake } from '@/lib/queue/api';
import { fileRows, type NewRow } from '@/lib/sheets/commands';
import { sheetFor } from '@/lib/sheets/queries';
import { type ActivationReason, activatedText, plainAmount } from './messages';
import {
  earnsBonus,
  expiresAtOf,
  initialOrders,
  isPackageNumber,
  isReference,
  refKeyOf,
  slotDueAt,
  slotReference,
} from './rules';
import type { Activation } from './schema';
import { typeFor } from './types/queries';
import type { PackageType } from './types/rules';

export type SubscriptionRow = typeof packageSubscriptions.$inferSelect;
export type SlotRow = typeof packageSlots.$inferSelect;
export type Activated =
  | { ok: true; subscription: SubscriptionRow; slots: SlotRow[] }
  | { ok: false; reason: ActivationReason };

/**
 * The one door to a package, whoever asks: form, command, receipt. In the caller's transaction its references
 * are taken for ever, subscription and slots are made, and, where it was sold here (`sold`), order, payment
 * and the group's message with them. A refusal leaves nothing behind.
 */
export async function activatePackage(
  tx: Executor,
  doer: Doer,
  input: Activation,
  now: Date,
): Promise<Activated> {
  if (!isReference(input.reference)) return { ok: false, reason: 'bad_reference' };
  if (!isPackageNumber(input.number)) return { ok: false, reason: 'bad_number' };
  const facts = await factsOf(tx, doer, input);
  if (!facts) return { ok: false, reason: 'no_group' };
  const type = await typeFor(tx, doer.resellerId, input.groupId, input.days);
  if (!type) return { ok: false, reason: 'bad_type' };
  try {
    // A savepoint: references taken before one that was used go back.
    return await tx.transaction((inner) => make(inner, doer, input, { ...facts, type }, now));
  } catch (error) {
    if (error instanceof ReferenceUsed) return { ok: false, reason: 'reference_used' };
    throw error;
  }
}

/** One of the references was used before, whoever and whatever for. */
export class ReferenceUsed extends Error {}

type Facts = { zone: string; chat: string | null; bonusMb: number };

/** Zone, WhatsApp group and earned bonus; null for a group that is absent or archived. */
async function factsOf(
  tx: Executor,
  { resellerId }: Doer,
  { groupId, number, sold }: Activation,
): Promise<Facts | null> {
  const [reseller] = await tx
    .select({ zone: resellers.timezone, every: packageSettings.bonusEvery, mb: packageSettings.bonusMb })
    .from(resellers)
    .leftJoin(packageSettings, eq(packageSettings.resellerId, resellers.id))
    .where(eq(resellers.id, resellerId));
  // Locked, so that the group is not archived while a package is sold in it.
  const [group] = groupId
    ? await tx
        .select({ jid: groups.jid })
        .from(groups)
        .where(
          and(eq(groups.resellerId, resellerId), eq(groups.id, groupId), sql`${groups.archivedAt} is null`),
        )
        .for('share')
    : [{ jid: null }];
  if (!reseller || !group) return null;
  const [had] = await tx
    .select({ n: count() })
    .from(packageSubscriptions)
    .where(
      and(
        eq(packageSubscriptions.resellerId, resellerId),
        eq(packageSubscriptions.number, number),
        ne(packageSubscriptions.state, 'cancelled'),
      ),
    );
  const earned = sold !== null && earnsBonus((had?.n ?? 0) + 1, reseller.every);
  return { zone: reseller.zone, chat: group.jid, bonusMb: earned ? (reseller.mb ?? 0) : 0 };
}

async function make(
  tx: Executor,
  doer: Doer,
  input: Activation,
  { zone, chat, bonusMb, type }: Facts & { type: PackageType },
  now: Date,
): Promise<Activated> {
  const { resellerId } = doer;
  const { reference, number, groupId, days, startAt, sold } = input;
  const id = newId();
  const initial = sold ? initialOrders(reference, sold.mb + bonusMb) : [];
  const daily = Array.from({ length: days }, (_, i) => slotReference(reference, i + 1));
  await takeReferences(tx, doer, id, [reference, ...initial.slice(1).map((o) => o.reference), ...daily]);
  const token = randomToken();
  const slotRows = daily.map((ref, i) => ({
    ...{ id: newId(), resellerId, subscriptionId: id, k: i + 1, reference: ref, refKey: refKeyOf(ref) },
    ...{
      mb: type.slotMb,
      cents: type.slotCents,
      dueAt: slotDueAt(startAt, i + 1, zone),
      state: 'owed' as const,
    },
  }));
  const nextRunAt = slotRows[0]?.dueAt ?? startAt;
  const [subscription] = await tx
    .insert(packageSubscriptions)
    .values({
      ...{
        id,
        resellerId,
        groupId,
        number,
        reference,
        refKey: refKeyOf(reference),
        days,
        startAt,
        nextRunAt,
      },
      ...{ typeName: type.name, mode: sold ? 'automatic' : 'manual', state: 'active', bonusMb },
      expiresAt: expiresAtOf(startAt, days, zone),
      ...{ slotMb: type.slotMb, slotCents: type.slotCents },
      ...{ initialMb: sold?.mb ?? null, initialCents: sold?.cents ?? null, createdAt: now },
      linkHash: fingerprint(token),
      linkEncrypted: seal(token, { resellerId, recordId: id, column: 'link' }),
    })
    .returning();
  const slots = await tx.insert(packageSlots).values(slotRows).returning();
  if (!subscription) throw new Error('The subscription was not written');
  const detail = {
    reference,
    number,
    days,
    mode: subscription.mode,
    mb: sold?.mb,
    cents: sold?.cents,
    bonusMb,
  };
  const entry = { action: 'package.activated', subjectType: 'package', subjectId: id, detail } as const;
  await recordAudit(tx, doer, entry, now);
  if (sold) {
    await fileInitial(tx, { subscription, orders: initial, cents: sold.cents, chat: chat ?? '' }, now);
    if (input.tell && chat) {
      const text = activatedText({
        ...{ number, reference, typeName: type.name, mb: sold.mb + bonusMb, cents: sold.cents, zone },
        ...{ slots: days, slotMb: type.slotMb, firstAt: nextRunAt, expiresAt: subscription.expiresAt },
      });
      await queueDirect(tx, { resellerId, kind: 'package', subjectId: id, to: { chat }, body: text }, now);
    }
  }
  await wake(tx, { queue: 'package', id, group: resellerId, at: nextRunAt });
  return { ok: true, subscription, slots };
}

/** Takes references for ever; the registry's key refuses one that was ever used, in whatever way. */
export async function takeReferences(
  tx: Executor,
  { resellerId }: Doer,
  subscriptionId: string,
  references: string[],
): Promise<void> {
  const taken = await tx
    .insert(packageReferences)
    .values(references.map((ref) => ({ resellerId, refKey: refKeyOf(ref), subscriptionId })))
    .onConflictDoNothing()
    .returning({ refKey: packageReferences.refKey });
  if (taken.length < references.length) throw new ReferenceUsed();
}

/** The order and the payment of the package itself. */
async function fileInitial(
  tx: Executor,
  of: {
    subscription: SubscriptionRow;
    orders: { reference: string; mb: number }[];
    cents: number;
    chat: string;
  },
  now: Date,
): Promise<void> {
  const { resellerId, groupId, number, reference, id } = of.subscription;
  const digits = nationalDigits(number);
  const common = { resellerId, number: digits, chat: of.chat, subscriptionId: id, slotId: null };
  const ordersSheet = await sheetFor(tx, resellerId, groupId, 'orders');
  const paymentsSheet = await sheetFor(tx, resellerId, groupId, 'payments');
  const value = plainAmount(of.cents);
  const rows: NewRow[] = of.orders.map((order) => ({
    ...{
      ...common,
      book: 'orders',
      sheetId: ordersSheet,
      reference: order.reference,
      value: String(order.mb),
    },
    message: `Pacote automatico: ${order.reference}|${order.mb}|${digits}`,
  }));
  rows.push({
    ...{ ...common, book: 'payments', sheetId: paymentsSheet, reference, value },
    message: `Pacote automatico: Renovacao ${reference} - ${value}MT para ${digits}`,
  });
  const filed = await fileRows(tx, rows, now);
  // Its own book holds the reference for something else: the registry did not know of it.
  if (filed.some((row) => row.state === 'taken')) throw new ReferenceUsed();
}
