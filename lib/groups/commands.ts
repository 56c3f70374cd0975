import 'server-only';
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { breaks, database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSubscriptions } from '@/db/schema/packages';
import { auditOf, type Doer } from '@/lib/audit/commands';
import type { GroupReason } from './messages';

type GroupInput = {
  name: string;
  /** The WhatsApp group's id; null for a counter without one. */
  jid: string | null;
  /** Null: the reseller's own. */
  slotMb: number | null;
  slotCents: number | null;
};
type GroupWritten = { ok: true; id: string } | { ok: false; reason: GroupReason };

/** Adds a group, or changes the one with `id`. A WhatsApp group belongs to one of a reseller's groups only. */
export async function saveGroup(
  doer: Doer,
  id: string | null,
  input: GroupInput,
  now: Date,
): Promise<GroupWritten> {
  try {
    return await database().transaction((tx) =>
      id ? change(tx, doer, id, input, now) : add(tx, doer, input, now),
    );
  } catch (error) {
    if (!breaks(error, 'groups_jid') || !input.jid) throw error;
    return { ok: false, reason: await whyTaken(doer.resellerId, input.jid) };
  }
}

async function add(tx: Executor, doer: Doer, input: GroupInput, now: Date): Promise<GroupWritten> {
  const id = newId();
  await tx.insert(groups).values({ id, resellerId: doer.resellerId, ...input, createdAt: now });
  await audit(tx, doer, id, 'group.created', { after: input }, now);
  return { ok: true, id };
}

async function change(
  tx: Executor,
  doer: Doer,
  id: string,
  input: GroupInput,
  now: Date,
): Promise<GroupWritten> {
  const [before] = await tx.select().from(groups).where(mine(doer.resellerId, id)).for('update');
  if (!before || before.archivedAt) return { ok: false, reason: 'absent' };
  await tx.update(groups).set(input).where(mine(doer.resellerId, id));
  const { name, jid, slotMb, slotCents } = before;
  await audit(tx, doer, id, 'group.updated', { before: { name, jid, slotMb, slotCents }, after: input }, now);
  return { ok: true, id };
}

/** Takes a group out of use; refused while packages of it are under way. */
export async function archiveGroup(doer: Doer, id: string, now: Date): Promise<GroupWritten> {
  const { resellerId } = doer;
  return database().transaction(async (tx): Promise<GroupWritten> => {
    // An activation locks this row, too: the first is found below, a later one finds it archived.
    const [group] = await tx
      .select({ id: groups.id })
      .from(groups)
      .where(and(mine(resellerId, id), isNull(groups.archivedAt)))
      .for('update');
    if (!group) return { ok: false, reason: 'absent' };
    const [used] = await tx
      .select({ id: packageSubscriptions.id })
      .from(packageSubscriptions)
      .where(
        and(
          eq(packageSubscriptions.resellerId, resellerId),
          eq(packageSubscriptions.groupId, id),
          inArray(packageSubscriptions.state, ['active', 'paused']),
        ),
      )
      .limit(1);
    if (used) return { ok: false, reason: 'in_use' };
    await tx.update(groups).set({ archivedAt: now }).where(mine(resellerId, id));
    await audit(tx, doer, id, 'group.archived', {}, now);
    return { ok: true, id };
  });
}

/** Puts an archived group back into use as it was. */
export async function restoreGroup(doer: Doer, id: string, now: Date): Promise<GroupWritten> {
  return database().transaction(async (tx): Promise<GroupWritten> => {
    const back = await tx
      .update(groups)
      .set({ archivedAt: null })
      .where(and(mine(doer.resellerId, id), isNotNull(groups.archivedAt)))
      .returning({ id: groups.id });
    if (back.length === 0) return { ok: false, reason: 'absent' };
    await audit(tx, doer, id, 'group.restored', {}, now);
    return { ok: true, id };
  });
}

async function whyTaken(resellerId: ResellerId, jid: string): Promise<GroupReason> {
  const [other] = await database()
    .select({ archivedAt: groups.archivedAt })
    .from(groups)
    .where(and(eq(groups.resellerId, resellerId), eq(groups.jid, jid)));
  return other?.archivedAt ? 'jid_archived' : 'jid_taken';
}

const mine = (resellerId: ResellerId, id: string) =>
  and(eq(groups.resellerId, resellerId), eq(groups.id, id));
const audit = auditOf('group');
