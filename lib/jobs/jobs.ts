import { database } from '@/db/client';
import { dueAccountTasks, runAccountTask } from '@/lib/accounts/jobs';
import { sendDigests } from '@/lib/board/digest/jobs';
import { dueBulks, runBulk } from '@/lib/bulk/jobs';
import { dueMessages, sendMessage } from '@/lib/channels/jobs';
import { env } from '@/lib/env';
import { driveImport, dueImports } from '@/lib/imports/jobs';
import { forgetOldEvents } from '@/lib/inbound/commands';
import { runInbound } from '@/lib/inbound/jobs';
import { makeDueInvoices } from '@/lib/invoices/jobs';
import { log } from '@/lib/log';
import { checkCharge, dueCharges } from '@/lib/mercadopago/charges/jobs';
import { dueInbound } from '@/lib/mercadopago/inbound/jobs';
import { deliverPackages } from '@/lib/packages/delivery/jobs';
import { settleSlots } from '@/lib/packages/delivery/settle/commands';
import { wake } from '@/lib/queue/api';
import { dueReceipts, workReceipt } from '@/lib/receipts/jobs';
import { escalateOverdue } from '@/lib/renewals/escalation/jobs';
import { dueRenewals, executeRenewal } from '@/lib/renewals/jobs';
import { tellOfLowCredits } from '@/lib/servers/credits/jobs';
import { forgetOldHours } from '@/lib/servers/hours/commands';
import { drainSheet, dueSheets } from '@/lib/sheets/jobs';
import { driveAudit, dueAudits } from '@/lib/sync/audit/jobs';
import { driveNudges } from '@/lib/sync/nudges/jobs';
import { dueNudges } from '@/lib/sync/nudges/queries';
import { forgetOldComparisons } from '@/lib/sync/runs/forget/commands';
import { driveSync } from '@/lib/sync/runs/jobs';
import { dueReadings } from '@/lib/sync/schedule/jobs';
import { MINUTE_MS } from '@/lib/time';
import { type Caller, databaseNow, finishRun, forgetOldRuns, startRun } from './commands';
import { AT_ONCE, BUDGET_MS, type Count, noCount, PER_GROUP, type Task } from './rules';

type Due = { id: string; group: string };
/** Who asks, and how long the run may still start something. */
type Turn = { caller: Caller; leftMs: number };
/**
 * One kind of due row: how to find it and what to do with one. A null answer means: another caller has it;
 * false: nothing came of it, and this run does not look at it again.
 */
type Work = { due(now: Date, limit: number): Promise<Due[]>; run(id: string, turn: Turn): Promise<unknown> };

/** Tasks that make something new of what time has brought about, instead of going on with due rows. */
const MADE = {
  invoices: makeDueInvoices,
  escalations: async (now: Date, count: Count) => {
    await escalateOverdue(now, count);
    await tellOfLowCredits(now, count);
  },
  digests: sendDigests,
  packages: (_: Date, count: Count) => deliverPackages(databaseNow, count),
};
const isMade = (task: Task): task is keyof typeof MADE => Object.hasOwn(MADE, task);

const WORK: Record<Exclude<Task, keyof typeof MADE>, Work> = {
  bulk: { due: dueBulks, run: (id) => runBulk(id, databaseNow) },
  inbound: { due: dueInbound, run: (id) => runInbound(id, databaseNow) },
  charges: { due: dueCharges, run: (id) => checkCharge(id, databaseNow) },
  renewals: { due: dueRenewals, run: (id) => executeRenewal(id, databaseNow) },
  accounts: { due: dueAccountTasks, run: (id) => runAccountTask(id, databaseNow) },
  imports: { due: dueImports, run: (id) => driveImport(id, databaseNow, 30_000) },
  receipts: { due: dueReceipts, run: (id) => workReceipt(id, databaseNow) },
  sheets: { due: dueSheets, run: turnOfSheet },
  messages: { due: dueMessages, run: (id) => sendMessage(id, databaseNow) },
  syncs: { due: dueReadings, run: (id) => driveSync(id, databaseNow, env().HAS_WORKER ? 0 : 30_000) },
  nudges: { due: dueNudges, run: (id) => driveNudges(id, databaseNow, env().HAS_WORKER ? 0 : 30_000) },
  // A worker's tick only sets an audit going: hours of reading are for the wake-ups, and the tick must end.
  audits: { due: dueAudits, run: (id) => driveAudit(id, databaseNow, env().HAS_WORKER ? 0 : 30_000) },
};

