import { and, eq, inArray } from 'drizzle-orm';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import type { TestDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { runCommand, type Who } from './commands';

/** 10:00 in Maputo. */
export const START = new Date('2025-11-18T08:00:00Z');

/** A reseller of Mozambique with one group, and a mouth to give commands with: by default its admin’s. */
export async function openShop(t: TestDatabase) {
  const actor = await t.reseller({ country: 'MZ' });
  const groupId = newId();
  await t.db
    .insert(groups)
    .values({ id: groupId, resellerId: actor.resellerId, name: 'Net Rápida', jid: `${groupId}@g.us` });
  const say = async (text: string, rights: Partial<Who> = {}, now = START) => {
    const who = whoOf(actor, { groupId, admin: true, ...rights });
    return (await t.db.transaction((tx) => runCommand(tx, who, text, now)))?.text ?? null;
  };
  return { actor, groupId, say };
}

const whoOf = (actor: Actor, rights: Partial<Who>): Who => ({
  ...{ resellerId: actor.resellerId, doer: actor, groupId: null, phone: null, admin: false, global: false },
  place: { zone: actor.reseller.timezone, country: actor.reseller.country },
  ...rights,
});

/** Lets the first slots of a package be done, each at its hour. */
export async function deliver(t: TestDatabase, actor: Actor, reference: string, ks: number[]) {
  const mine = await t.db
    .select({ slot: packageSlots })
    .from(packageSlots)
    .innerJoin(packageSubscriptions, eq(packageSubscriptions.id, packageSlots.subscriptionId))
    .where(
      and(
        eq(packageSubscriptions.resellerId, actor.resellerId),
        eq(packageSubscriptions.reference, reference),
        inArray(packageSlots.k, ks),
      ),
    );
  for (const { slot } of mine)
    await t.db
      .update(packageSlots)
      .set({ state: 'delivered', sentAt: slot.dueAt, orderedAt: slot.dueAt, deliveredAt: slot.dueAt })
      .where(eq(packageSlots.id, slot.id));
}
