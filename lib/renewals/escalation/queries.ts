import 'server-only';
import { and, count, eq, inArray, lt } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { renewalIntents } from '@/db/schema/invoices';
import { ESCALATE_MS, type IntentState } from '../rules';

/** What still holds a customer's place on the panel: it ends by a proof or by a person. */
const UNENDED = ['pending', 'sending', 'unknown', 'review'] as const satisfies IntentState[];

/** Without an end 48 h after the payment (renewal-protocol.md section 5). */
export const overdueAt = (now: Date) =>
  and(
    inArray(renewalIntents.state, [...UNENDED]),
    lt(renewalIntents.createdAt, new Date(now.getTime() - ESCALATE_MS)),
  );

/** How many of a reseller's renewals are overdue, for the banner. */
export async function countOverdue(resellerId: ResellerId, now: Date): Promise<number> {
  const [row] = await database()
    .select({ n: count() })
    .from(renewalIntents)
    .where(and(eq(renewalIntents.resellerId, resellerId), overdueAt(now)));
  return row?.n ?? 0;
}
