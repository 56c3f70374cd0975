import { closeDatabase } from '@/db/client';
import { runAccountTask } from '@/lib/accounts/jobs';
import { runBulk } from '@/lib/bulk/jobs';
import { sendMessage } from '@/lib/channels/jobs';
import { env } from '@/lib/env';
import { databaseNow } from '@/lib/jobs/commands';
import { runDueWork } from '@/lib/jobs/jobs';
import { TASKS } from '@/lib/jobs/rules';
import { log } from '@/lib/log';
import { checkCharge } from '@/lib/mercadopago/charges/jobs';
import { runInboundEvent } from '@/lib/mercadopago/inbound/jobs';
import { QUEUES, type Queue, type WakeUp, worker } from '@/lib/queue/api';
import { executeRenewal } from '@/lib/renewals/jobs';

const RUN: Record<Queue, (id: string) => Promise<unknown>> = {
  renewal: (id) => executeRenewal(id, databaseNow),
  account: (id) => runAccountTask(id, databaseNow),
  message: (id) => sendMessage(id, databaseNow),
  bulk: (id) => runBulk(id, databaseNow),
  inbound: (id) => runInboundEvent(id, databaseNow),
  charge: (id) => checkCharge(id, databaseNow),
};

/** The self-hosted worker: answers wake-ups at once and does everything that is due at every tick. */
async function main(): Promise<void> {
  const boss = await worker();
  for (const queue of QUEUES) {
    await boss.work<WakeUp>(
      queue,
      { pollingIntervalSeconds: 1, localConcurrency: 4, groupConcurrency: 2 },
      async (jobs) => {
        for (const job of jobs) await RUN[queue](job.data.id);
      },
    );
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

async function tick(): Promise<void> {
  await runDueWork('worker', TASKS).catch((err: unknown) => log.error({ err }, 'tick failed'));
}

await main();
