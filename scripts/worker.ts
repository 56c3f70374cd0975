import { closeDatabase } from '@/db/client';
import { env } from '@/lib/env';
import { databaseNow } from '@/lib/jobs/commands';
import { runDueWork } from '@/lib/jobs/jobs';
import { TASKS } from '@/lib/jobs/rules';
import { answerWakeUp } from '@/lib/jobs/wakeups/jobs';
import { log } from '@/lib/log';
import { QUEUES, type Queue, type WakeUp, worker } from '@/lib/queue/api';

/** The self-hosted worker: answers wake-ups at once and does everything that is due at every tick. */
async function main(): Promise<void> {
  const boss = await worker();
  for (const queue of QUEUES) {
    await boss.work<WakeUp>(queue, { pollingIntervalSeconds: 1, ...places(queue) }, async (jobs) => {
      for (const job of jobs) {
        const answered = answerWakeUp({ queue, id: job.data.id }, databaseNow);
        if (queue === 'sheet') letRun(answered);
        else await answered;
      }
    });
  }
  let ending = false;
  let running = tick();
  const beat = setInterval(() => {
    running = running.then(tick);
  }, env().VERIFICACAO_INTERVAL);
  const end = async () => {
    if (ending) return;
    ending = true;
    clearInterval(beat);
    await boss.stop({ timeout: 6_000 });
    await Promise.race([running, new Promise((done) => setTimeout(done, 1_000))]);
    await closeDatabase();
    process.exit(0);
  };
  process.on('SIGTERM', end).on('SIGINT', end);
  log.info('worker ready');
}

/**
 * Wake-ups answered at once; each place asks the database every second. One batch looks at every package that
 * is due, and a sheet that hangs holds no place at all: it runs on beside, one driver per address, and its rows
 * say what is owed.
 */
const places = (queue: Queue) => {
  if (queue === 'sheet') return { localConcurrency: 1, batchSize: 50 };
  if (queue === 'package') return { localConcurrency: 1 };
  return { localConcurrency: 4, groupConcurrency: 2 };
};

const letRun = (work: Promise<unknown>) =>
  void work.catch((err: unknown) => log.error({ err }, 'a sheet was not drained'));

async function tick(): Promise<void> {
  await runDueWork('worker', TASKS).catch((err: unknown) => log.error({ err }, 'tick failed'));
}

await main();
