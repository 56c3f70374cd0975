import 'server-only';
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageImports, packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { fingerprint, randomToken, seal } from '@/lib/crypto';
import { wake } from '@/lib/queue/api';
import { ReferenceUsed, takeReferences } from '../commands';
import { refKeyOf, typeName } from '../rules';
import { typeFor } from '../types/queries';
import { DEFAULT_SLOT } from '../types/rules';
import { importView, keysOf } from './queries';
import type { StoredPlan, Takeover } from './schema';

/** Keeps what was read until a person decides; nothing else changes. */
export async function keepPlan(doer: Doer, plan: StoredPlan, now: Date): Promise<string> {
  const id = newId();
  const { resellerId, userName } = doer;
  await database()
    .insert(packageImports)
    .values({ id, resellerId, userName, state: 'draft', plan, createdAt: now });
  return id;
}

/** Throws a file away that was not taken over; false when it was, or is absent. */
export async function discardPlan(doer: Doer, { id }: { id: string }): Promise<boolean> {
  const gone = await database()
    .delete(packageImports)
    .where(and(own(doer, id), eq(packageImports.state, 'draft')))
    .returning({ id: packageImports.id });
  return gone.length > 0;
}

/**
 * Takes over what is new, a package a transaction. Killed half-way or pressed twice it goes on where it was:
 * the registry of references refuses what is here already. Null when the file is absent or was taken over.
 */
export async function applyPlan(
  doer: Doer,
  { id }: { id: string },
  now: Date,
): Promise<{ taken: number } | null> {
  const view = await importView(doer.resellerId, id);
  if (view?.state !== 'draft') return null;
  let taken = 0;
  for (const one of view.packages)
    if (one.class === 'new' && (await database().transaction((tx) => takeOver(tx, doer, one, now)))) taken++;
  await database().transaction(async (tx) => {
    const [applied] = await tx
      .update(packageImports)
      .set({
        ...{ state: 'applied', appliedAt: now },
        plan: sql`jsonb_set(${packageImports.plan}, '{taken}', ${String(taken)}::jsonb)`,
      })
      .where(and(own(doer, id), eq(packageImports.state, 'draft')))
      .returning({ id: packageImports.id });
    const entry = {
      action: 'package.imported',
      subjectType: 'import',
      subjectId: id,
      detail: { taken },
    } as const;
    if (applied) await recordAudit(tx, doer, entry, now);
  });
  return { taken };
}

/** Writes one package with its renewals; false when somebody has taken a reference of it meanwhile. */
async function takeOver(tx: Executor, doer: Doer, one: Takeover, now: Date): Promise<boolean> {
  const { resellerId } = doer;
  const id = newId();
  try {
    await tx.transaction((inner) => takeReferences(inner, doer, id, keysOf(one)));
  } catch (error) {
    if (error instanceof ReferenceUsed) return false;
    throw error;
  }
  const groupId = one.jid ? await groupOf(tx, doer, one.jid, now) : null;
  const type = await typeFor(tx, resellerId, groupId, one.days);
  const slot = type ?? { ...DEFAULT_SLOT, name: typeName(one.days) };
  const token = randomToken();
  await tx.insert(packageSubscriptions).values({
    ...{ id, resellerId, groupId, number: one.number, reference: one.reference },
    ...{ refKey: refKeyOf(one.reference), days: one.days, typeName: slot.name },
    ...{ mode: 'manual', startAt: one.startAt, expiresAt: one.expiresAt },
    ...{ slotMb: slot.slotMb, slotCents: slot.slotCents, initialMb: one.mb, initialCents: one.cents },
    ...(one.ended ? { state: 'ended', closedAt: now } : { state: 'active' }),
    ...{ nextRunAt: now, importedAt: now, createdAt: now, linkHash: fingerprint(token) },
    linkEncrypted: seal(token, { resellerId, recordId: id, column: 'link' }),
  });
  await tx.insert(packageSlots).values(
    one.slots.map(({ k, reference, dueAt, state, at }) => ({
      ...{
        id: newId(),
        resellerId,
        subscriptionId: id,
        k,
        reference,
        refKey: refKeyOf(reference),
        dueAt,
        state,
      },
      ...{ mb: slot.slotMb, cents: slot.slotCents, sentAt: at, orderedAt: at, deliveredAt: at },
    })),
  );
  const detail = { reference: one.reference, number: one.number, numbering: one.numbering };
  const entry = { action: 'package.taken_over', subjectType: 'package', subjectId: id, detail } as const;
  await recordAudit(tx, doer, entry, now);
  if (!one.ended) await wake(tx, { queue: 'package', id, group: resellerId, at: now });
  return true;
}

/** The registered group of a WhatsApp id, back in use if it was archived; one more where there is none. */
async function groupOf(tx: Executor, doer: Doer, jid: string, now: Date): Promise<string> {
  const { resellerId } = doer;
  const [made] = await tx
    .insert(groups)
    .values({ id: newId(), resellerId, jid, name: `Grupo …${jid.replace(/@.*$/, '').slice(-4)}` })
    .onConflictDoNothing()
    .returning({ id: groups.id });
  if (made) {
    const entry = {
      action: 'group.created',
      subjectType: 'group',
      subjectId: made.id,
      detail: { jid },
    } as const;
    await recordAudit(tx, doer, entry, now);
    return made.id;
  }
  // Held, so that it is not archived while a package comes to it.
  const [known] = await tx
    .select({ id: groups.id, archivedAt: groups.archivedAt })
    .from(groups)
    .where(and(eq(groups.resellerId, resellerId), eq(groups.jid, jid)))
    .for('share');
  if (!known) throw new Error('The group was neither made nor found');
  if (known.archivedAt) await bringBack(tx, doer, known.id, now);
  return known.id;
}

async function bringBack(tx: Executor, doer: Doer, id: string, now: Date): Promise<void> {
  const back = await tx
    .update(groups)
    .set({ archivedAt: null })
    .where(and(eq(groups.resellerId, doer.resellerId), eq(groups.id, id), isNotNull(groups.archivedAt)))
    .returning({ id: groups.id });
  const entry = { action: 'group.restored', subjectType: 'group', subjectId: id, detail: {} } as const;
  if (back.length > 0) await recordAudit(tx, doer, entry, now);
}

const own = ({ resellerId }: Doer, id: string) =>
  and(eq(packageImports.resellerId, resellerId), eq(packageImports.id, id));
