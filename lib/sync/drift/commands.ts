import 'server-only';
import type { Executor } from '@/db/client';
import { log } from '@/lib/log';
import { type Applied, applyIn } from '../apply/commands';
import { endFedAudit } from '../audit/fed/commands';
import type { RunRow } from '../runs/commands';
import { settingsOf } from '../schedule/queries';
import { byItself } from '../schedule/rules';
import { forgetGone } from './follow/commands';

/** What else the end of a run brings: that of the audit it fed, who is gone, and what may be taken over by itself. */
export async function settleRun(
  tx: Executor,
  run: RunRow,
  end: { state: 'done' | 'stopped'; reason: string | null },
  now: Date,
): Promise<void> {
  await endFedAudit(tx, run, end, now);
  await forgetGone(tx, run);
  if (run.source === 'schedule') await applyAllowed(tx, run, null, now);
}

/**
 * Takes over what the server's settings allow of a run that ended, or of some clients' rows of it, in the caller's
 * transaction: through the one door, undoable, and never a date that was paid for (docs/decisions/0027). What fails
 * here stays open for a person and for the next run; the run's own end does not wait for it.
 */
export async function applyAllowed(
  tx: Executor,
  run: Pick<RunRow, 'id' | 'resellerId' | 'serverId'>,
  clientIds: string[] | null,
  now: Date,
): Promise<Applied | null> {
  const { every, apply } = await settingsOf(run.resellerId, run.serverId, tx);
  if (every === 'off' || apply.length === 0 || clientIds?.length === 0) return null;
  const which = { classes: apply, ...(clientIds ? { clientIds } : {}) };
  try {
    return await tx.transaction((inner) =>
      applyIn(inner, byItself(run.resellerId), { runId: run.id, which, automatic: true }, now),
    );
  } catch (err) {
    log.error({ err, run: run.id }, 'what may be taken over by itself was not');
    return null;
  }
}
