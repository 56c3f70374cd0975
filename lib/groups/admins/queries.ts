import 'server-only';
import { and, asc, eq, isNull, or } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groupAdmins } from '@/db/schema/groups';

type GroupAdmin = typeof groupAdmins.$inferSelect;
/** In which groups a person may give commands; `all`: in every one of the reseller's. */
type AdminRights = { all: boolean; groups: string[] };

/** What a phone (E.164) may command. Somebody whose phone is not known may command nothing. */
export async function adminRights(
  tx: Executor,
  resellerId: ResellerId,
  phone: string | null,
): Promise<AdminRights> {
  if (!phone) return { all: false, groups: [] };
  const rows = await tx
    .select({ groupId: groupAdmins.groupId })
    .from(groupAdmins)
    .where(and(eq(groupAdmins.resellerId, resellerId), eq(groupAdmins.phone, phone)));
  return {
    all: rows.some((row) => row.groupId === null),
    groups: rows.flatMap((row) => row.groupId ?? []),
  };
}

/** Who may give commands in a group, those of all groups included, by name. */
export async function adminsOf(resellerId: ResellerId, groupId: string): Promise<GroupAdmin[]> {
  return database()
    .select()
    .from(groupAdmins)
    .where(
      and(
        eq(groupAdmins.resellerId, resellerId),
        or(eq(groupAdmins.groupId, groupId), isNull(groupAdmins.groupId)),
      ),
    )
    .orderBy(asc(groupAdmins.name), asc(groupAdmins.id));
}
