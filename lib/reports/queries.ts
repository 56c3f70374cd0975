import 'server-only';
import { and, count, eq, inArray } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';

/** How many deliveries wait for a person: refused by the panel or in doubt, renewals and account work alike. */
export async function countNeedingPerson(resellerId: ResellerId): Promise<number> {
  const [renewals, accounts] = await Promise.all([
    database()
      .select({ n: count() })
      .from(renewalIntents)
      .where(and(eq(renewalIntents.resellerId, resellerId), inArray(renewalIntents.state, NEEDS_PERSON))),
    database()
      .select({ n: count() })
      .from(accountTasks)
      .where(and(eq(accountTasks.resellerId, resellerId), inArray(accountTasks.state, NEEDS_PERSON))),
  ]);
  return (renewals[0]?.n ?? 0) + (accounts[0]?.n ?? 0);
}

const NEEDS_PERSON: ('rejected' | 'review')[] = ['rejected', 'review'];
