import 'server-only';
import { and, eq, isNull } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { auditOf, type Doer } from '@/lib/audit/commands';
import { saveSheet } from '@/lib/sheets/commands';
import type { Book } from '@/lib/sheets/schema';

/** What becomes of one book: the reseller's again, the group's own as it is, or another address. */
export type SheetChoice = 'inherit' | 'keep' | { url: string };
type SheetsWritten =
  | { ok: true }
  | { ok: false; reason: 'absent' }
  | { ok: false; reason: 'no_url'; book: Book };

/** Decides where a group's orders and payments go. What is filed already stays where it was filed. */
export async function setGroupSheets(
  doer: Doer,
  id: string,
  choice: Record<Book, SheetChoice>,
  now: Date,
): Promise<SheetsWritten> {
  const mine = and(eq(groups.resellerId, doer.resellerId), eq(groups.id, id), isNull(groups.archivedAt));
  return database().transaction(async (tx): Promise<SheetsWritten> => {
    const [before] = await tx
      .select({ orders: groups.ordersSheetId, payments: groups.paymentsSheetId })
      .from(groups)
      .where(mine)
      .for('update');
    if (!before) return { ok: false, reason: 'absent' };
    for (const book of ['orders', 'payments'] as const)
      if (choice[book] === 'keep' && !before[book]) return { ok: false, reason: 'no_url', book };
    const after = {
      ordersSheetId: await chosen(tx, doer, 'orders', choice.orders, before.orders, now),
      paymentsSheetId: await chosen(tx, doer, 'payments', choice.payments, before.payments, now),
    };
    await tx.update(groups).set(after).where(mine);
    await audit(tx, doer, id, 'group.sheets', { before, after }, now);
    return { ok: true };
  });
}

const chosen = async (
  tx: Executor,
  doer: Doer,
  book: Book,
  choice: SheetChoice,
  stored: string | null,
  now: Date,
): Promise<string | null> => {
  if (choice === 'inherit') return null;
  return choice === 'keep' ? stored : saveSheet(tx, doer, book, choice.url, now);
};

const audit = auditOf('group');
