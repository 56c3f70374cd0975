import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sheetGates, sheetRows } from '@/db/schema/sheets';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { sheetWorld } from '@/db/test-sheets';
import type { Actor } from '@/lib/auth/rules';
import { type FakeSheets, startFakeSheets } from '@/lib/sheets/fake-sheets';
import { databaseNow } from './commands';
import { runDueWork } from './jobs';
import { answerWakeUp } from './wakeups/jobs';

let t: TestDatabase;
let fake: FakeSheets;
let ana: Actor;
let world: ReturnType<typeof sheetWorld>;

beforeAll(async () => {
  fake = await startFakeSheets();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = fake.host;
  t = await testDatabase();
  ana = await t.reseller({ country: 'MZ' });
});
beforeEach(async () => {
  fake.play(null);
  fake.calls.length = 0;
  for (const script of Object.values(fake.scripts)) script.remove();
  await t.db.delete(sheetRows);
  await t.db.delete(sheetGates);
  world = sheetWorld(t, fake, await databaseNow());
  await world.file(ana, ['REF1', 'REF2']);
  // What filing itself woke is not what is looked at here.
  await t.db.execute(sql`delete from pgboss.job`);
});
afterAll(async () => {
  await t.drop();
  await fake.stop();
});

const woken = async () =>
  (
    await t.db.execute<{ id: string; at: string }>(
      sql`select data ->> 'id' as id, group_id as at from pgboss.job where name = 'sheet' order by 1`,
    )
  ).map(({ id, at }) => ({ id, at }));

test('a worker’s tick waits for no sheet: it wakes each address once, and the wake-up drains it', async () => {
  fake.play({ kind: 'hang', actions: true });
  const began = performance.now();
  const { sheets } = await runDueWork('worker', ['sheets']);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(sheets).toMatchObject({ planned: 2, failed: 0 });
  expect(fake.calls).toEqual([]);
  const both = [world.address('orders'), world.address('payments')].sort();
  expect(await woken()).toEqual(both.map((id) => ({ id, at: id })));
  fake.play(null);
  await Promise.all(both.map((id) => answerWakeUp({ queue: 'sheet', id }, databaseNow)));
  expect((await world.rowsOf(ana)).map((row) => row.state)).toEqual(Array(4).fill('done'));
});

test('whoever has no worker drains the sheets in its own tick', async () => {
  for (const caller of ['cron', 'admin'] as const) {
    await runDueWork(caller, ['sheets']);
    expect((await world.rowsOf(ana)).map((row) => row.state)).toEqual(Array(4).fill('done'));
    await t.db.delete(sheetRows);
    await world.file(ana, [`${caller}1`, `${caller}2`]);
  }
});
