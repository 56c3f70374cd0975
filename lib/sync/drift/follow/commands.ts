import 'server-only';
import { and, eq, inArray, isNotNull, ne, notInArray, or } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { syncRows, syncRuns } from '@/db/schema/sync';
import type { CustomerReading } from '@/lib/panels/rules';
import { onPanel } from '../../accounts/queries';
import { feedAudit } from '../../audit/fed/commands';
import { noteByHand } from '../../hand/commands';
import { leastStepMs } from '../../hand/rules';
import type { RunRow } from '../../runs/commands';

type Run = Pick<RunRow, 'id' | 'resellerId' | 'serverId' | 'source'>;
/** One client who still is on the server, and what the panel said of the account. */
type Followed = {
  clientId: string;
  reading: CustomerReading;
  planDays: number;
  expiresAt: Date;
  panelExpiresAt: Date | null;
  /** Something is under way, or was done since the reading: its protocol owns the client. */
  inFlight: boolean;
};

/**
 * What follows from readings beside their differences, in the transaction that keeps them and before it does: renewals
 * made by hand stand on the timelines, a scheduled run's readings are judged for the night's audit, and what is left open
 * about these clients is superseded, also by this run where a date that changed meanwhile brings a client a second time.
 */
export async function followReadings(tx: Executor, run: Run, heard: Followed[], now: Date): Promise<void> {
  if (heard.length === 0) return;
  await noteByHand(tx, run, heard.flatMap(movedFar), now);
  if (run.source === 'schedule') await feedAudit(tx, run, heard, now);
  await forgetOpen(tx, run.resellerId, heard);
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
async function forgetOpen(tx: Executor, resellerId: ResellerId, heard: Followed[]): Promise<void> {
  const told = heard.filter(({ reading, inFlight }) => reading.kind !== 'unreadable' && !inFlight);
  const ids = (some: Followed[]) => some.map(({ clientId }) => clientId);
  await tx
    .delete(syncRows)
    .where(
      and(
        eq(syncRows.resellerId, resellerId),
        inArray(syncRows.clientId, ids(heard)),
        inArray(syncRows.state, ['open', 'stale']),
        or(inArray(syncRows.clientId, ids(told)), inArray(syncRows.class, ['in_flight', 'unread'])),
      ),
    );
}

/**
 * Who has no account on the server any more (archived, moved, unlinked) is not read again: nothing that earlier runs said
 * of them stays to be decided.
 */
export async function forgetGone(
  tx: Executor,
  { id, resellerId, serverId }: Pick<Run, 'id' | 'resellerId' | 'serverId'>,
): Promise<void> {
  const here = tx.select({ id: clients.id }).from(clients).where(onPanel(resellerId, serverId));
  const earlier = tx
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(and(eq(syncRuns.resellerId, resellerId), eq(syncRuns.serverId, serverId), ne(syncRuns.id, id)));
  await tx
    .delete(syncRows)
    .where(
      and(
        eq(syncRows.resellerId, resellerId),
        eq(syncRows.state, 'open'),
        isNotNull(syncRows.clientId),
        notInArray(syncRows.clientId, here),
        inArray(syncRows.runId, earlier),
      ),
    );
}
