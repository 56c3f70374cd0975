import 'server-only';
import { and, isNotNull, isNull } from 'drizzle-orm';
import { database } from '@/db/client';
import { servers } from '@/db/schema/servers';
import { oneByOne, type Tally } from '@/lib/one-by-one';
import { tellOfLow } from './commands';

/** Looks at each server whose credits a person counted and wants to be told about; each is told once for a count. */
export async function tellOfLowCredits(now: Date, total: Tally): Promise<void> {
  const counted = await database()
    .select({ id: servers.id, resellerId: servers.resellerId })
    .from(servers)
    .where(
      and(
        isNotNull(servers.creditsCountedAt),
        isNotNull(servers.creditsWarnBelow),
        isNull(servers.creditsToldAt),
        isNull(servers.archivedAt),
      ),
    );
  await oneByOne(counted, total, ({ id, resellerId }) => tellOfLow(resellerId, id, now));
}
