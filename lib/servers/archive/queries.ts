import 'server-only';
import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { servers } from '@/db/schema/servers';

/** The servers out of use, the latest first. */
export const archivedServers = (resellerId: ResellerId) =>
  database()
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(and(eq(servers.resellerId, resellerId), isNotNull(servers.archivedAt)))
    .orderBy(desc(servers.archivedAt));
