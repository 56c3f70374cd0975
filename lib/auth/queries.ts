import 'server-only';
import { and, eq, isNull } from 'drizzle-orm';
import { database } from '@/db/client';
import { resellers, users } from '@/db/schema/resellers';
import type { Actor } from './rules';

/** Whom a session names: read on every request, null when the user is disabled or the session was ended. */
export async function actorOf(userId: string, sessionVersion: number): Promise<Actor | null> {
  const [row] = await database()
    .select({
      userId: users.id,
      userName: users.name,
      role: users.role,
      resellerId: resellers.id,
      reseller: {
        name: resellers.name,
        country: resellers.country,
        currency: resellers.currency,
        locale: resellers.locale,
        timezone: resellers.timezone,
      },
    })
    .from(users)
    .innerJoin(resellers, eq(resellers.id, users.resellerId))
    .where(and(eq(users.id, userId), eq(users.sessionVersion, sessionVersion), isNull(users.disabledAt)));
  return row ?? null;
}
