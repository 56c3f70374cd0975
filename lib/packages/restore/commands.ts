import 'server-only';
import { and, eq, inArray, isNull, lte, ne, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { sheetRows } from '@/db/schema/sheets';
import { recordAudit, system } from '@/lib/audit/commands';
import { sheetFor } from '@/lib/sheets/queries';
import { settleSlots } from '../delivery/settle/commands';

type PackagesRestored = { heldRenewals: number; doubtedRows: number };

/**
 * To be run once after the database was restored from a backup. A Google sheet knows what it has been told,
 * and answers `duplicado`; the phone that reads the built-in book does not. So what the backup calls unread
 * there, and renewals of that book that are due already, wait for a person. Doing it again changes nothing.
 */
export async function holdAfterRestore(now: Date): Promise<PackagesRestored> {
  return database().transaction(async (tx) => {
    const doubted = await tx
      .update(sheetRows)
      .set({ state: 'review', reason: 'restored', phoneState: null, phoneLeaseUntil: null })
      .where(
        and(isNull(sheetRows.sheetId), eq(sheetRows.state, 'done'), ne(sheetRows.phoneState, 'confirmed')),
      )
      .returning();
    await settleSlots(tx, doubted, now);
    const places = await tx
      .selectDistinct({ resellerId: packageSubscriptions.resellerId, groupId: packageSubscriptions.groupId })
      .from(packageSubscriptions)
      .where(inArray(packageSubscriptions.state, ['active', 'paused']));
    let held = 0;
    for (const { resellerId, groupId } of places) {
      if ((await sheetFor(tx, resellerId, groupId, 'orders')) !== null) continue;
      const ofPlace = sql`${packageSlots.subscriptionId} in (select id from package_subscriptions
        where reseller_id = ${resellerId} and group_id is not distinct from ${groupId} and state in ('active', 'paused'))`;
      const slots = await tx
        .update(packageSlots)
        .set({ state: 'held', released: false })
        .where(
          and(
            eq(packageSlots.resellerId, resellerId),
            eq(packageSlots.state, 'owed'),
            lte(packageSlots.dueAt, now),
            ofPlace,
          ),
        )
        .returning({ reference: packageSlots.reference });
      if (slots.length === 0) continue;
      held += slots.length;
      const detail = { references: slots.map((slot) => slot.reference).slice(0, 200) };
      const entry = {
        action: 'package.held_after_restore',
        subjectType: 'reseller',
        subjectId: resellerId,
      } as const;
      await recordAudit(tx, system(resellerId), { ...entry, detail }, now);
    }
    return { heldRenewals: held, doubtedRows: doubted.length };
  });
}
