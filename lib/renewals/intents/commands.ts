import { and, eq } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { renewalIntents } from '@/db/schema/invoices';
import { wake } from '@/lib/queue/api';
import { minDeltaOf } from '../rules';

type NewIntent = {
  id: string;
  invoiceId: string;
  clientId: string;
  serverId: string;
  serverVersion: number;
  panelUsername: string;
  /** The panel's date at our last reading before the payment; null when never read. */
  lastKnownExpiry: Date | null;
  /** The panel's date before a renewal made there by hand that no payment accounts for: it may be this one's. */
  expiresFirst: Date | null;
  packageId: string;
  /** Length of the package, in milliseconds. */
  periodMs: number;
  neverResend: boolean;
  notBefore: Date;
};

/** Writes a payment's one claim on a renewal, in the payment's transaction, with its wake-up. */
export async function createIntent(tx: Executor, resellerId: ResellerId, intent: NewIntent): Promise<void> {
  await tx.insert(renewalIntents).values({
    ...intent,
    resellerId,
    state: 'pending',
    minDeltaMs: minDeltaOf(intent.periodMs),
    nextRunAt: intent.notBefore,
  });
  await wake(tx, { queue: 'renewal', id: intent.id, group: intent.serverId, at: intent.notBefore });
}

/** Undo: true when nothing had been sent and nothing will be (section 6). The attempt's WHERE is the other half. */
export async function cancelIntent(
  tx: Executor,
  resellerId: ResellerId,
  invoiceId: string,
): Promise<string | null> {
  const [row] = await tx
    .update(renewalIntents)
    .set({ state: 'cancelled', reason: null, leaseUntil: null })
    .where(
      and(
        eq(renewalIntents.resellerId, resellerId),
        eq(renewalIntents.invoiceId, invoiceId),
        eq(renewalIntents.state, 'pending'),
        eq(renewalIntents.attempt, 0),
      ),
    )
    .returning({ id: renewalIntents.id });
  return row?.id ?? null;
}
