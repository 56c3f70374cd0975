import 'server-only';
import { and, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import { newId } from '@/db/ids';
import { groupAdmins } from '@/db/schema/groups';
import { auditOf, type Doer } from '@/lib/audit/commands';
import { groupById } from '../queries';

type AdminInput = {
  /** Null: all of the reseller's groups. */
  groupId: string | null;
  /** E.164. */
  phone: string;
  name: string;
};
type AdminWritten = { ok: true } | { ok: false; reason: 'absent' | 'group_absent' | 'twice' };

/** Lets a phone give commands in a group or in all; once per place. */
export async function addAdmin(doer: Doer, input: AdminInput, now: Date): Promise<AdminWritten> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<AdminWritten> => {
    if (input.groupId && !(await groupById(tx, resellerId, input.groupId)))
      return { ok: false, reason: 'group_absent' };
    const id = newId();
    const added = await tx
      .insert(groupAdmins)
      .values({ id, resellerId, ...input, createdAt: now })
      .onConflictDoNothing()
      .returning({ id: groupAdmins.id });
    if (added.length === 0) return { ok: false, reason: 'twice' };
    await audit(tx, doer, input.groupId ?? id, 'group.admin_added', { admin: id, ...input }, now);
    return { ok: true };
  });
}

/** Takes the right away again. */
export async function removeAdmin(doer: Doer, id: string, now: Date): Promise<AdminWritten> {
  return database().transaction(async (tx): Promise<AdminWritten> => {
    const [gone] = await tx
      .delete(groupAdmins)
      .where(and(eq(groupAdmins.resellerId, doer.resellerId), eq(groupAdmins.id, id)))
      .returning();
    if (!gone) return { ok: false, reason: 'absent' };
    const { groupId, phone, name } = gone;
    await audit(tx, doer, groupId ?? id, 'group.admin_removed', { admin: id, groupId, phone, name }, now);
    return { ok: true };
  });
}

const audit = auditOf('group');
