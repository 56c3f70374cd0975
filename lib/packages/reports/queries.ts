import 'server-only';
import { sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { TOLERANCE_MS } from '../rules';
import { addFigures, NO_FIGURES, type ReportRow } from './rules';

type Key = { group: string | null; days: number; type: string };
type Sold = Key & Record<'automatic' | 'manual' | 'soldMb' | 'soldCents', string>;
type Renewed = Key &
  Record<'delivered' | 'late' | 'skipped' | 'open' | 'cancelled' | 'renewedMb' | 'renewedCents', string>;

/**
 * A month of packages per group and type: what was sold in it, and what became of the renewals whose hour fell
 * into it. Slots are reached through the packages that ran then, so that a long history costs nothing.
 */
export async function monthReport(
  resellerId: ResellerId,
  { from, to }: { from: Date; to: Date },
): Promise<ReportRow[]> {
  const span = { from: sql`${from.toISOString()}::timestamptz`, to: sql`${to.toISOString()}::timestamptz` };
  const key = sql`g.name as "group", p.days, p.type_name as type`;
  const named = sql`left join ${groups} g on g.reseller_id = p.reseller_id and g.id = p.group_id`;
  const [sold, renewed] = await Promise.all([
    database().execute<Sold>(sql`select ${key},
        count(*) filter (where p.mode = 'automatic') as automatic,
        count(*) filter (where p.mode = 'manual') as manual,
        coalesce(sum(p.initial_mb + p.bonus_mb) filter (where p.mode = 'automatic'), 0) as "soldMb",
        coalesce(sum(p.initial_cents) filter (where p.mode = 'automatic'), 0) as "soldCents"
      from ${packageSubscriptions} p ${named}
      where p.reseller_id = ${resellerId} and p.start_at >= ${span.from} and p.start_at < ${span.to}
      group by 1, 2, 3`),
    database().execute<Renewed>(sql`select ${key},
        count(*) filter (where s.state = 'delivered') as delivered,
        count(*) filter (where s.state = 'delivered' and coalesce(s.ordered_at, s.delivered_at)
          > s.due_at + ${TOLERANCE_MS} * interval '1 millisecond') as late,
        count(*) filter (where s.state = 'skipped') as skipped,
        count(*) filter (where s.state in ('owed', 'held', 'sending', 'review')) as open,
        count(*) filter (where s.state = 'cancelled') as cancelled,
        coalesce(sum(s.mb) filter (where s.state = 'delivered'), 0) as "renewedMb",
        coalesce(sum(s.cents) filter (where s.state = 'delivered'), 0) as "renewedCents"
      from ${packageSubscriptions} p
      join ${packageSlots} s on s.reseller_id = p.reseller_id and s.subscription_id = p.id ${named}
      where p.reseller_id = ${resellerId} and p.state in ('active', 'paused', 'cancelled', 'ended')
        and p.expires_at >= ${span.from} and p.start_at < ${span.to}
        and s.due_at >= ${span.from} and s.due_at < ${span.to}
      group by 1, 2, 3`),
  ]);
  return merged([...sold], [...renewed]);
}

function merged(sold: Sold[], renewed: Renewed[]): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  for (const { group, days, type, ...counted } of [...sold, ...renewed]) {
    const at = JSON.stringify([group, days, type]);
    const figures = Object.fromEntries(Object.entries(counted).map(([name, value]) => [name, Number(value)]));
    const before = rows.get(at) ?? { ...NO_FIGURES, group, days, type };
    rows.set(at, { ...before, ...addFigures(before, { ...NO_FIGURES, ...figures }) });
  }
  return [...rows.values()].sort(
    (a, b) => (a.group ?? '\uffff').localeCompare(b.group ?? '\uffff', 'pt') || a.days - b.days,
  );
}
