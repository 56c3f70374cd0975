import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { runAccountTask } from '@/lib/accounts/jobs';
import { runBulk } from '@/lib/bulk/jobs';
import { sendMessage } from '@/lib/channels/jobs';
import { runInbound } from '@/lib/inbound/jobs';
import { log } from '@/lib/log';
import { checkCharge } from '@/lib/mercadopago/charges/jobs';
import { deliverDue } from '@/lib/packages/delivery/jobs';
import { settleSlots } from '@/lib/packages/delivery/settle/commands';
import { type Backlog, collecting, type Queue, type Wake } from '@/lib/queue/api';
import { workReceipt } from '@/lib/receipts/jobs';
import { executeRenewal } from '@/lib/renewals/jobs';
import { drainSheet } from '@/lib/sheets/jobs';
import { driveAudit } from '@/lib/sync/audit/jobs';
import { driveNudges } from '@/lib/sync/nudges/jobs';
import { driveSync } from '@/lib/sync/runs/jobs';

type Clock = () => Promise<Date>;

const RUN: Record<Queue, (id: string, clock: Clock) => Promise<unknown>> = {
  renewal: executeRenewal,
  account: runAccountTask,
  message: sendMessage,
  bulk: runBulk,
  inbound: runInbound,
  charge: checkCharge,
  // Whichever package it names, all that are due go in one batch.
  package: (_, clock) => deliverDue(clock),
  sheet: (id, clock) => drainSheet(id, clock, settleSlots),
  receipt: workReceipt,
  audit: (id, clock) => driveAudit(id, clock, 30_000),
  sync: (id, clock) => driveSync(id, clock, 60_000),
  nudge: (id, clock) => driveNudges(id, clock, 30_000),
};

/** Looks at the row that a wake-up names and does what it owes now; null when nothing, or another has it. */
export const answerWakeUp = ({ queue, id }: Pick<Wake, 'queue' | 'id'>, clock: Clock): Promise<unknown> =>
  RUN[queue](id, clock);

/**
 * Answers the wake-ups of one act, each at its own time, and those that come of answering them: the first
 * try right after the response, for hosts without a worker. Nothing starts later than `forMs` from now; what
 * is left, or cut off with the process, stays due for the tick.
 */
export async function driveBacklog(backlog: Backlog, clock: Clock, forMs: number): Promise<void> {
  const until = performance.now() + forMs;
  await Promise.allSettled(backlog.running);
  await collecting(backlog, async () => {
    for (let next = earliest(backlog.wakes); next; next = earliest(backlog.wakes)) {
      const waitMs = Math.max(0, next.at.getTime() - (await clock()).getTime());
      if (performance.now() + waitMs > until) return;
      await sleep(waitMs);
      await answerWakeUp(next, clock).catch((err: unknown) =>
        log.error({ err, id: next.id }, 'first try failed'),
      );
    }
  });
}

/** Takes out the wake-up that comes first. */
function earliest(wakes: Wake[]): Wake | undefined {
  wakes.sort((a, b) => a.at.getTime() - b.at.getTime());
  return wakes.shift();
}
