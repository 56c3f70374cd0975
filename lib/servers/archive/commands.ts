import 'server-only';
import { and, eq, isNotNull } from 'drizzle-orm';
import { database } from '@/db/client';
import { servers } from '@/db/schema/servers';
import { type Doer, recordAudit } from '@/lib/audit/commands';

/** Puts an archived server back into use as it was, panel and token included; false when it is not archived. */
export async function restoreServer(doer: Doer, id: string, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [back] = await tx
      .update(servers)
      .set({ archivedAt: null })
      .where(and(eq(servers.resellerId, doer.resellerId), eq(servers.id, id), isNotNull(servers.archivedAt)))
      .returning({ id: servers.id });
    if (!back) return false;
    await recordAudit(tx, doer, { action: 'server.restored', subjectType: 'server', subjectId: id }, now);
    return true;
  });
}
