import 'server-only';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { validate } from 'uuid';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';

export type Group = typeof groups.$inferSelect;

/** All groups of a reseller, the ones in use first, then by name. */
export async function groupsOf(resellerId: ResellerId): Promise<Group[]> {
  return database()
    .select()
    .from(groups)
    .where(eq(groups.resellerId, resellerId))
    .orderBy(sql`${groups.archivedAt} is not null`, asc(sql`lower(${groups.name})`), asc(groups.id));
}

/** The group in use that a WhatsApp id belongs to; null when it is not registered or archived. */
export async function groupByJid(tx: Executor, resellerId: ResellerId, jid: string): Promise<Group | null> {
  const [group] = await tx
    .select()
    .from(groups)
    .where(and(eq(groups.resellerId, resellerId), eq(groups.jid, jid), isNull(groups.archivedAt)));
  return group ?? null;
}

/** A group, archived or not; null when it is another reseller's or none. */
export async function groupById(tx: Executor, resellerId: ResellerId, id: string): Promise<Group | null> {
  if (!validate(id)) return null;
  const [group] = await tx
    .select()
    .from(groups)
    .where(and(eq(groups.resellerId, resellerId), eq(groups.id, id)));
  return group ?? null;
}