/**
 * A worker's tick only wakes the queue for an address: one that hangs must not hold up whatever else is due.
 * Other callers drain it themselves; one that hangs costs them one turn.
 */
async function turnOfSheet(id: string, { caller, leftMs }: Turn): Promise<unknown> {
  if (caller === 'worker') {
    await wake(database(), { queue: 'sheet', id, group: id, at: await databaseNow() });
    return false;
  }
  const drained = await drainSheet(id, databaseNow, settleSlots, { forMs: Math.min(MINUTE_MS, leftMs) });
  return drained && drained.done + drained.review > 0 ? drained : false;
}

/**
 * Does everything that is due. Any number of callers, late, early, twice or at once give the same result:
 * each row is claimed, and its state decides. Tasks are isolated; one bad row stops nothing.
 */
export async function runDueWork(caller: Caller, tasks: readonly Task[]): Promise<Record<string, Count>> {
  const runId = await startRun(caller, await databaseNow());
  const until = performance.now() + BUDGET_MS;
  const counts: Record<string, Count> = {};
  for (const task of tasks) {
    counts[task] = noCount();
    try {
      if (isMade(task)) await MADE[task](await databaseNow(), counts[task]);
      else await drain(WORK[task], { caller, count: counts[task], until });
    } catch (err) {
      counts[task].failed++;
      counts[task].reasons.push(nameOf(err));
      log.error({ err, task }, 'task failed');
    }
  }
  await forgetOldRuns(await databaseNow());
  await forgetOldEvents(await databaseNow());
  await forgetOldHours(await databaseNow());
  await forgetOldComparisons(await databaseNow());
  await finishRun(runId, counts, await databaseNow());
  return counts;
}

/** Passes over the due rows until a pass finds nothing it can do, or the time is up. */
async function drain(
  work: Work,
  { caller, count, until }: { caller: Caller; count: Count; until: number },
): Promise<void> {
  const over = new Set<string>();
  for (let progress = true; progress && performance.now() < until; ) {
    const rows = (await work.due(await databaseNow(), 200)).filter((row) => !over.has(row.id));
    progress = false;
    count.planned += rows.length;
    await inGroups(rows, until, async (id) => {
      try {
        const answered = await work.run(id, { caller, leftMs: until - performance.now() });
        const came = answered !== null && answered !== false;
        count[came ? 'done' : 'skipped']++;
        progress ||= came;
        if (answered === false) over.add(id);
      } catch (err) {
        over.add(id);
        count.failed++;
        if (count.reasons.length < 5) count.reasons.push(nameOf(err));
        log.error({ err, id }, 'due row failed');
      }
    });
  }
}

/** Runs rows with at most PER_GROUP of one group and AT_ONCE in all; a slow panel holds up only its own. */
async function inGroups(rows: Due[], until: number, run: (id: string) => Promise<void>): Promise<void> {
  const waiting = [...rows];
  const busy = new Map<string, number>();
  const lane = async () => {
    for (;;) {
      const at = waiting.findIndex((row) => (busy.get(row.group) ?? 0) < PER_GROUP);
      const [row] = at < 0 || performance.now() > until ? [] : waiting.splice(at, 1);
      if (!row) return;
      busy.set(row.group, (busy.get(row.group) ?? 0) + 1);
      await run(row.id);
      busy.set(row.group, (busy.get(row.group) ?? 1) - 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

const nameOf = (err: unknown) => (err instanceof Error ? err.name : 'error');
