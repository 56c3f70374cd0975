import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { packageReferences, packageSubscriptions } from '@/db/schema/packages';
import { receipts } from '@/db/schema/receipts';

export type ReceiptRow = typeof receipts.$inferSelect;
/** Both sides of one reference. `payee`: the phone that was paid; `payer`: what a customer pasted. */
export type Pair = { payee: ReceiptRow | null; payer: ReceiptRow | null };

/**
 * Both sides of a reference, nobody else's until the transaction ends. The lock is on the reference, not on
 * rows: of two sides that arrive at once each would miss the other, which is not written yet.
 */
export async function lockedPair(tx: Executor, resellerId: ResellerId, refKey: string): Promise<Pair> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`receipt/${resellerId}/${refKey}`}, 0))`,
  );
  const rows = await tx
    .select()
    .from(receipts)
    .where(and(eq(receipts.resellerId, resellerId), eq(receipts.refKey, refKey)))
    .for('update');
  return {
    payee: rows.find((row) => row.side === 'payee') ?? null,
    payer: rows.find((row) => row.side === 'payer') ?? null,
  };
}

/** What a reference was spent on, in whatever way; null when it is free. */
export async function spentOn(tx: Executor, resellerId: ResellerId, refKey: string) {
  const [row] = await tx
    .select({
      subscriptionId: packageSubscriptions.id,
      number: packageSubscriptions.number,
      cents: packageSubscriptions.initialCents,
      /** Whether it is the package's own reference, and not one of its renewals'. */
      own: sql<boolean>`coalesce(${packageSubscriptions.refKey} = ${packageReferences.refKey}, false)`,
    })
    .from(packageReferences)
    .leftJoin(
      packageSubscriptions,
      and(
        eq(packageSubscriptions.resellerId, packageReferences.resellerId),
        eq(packageSubscriptions.id, packageReferences.subscriptionId),
      ),
    )
    .where(and(eq(packageReferences.resellerId, resellerId), eq(packageReferences.refKey, refKey)));
  return row ?? null;
}

/** Which reseller and reference a receipt is of; null when it is none. */
export async function referenceOf(tx: Executor, id: string, resellerId?: ResellerId) {
  const [row] = await tx
    .select({ resellerId: receipts.resellerId, refKey: receipts.refKey })
    .from(receipts)
    .where(and(eq(receipts.id, id), resellerId ? eq(receipts.resellerId, resellerId) : undefined));
  return row ?? null;
}
