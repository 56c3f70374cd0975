import 'server-only';
import { sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { recordAudits } from '@/lib/audit/commands';
import { RENEWED_THERE } from '@/lib/audit/queries';
import { byItself } from '../schedule/rules';
import { knownOf } from './queries';
import { renewedByHand } from './rules';

/** A client of whom nothing is under way, and the panel's date as it was just read. */
type Moved = { clientId: string; seen: Date };

/**
 * Notes on the timelines who was renewed by hand on the panel, once per new date there. It makes neither an invoice nor
 * a payment, and moves no date.
 */
export async function noteByHand(
  tx: Executor,
  { resellerId, serverId }: { resellerId: ResellerId; serverId: string },
  moved: Moved[],
  now: Date,
): Promise<void> {
  if (moved.length === 0) return;
  // A comparison and a nudge may have read the same client: the second looks once the first is written.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('by hand'), hashtext(${serverId}))`);
  const known = await knownOf(
    tx,
    { resellerId, serverId },
    moved.map(({ clientId }) => clientId),
  );
  const entries = moved.flatMap(({ clientId, seen }) => {
    const client = known.get(clientId);
    const from = client && renewedByHand(client, seen);
    if (!from) return [];
    return [
      {
        ...{ action: RENEWED_THERE, subjectType: 'client' as const, subjectId: clientId, clientId },
        detail: { serverId, from: from.toISOString(), to: seen.toISOString() },
      },
    ];
  });
  await recordAudits(tx, byItself(resellerId), entries, now);
}
