import 'server-only';
import { and, asc, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { users } from '@/db/schema/resellers';

/** The people of a reseller, those who can sign in first. */
export const listUsers = (resellerId: ResellerId) =>
  database()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      disabledAt: users.disabledAt,
      lastLoginAt: users.lastLoginAt,
      totpEnabledAt: users.totpEnabledAt,
    })
    .from(users)
    .where(eq(users.resellerId, resellerId))
    .orderBy(asc(users.disabledAt), asc(users.name), asc(users.id))
    .limit(500);

/** What the security page shows of oneself. */
export async function ownSecurity(resellerId: ResellerId, userId: string) {
  const [row] = await database()
    .select({ email: users.email, totpEnabledAt: users.totpEnabledAt })
    .from(users)
    .where(and(eq(users.resellerId, resellerId), eq(users.id, userId)));
  return row ?? null;
}
