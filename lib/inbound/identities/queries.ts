import 'server-only';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { waIdentities } from '@/db/schema/groups';

type Unknown = { lid: string; name: string | null; seenAt: Date };

/** People who wrote without WhatsApp showing their number, the latest first. */
export async function peopleWithoutNumber(resellerId: ResellerId, limit = 50): Promise<Unknown[]> {
  return database()
    .select({ lid: waIdentities.lid, name: waIdentities.name, seenAt: waIdentities.seenAt })
    .from(waIdentities)
    .where(and(eq(waIdentities.resellerId, resellerId), isNull(waIdentities.phone)))
    .orderBy(desc(waIdentities.seenAt))
    .limit(limit);
}
