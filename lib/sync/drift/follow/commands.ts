import 'server-only';
import { and, eq, inArray, ne, or } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { syncRows } from '@/db/schema/sync';
import type { CustomerReading } from '@/lib/panels/rules';
import { feedAudit } from '../../audit/fed/commands';
import { noteByHand } from '../../hand/commands';
import { leastStepMs } from '../../hand/rules';
import type { RunRow } from '../../runs/commands';

type Run = Pick<RunRow, 'id' | 'resellerId' | 'serverId' | 'source'>;
/** One client who still is on the server, and what the panel said of the account. */
export type Followed = {
  clientId: string;
  reading: CustomerReading;
  planDays: number;
  expiresAt: Date;
  panelExpiresAt: Date | null;
  /** Something is under way, or was done since the reading: its protocol owns the client. */
  inFlight: boolean;
};

/**
 * What follows from readings beside their differences, in the transaction that keeps them: renewals made by hand stand
 * on the timelines, a scheduled run's readings are judged for the night's audit, and what earlier runs of the server
 * left open about these clients is superseded.
 */
export async function followReadings(tx: Executor, run: Run, heard: Followed[], now: Date): Promise<void> {
  if (heard.length === 0) return;
  await noteByHand(tx, run, heard.flatMap(movedFar), now);
  if (run.source === 'schedule') await feedAudit(tx, run, heard, now);
  await forgetOpen(tx, run, heard);
}

function movedFar({ clientId, reading, planDays, expiresAt, panelExpiresAt, inFlight }: Followed) {
  const seen = reading.kind === 'found' && !inFlight ? reading.customer.expiresAt : null;
  const far = seen && seen.getTime() - (panelExpiresAt ?? expiresAt).getTime() >= leastStepMs(planDays);
  return seen && far ? [{ clientId, seen }] : [];
}

/**
 * Only a client's latest reading has open rows; one that told nothing supersedes only others of its kind. What was taken
 * over stays, for its undo.
 */
async function forgetOpen(tx: Executor, run: Run, heard: Followed[]): Promise<void> {
  const told = heard.filter(({ reading, inFlight }) => reading.kind !== 'unreadable' && !inFlight);
  const ids = (some: Followed[]) => some.map(({ clientId }) => clientId);
  await tx
    .delete(syncRows)
    .where(
      and(
        eq(syncRows.resellerId, run.resellerId),
        ne(syncRows.runId, run.id),
        inArray(syncRows.clientId, ids(heard)),
        inArray(syncRows.state, ['open', 'stale']),
        or(inArray(syncRows.clientId, ids(told)), inArray(syncRows.class, ['in_flight', 'unread'])),
      ),
    );
}
