import 'server-only';
import { and, eq, gte, isNull, max, ne } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { payments, renewalIntents } from '@/db/schema/invoices';
import { type Base, baseOf } from './rules';

type Row = typeof renewalIntents.$inferSelect;

/** The date this renewal has to have moved the panel from; null when nobody ever knew one. */
export async function readBase(row: Row, tx: Executor = database()): Promise<Base | null> {
  const [paid] = await tx
    .select({ from: payments.expiryBefore })
    .from(payments)
    .where(
      and(
        eq(payments.resellerId, row.resellerId),
        eq(payments.invoiceId, row.invoiceId),
        isNull(payments.voidedAt),
      ),
    );
  return baseOf({
    own: row.expiresBefore ?? row.expiresFirst,
    lastKnown: row.lastKnownExpiry,
    paidFrom: paid?.from ?? null,
    claimed: row.state === 'review' || row.state === 'rejected' ? await claimedSince(row, tx) : null,
  });
}

/** The furthest date that another renewal of this customer has proved since; later ones say nothing of what has ended. */
async function claimedSince(row: Row, tx: Executor): Promise<Date | null> {
  const [others] = await tx
    .select({ claimed: max(renewalIntents.expiresAfter) })
    .from(renewalIntents)
    .where(
      and(
        eq(renewalIntents.resellerId, row.resellerId),
        eq(renewalIntents.serverId, row.serverId),
        eq(renewalIntents.panelUsername, row.panelUsername),
        eq(renewalIntents.state, 'verified'),
        ne(renewalIntents.id, row.id),
        // Before that, its date was in what this one read or knew.
        gte(renewalIntents.verifiedAt, row.sentAt ?? row.createdAt),
      ),
    );
  return others?.claimed ?? null;
}

/** The same for a screen, with how far a renewal has to move it; null for an unknown or foreign id. */
export async function reviewBase(
  resellerId: ResellerId,
  id: string,
): Promise<{ base: Base | null; minDeltaMs: number } | null> {
  const [row] = await database()
    .select()
    .from(renewalIntents)
    .where(and(eq(renewalIntents.resellerId, resellerId), eq(renewalIntents.id, id)));
  return row ? { base: await readBase(row), minDeltaMs: row.minDeltaMs } : null;
}
