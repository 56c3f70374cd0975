import 'server-only';
import { and, asc, count, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { DATA_LIVE_MS, SPACING_MS } from '@/lib/packages/rules';
import { typesOf } from '@/lib/packages/types/queries';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import type { Next, Standing } from './rules';

/** Which packages: one group's or a number's; nothing said, all of the reseller's. */
type Scope = { groupId?: string; number?: string };
type SlotRow = typeof packageSlots.$inferSelect;

/** The packages that run or rest, oldest first, as replies tell of them; `count` is of all. */
export async function standingsOf(
  tx: Executor,
  resellerId: ResellerId,
  scope: Scope,
  { now, limit }: { now: Date; limit: number },
): Promise<{ standings: Standing[]; count: number }> {
  const [all] = await tx.select({ n: count() }).from(packageSubscriptions).where(running(resellerId, scope));
  const rows = await tx
    .select({ subscription: packageSubscriptions, groupName: groups.name })
    .from(packageSubscriptions)
    .leftJoin(
      groups,
      and(
        eq(groups.resellerId, packageSubscriptions.resellerId),
        eq(groups.id, packageSubscriptions.groupId),
      ),
    )
    .where(running(resellerId, scope))
    .orderBy(asc(packageSubscriptions.createdAt), asc(packageSubscriptions.id))
    .limit(limit);
  if (rows.length === 0) return { standings: [], count: all?.n ?? 0 };
  const ids = rows.map((row) => row.subscription.id);
  const slots = await tx
    .select()
    .from(packageSlots)
    .where(and(eq(packageSlots.resellerId, resellerId), inArray(packageSlots.subscriptionId, ids)))
    .orderBy(asc(packageSlots.k));
  const bySubscription = new Map<string, SlotRow[]>(ids.map((id) => [id, []]));
  for (const slot of slots)
    if (slot.state !== 'cancelled') bySubscription.get(slot.subscriptionId)?.push(slot);
  const standings = rows.map(({ subscription, groupName }) => {
    const own = bySubscription.get(subscription.id) ?? [];
    const { number, reference, typeName, slotMb, expiresAt, pausedAt } = subscription;
    return {
      ...{ number, reference, typeName, groupName, slotMb, expiresAt, pausedAt },
      total: own.length,
      done: own.filter((slot) => slot.state === 'delivered').length,
      left: own.filter(isLeft).length,
      next: nextOf(own, now),
    };
  });
  return { standings, count: all?.n ?? 0 };
}

/** A running package of a number by its reference; `groupId` names the only group it may be of. */
export async function findRunning(
  tx: Executor,
  resellerId: ResellerId,
  { number, refKey, groupId }: { number: string; refKey: string; groupId?: string },
): Promise<{ id: string; reference: string } | null> {
  const [row] = await tx
    .select({ id: packageSubscriptions.id, reference: packageSubscriptions.reference })
    .from(packageSubscriptions)
    .where(and(running(resellerId, { number, groupId }), eq(packageSubscriptions.refKey, refKey)));
  return row ?? null;
}

export type Stats = {
  total: number;
  types: { name: string; count: number }[];
  /** Renewals delivered in the last 24 h, and packages whose next one is due within 6 h. */
  lastDay: number;
  soon: number;
  next: { number: string; at: Date; left: number }[];
};

/** The counts of `.pacotes_stats`: of one group, or of all without one. */
export async function statsOf(
  tx: Executor,
  resellerId: ResellerId,
  groupId: string | null,
  now: Date,
): Promise<Stats> {
  const scope = groupId ? { groupId } : {};
  const lengths = await tx
    .select({ days: packageSubscriptions.days, n: count() })
    .from(packageSubscriptions)
    .where(running(resellerId, scope))
    .groupBy(packageSubscriptions.days);
  const [delivered] = await tx
    .select({ n: count() })
    .from(packageSlots)
    .innerJoin(
      packageSubscriptions,
      and(
        eq(packageSubscriptions.resellerId, packageSlots.resellerId),
        eq(packageSubscriptions.id, packageSlots.subscriptionId),
      ),
    )
    .where(
      and(
        eq(packageSlots.resellerId, resellerId),
        gt(packageSlots.deliveredAt, new Date(now.getTime() - DAY_MS)),
        groupId ? eq(packageSubscriptions.groupId, groupId) : undefined,
      ),
    );
  const upcoming = await upcomingOf(tx, resellerId, scope);
  const sold = await typesOf(resellerId, groupId, tx);
  const days = [...new Set([...sold.map((t) => t.days), ...lengths.map((l) => l.days)])].sort(
    (a, b) => a - b,
  );
  const until = now.getTime() + 6 * HOUR_MS;
  return {
    total: lengths.reduce((sum, l) => sum + l.n, 0),
    types: days.map((d) => ({
      name: sold.find((t) => t.days === d)?.name ?? `${d} Dias`,
      count: lengths.find((l) => l.days === d)?.n ?? 0,
    })),
    lastDay: delivered?.n ?? 0,
    soon: upcoming.filter((u) => u.at.getTime() <= until).length,
    next: upcoming.slice(0, 10),
  };
}

/** Each active package's next renewal and how many are left, the nearest first. */
async function upcomingOf(tx: Executor, resellerId: ResellerId, scope: Scope): Promise<Stats['next']> {
  const rows = await tx.execute<{ number: string; at: string; left: number }>(sql`
    select ${packageSubscriptions.number} as number, slots.left_over::int as left,
      greatest(slots.due_at, slots.last_out + ${SPACING_MS} * interval '1 millisecond') as at
    from ${packageSubscriptions} cross join lateral (
      select min(due_at) filter (where state = 'owed') as due_at,
        max(coalesce(ordered_at, sent_at)) as last_out,
        count(*) filter (where state in ('owed', 'held', 'sending')) as left_over
      from package_slots
      where reseller_id = ${packageSubscriptions.resellerId} and subscription_id = ${packageSubscriptions.id}
    ) slots
    where ${and(running(resellerId, scope), eq(packageSubscriptions.state, 'active'))} and slots.due_at is not null
    order by at, number`);
  return rows.map(({ number, at, left }) => ({ number, at: new Date(at), left }));
}

function nextOf(slots: readonly SlotRow[], now: Date): Next {
  const next = slots.find((slot) => slot.state === 'owed');
  if (!next) {
    if (slots.some((slot) => slot.state === 'sending')) return { kind: 'under_way' };
    if (slots.some((slot) => slot.state === 'held')) return { kind: 'held' };
    const last = slots.flatMap((slot) => slot.deliveredAt?.getTime() ?? []);
    return {
      kind: 'none',
      dataUntil: last.length > 0 ? new Date(Math.max(...last) + DATA_LIVE_MS) : null,
    };
  }
  const out = slots.flatMap((slot) => (slot.orderedAt ?? slot.sentAt)?.getTime() ?? []);
  const free = out.length > 0 ? Math.max(...out) + SPACING_MS : 0;
  const at = new Date(Math.max(next.dueAt.getTime(), free));
  return { kind: 'at', at, late: at <= now };
}

const isLeft = ({ state }: SlotRow): boolean => state === 'owed' || state === 'held' || state === 'sending';

const running = (resellerId: ResellerId, { groupId, number }: Scope): SQL | undefined =>
  and(
    eq(packageSubscriptions.resellerId, resellerId),
    inArray(packageSubscriptions.state, ['active', 'paused']),
    groupId ? eq(packageSubscriptions.groupId, groupId) : undefined,
    number ? eq(packageSubscriptions.number, number) : undefined,
  );
