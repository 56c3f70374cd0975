import 'server-only';
import type { Executor } from '@/db/client';
import { packageReferences } from '@/db/schema/packages';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { groupById } from '@/lib/groups/queries';
import { ReferenceUsed } from '@/lib/packages/commands';
import { plainAmount } from '@/lib/packages/messages';
import { initialOrders, isPackageNumber, isReference, refKeyOf } from '@/lib/packages/rules';
import { nationalDigits } from '@/lib/phone';
import { fileRows, type NewRow } from '@/lib/sheets/commands';
import { sheetFor } from '@/lib/sheets/queries';

type Order = { reference: string; number: string; groupId: string; mb: number; cents: number };
type OrderReason = 'bad_reference' | 'bad_number' | 'no_group' | 'reference_used';

/**
 * *Registrar só o pedido*: a paid package without renewals. Its references are taken for ever, and order and
 * payment are filed, in the caller's transaction; no subscription. A refusal leaves nothing behind.
 */
export async function fileOrder(
  tx: Executor,
  doer: Doer,
  order: Order,
  now: Date,
): Promise<{ ok: true } | { ok: false; reason: OrderReason }> {
  if (!isReference(order.reference)) return { ok: false, reason: 'bad_reference' };
  if (!isPackageNumber(order.number)) return { ok: false, reason: 'bad_number' };
  const group = await groupById(tx, doer.resellerId, order.groupId);
  if (!group || group.archivedAt) return { ok: false, reason: 'no_group' };
  try {
    // A savepoint: references taken before one that was used go back.
    await tx.transaction((inner) => file(inner, doer, order, group.jid ?? '', now));
    return { ok: true };
  } catch (error) {
    if (error instanceof ReferenceUsed) return { ok: false, reason: 'reference_used' };
    throw error;
  }
}

async function file(tx: Executor, doer: Doer, order: Order, chat: string, now: Date): Promise<void> {
  const { resellerId } = doer;
  const { reference, groupId, mb, cents } = order;
  const parts = initialOrders(reference, mb);
  const taken = await tx
    .insert(packageReferences)
    .values(parts.map((part) => ({ resellerId, refKey: refKeyOf(part.reference), subscriptionId: null })))
    .onConflictDoNothing()
    .returning({ refKey: packageReferences.refKey });
  if (taken.length < parts.length) throw new ReferenceUsed();
  const number = nationalDigits(order.number);
  const value = plainAmount(cents);
  const common = { resellerId, number, chat, subscriptionId: null, slotId: null };
  const orders = await sheetFor(tx, resellerId, groupId, 'orders');
  const rows: NewRow[] = parts.map((part) => ({
    ...{ ...common, book: 'orders', sheetId: orders, reference: part.reference, value: String(part.mb) },
    message: `Pedido: ${part.reference}|${part.mb}|${number}`,
  }));
  rows.push({
    ...{ ...common, book: 'payments', reference, value },
    sheetId: await sheetFor(tx, resellerId, groupId, 'payments'),
    message: `Pagamento: ${reference} - ${value}MT para ${number}`,
  });
  const filed = await fileRows(tx, rows, now);
  // The book holds the reference for something else, which the registry did not know of.
  if (filed.some((row) => row.state === 'taken')) throw new ReferenceUsed();
  const detail = { reference, number: order.number, mb, cents };
  const entry = { action: 'group.order_filed', subjectType: 'group', subjectId: groupId, detail } as const;
  await recordAudit(tx, doer, entry, now);
}
