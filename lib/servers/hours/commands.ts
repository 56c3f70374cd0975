import 'server-only';
import { lt, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { panelHours } from '@/db/schema/servers';
import { DAY_MS } from '@/lib/time';
import { hourOf, KEPT_DAYS, STEPS_MS, stepOf } from './rules';

type Heard = { resellerId: ResellerId; serverId: string; good: boolean; tookMs: number };

/**
 * Adds one answer of a panel to its hour, in the caller's transaction, which holds the server's row: one upsert. How
 * long it took is counted of good answers only: a refusal at the door says nothing of the panel's speed.
 */
export async function countAnswer(
  tx: Executor,
  { resellerId, serverId, good, tookMs }: Heard,
  now: Date,
): Promise<void> {
  const ms = Math.max(0, Math.round(tookMs));
  const took = Array.from({ length: STEPS_MS.length + 1 }, (_, step) =>
    good && step === stepOf(ms) ? 1 : 0,
  );
  // Arrays count from 1 in the database.
  const step = sql.raw(`took[${stepOf(ms) + 1}]`);
  const again = good ? sql`, ${step} = panel_hours.${step} + 1` : sql``;
  await tx.execute(sql`insert into ${panelHours} (server_id, reseller_id, hour, calls, failures, took, max_ms)
    values (${serverId}, ${resellerId}, ${hourOf(now).toISOString()}, 1, ${good ? 0 : 1},
      ${`{${took.join(',')}}`}::integer[], ${good ? ms : 0})
    on conflict (server_id, hour) do update set calls = panel_hours.calls + 1,
      failures = panel_hours.failures + excluded.failures,
      max_ms = greatest(panel_hours.max_ms, excluded.max_ms)${again}`);
}

/** Forgets the hours that are older than a month. */
export async function forgetOldHours(now: Date): Promise<void> {
  await database()
    .delete(panelHours)
    .where(lt(panelHours.hour, new Date(now.getTime() - KEPT_DAYS * DAY_MS)));
}
