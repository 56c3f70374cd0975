import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { queueSizes, type WakeUp, wake, worker } from './api';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

test('a wake-up exists exactly when its transaction does, and comes at its time', async () => {
  const [kept, lost, later] = [newId(), newId(), newId()];
  const soon = new Date(Date.now() - 1_000);
  await t.db.transaction((tx) => wake(tx, { queue: 'renewal', id: kept, group: 'g', at: soon }));
  await t.db
    .transaction(async (tx) => {
      await wake(tx, { queue: 'renewal', id: lost, group: 'g', at: soon });
      tx.rollback();
    })
    .catch(() => {});
  await wake(t.db, { queue: 'renewal', id: later, group: 'g', at: new Date(Date.now() + 3_600_000) });
  expect(await queueSizes()).toEqual({ ready: 1, failed: 0 });

  const boss = await worker();
  const heard: string[] = [];
  await boss.work<WakeUp>('renewal', { pollingIntervalSeconds: 0.5 }, async (jobs) => {
    heard.push(...jobs.map((job) => job.data.id));
  });
  while (heard.length === 0) await sleep(50);
  await sleep(600);
  expect(heard).toEqual([kept]);
  await boss.stop({ graceful: false });
});

test('the queue keeps itself tidy: a killed worker’s job ends without its heartbeat', async () => {
  const id = newId();
  await wake(t.db, { queue: 'account', id, group: 'g', at: new Date(Date.now() - 1_000) });
  const boss = await worker();
  expect(await boss.fetch<WakeUp>('account')).toMatchObject([{ data: { id } }]);
  await t.db.execute(
    sql`update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`,
  );
  await boss.supervise('account');
  expect((await queueSizes()).failed).toBe(1);
  await boss.stop({ graceful: false });
});
