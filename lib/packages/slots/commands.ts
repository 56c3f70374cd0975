import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import { database } from '@/db/client';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { sheetRows } from '@/db/schema/sheets';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import type { Settled } from '../lifecycle/commands';

/**
 * A person decides about a renewal that waits for them: a late one is let go or skipped; one whose reference
 * a sheet holds for something else can only be given up.
 */
export async function decideSlot(
  doer: Doer,
  { slotId, decision }: { slotId: string; decision: 'deliver' | 'skip' },
  now: Date,
): Promise<Settled> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<Settled> => {
    const mine = and(eq(packageSlots.resellerId, resellerId), eq(packageSlots.id, slotId));
    const [found] = await tx.select({ of: packageSlots.subscriptionId }).from(packageSlots).where(mine);
    if (!found) return { ok: false, reason: 'absent' };
    const subscription = and(
      eq(packageSubscriptions.resellerId, resellerId),
      eq(packageSubscriptions.id, found.of),
    );
    await tx
      .select({ id: packageSubscriptions.id })
      .from(packageSubscriptions)
      .where(subscription)
      .for('update');
    const [slot] = await tx
      .update(packageSlots)
      .set(decision === 'deliver' ? { state: 'owed', released: true } : { state: 'skipped' })
      .where(and(mine, inArray(packageSlots.state, decision === 'deliver' ? ['held'] : ['held', 'review'])))
      .returning({ reference: packageSlots.reference });
    if (!slot) return { ok: false, reason: 'settled' };
    // The half that could not be written is given up with it.
    await tx
      .update(sheetRows)
      .set({ state: 'cancelled' })
      .where(
        and(
          eq(sheetRows.resellerId, resellerId),
          eq(sheetRows.slotId, slotId),
          eq(sheetRows.state, 'review'),
        ),
      );
    await tx
      .update(packageSubscriptions)
      .set({ nextRunAt: now })
      .where(and(subscription, eq(packageSubscriptions.state, 'active')));
    const detail = { reference: slot.reference, decision };
    const entry = {
      action: 'package.slot_decided',
      subjectType: 'package',
      subjectId: found.of,
      detail,
    } as const;
    await recordAudit(tx, doer, entry, now);
    await wake(tx, { queue: 'package', id: found.of, group: resellerId, at: now });
    return { ok: true };
  });
}
