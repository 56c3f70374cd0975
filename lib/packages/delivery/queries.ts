import 'server-only';
import { and, asc, eq, inArray, lte, ne, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { packageSettings, packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { resellers } from '@/db/schema/resellers';

export type DuePackage = {
  subscription: typeof packageSubscriptions.$inferSelect;
  late: 'deliver' | 'skip' | 'ask';
  notice: boolean;
  zone: string;
  company: string;
  chat: string;
  slots: (typeof packageSlots.$inferSelect)[];
};

/**
 * Takes up to `limit` packages whose moment has come, each reseller's in turn so that a large one holds up
 * nobody, with their slots. Locked for the transaction; what another caller holds is left to it.
 */
export async function lockDue(tx: Executor, now: Date, limit: number): Promise<DuePackage[]> {
  const at = now.toISOString();
  const turn = sql`select id from (
      select id, row_number() over (partition by reseller_id order by next_run_at) as turn
      from package_subscriptions where state = 'active' and next_run_at <= ${at}::timestamptz
    ) due order by turn limit ${limit}`;
  const locked = await tx
    .select()
    .from(packageSubscriptions)
    .where(
      and(
        sql`${packageSubscriptions.id} in (${turn})`,
        eq(packageSubscriptions.state, 'active'),
        lte(packageSubscriptions.nextRunAt, now),
      ),
    )
    .orderBy(asc(packageSubscriptions.id))
    .for('update', { skipLocked: true });
  if (locked.length === 0) return [];
  const ids = locked.map((row) => row.id);
  const slots = await tx
    .select()
    .from(packageSlots)
    .where(and(inArray(packageSlots.subscriptionId, ids), ne(packageSlots.state, 'cancelled')))
    .orderBy(asc(packageSlots.subscriptionId), asc(packageSlots.k));
  const bySubscription = new Map<string, (typeof packageSlots.$inferSelect)[]>(ids.map((id) => [id, []]));
  for (const slot of slots) bySubscription.get(slot.subscriptionId)?.push(slot);
  const facts = await factsOf(tx, ids);
  return locked.flatMap((subscription) => {
    const known = facts.get(subscription.id);
    return known ? [{ subscription, slots: bySubscription.get(subscription.id) ?? [], ...known }] : [];
  });
}

/** What reseller and group say of each package. */
async function factsOf(
  tx: Executor,
  ids: string[],
): Promise<Map<string, Omit<DuePackage, 'subscription' | 'slots'>>> {
  const rows = await tx
    .select({
      id: packageSubscriptions.id,
      late: packageSettings.latePolicy,
      notice: packageSettings.notice,
      zone: resellers.timezone,
      company: resellers.name,
      chat: groups.jid,
    })
    .from(packageSubscriptions)
    .innerJoin(resellers, eq(resellers.id, packageSubscriptions.resellerId))
    .leftJoin(packageSettings, eq(packageSettings.resellerId, packageSubscriptions.resellerId))
    .leftJoin(
      groups,
      and(
        eq(groups.resellerId, packageSubscriptions.resellerId),
        eq(groups.id, packageSubscriptions.groupId),
      ),
    )
    .where(inArray(packageSubscriptions.id, ids));
  return new Map(
    rows.map(({ id, late, notice, zone, company, chat }) => [
      id,
      { late: late ?? 'deliver', notice: notice ?? true, zone, company, chat: chat ?? '' },
    ]),
  );
}
