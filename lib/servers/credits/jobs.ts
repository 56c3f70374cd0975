import 'server-only';
import { and, isNotNull, isNull } from 'drizzle-orm';
import { database } from '@/db/client';
import { servers } from '@/db/schema/servers';
import { tellOfLow } from './commands';

type Count = { planned: number; done: number; skipped: number };

/** Looks at each server whose credits a person counted and wants to be told about; each is told once for a count. */
export async function tellOfLowCredits(now: Date, total: Count): Promise<void> {
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
  for (const { id, resellerId } of counted) {
    if (!(await tellOfLow(resellerId, id, now))) continue;
    total.planned++;
    total.done++;
  }
}
