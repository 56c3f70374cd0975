import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { sheetWorld } from '@/db/test-sheets';
import type { Actor } from '@/lib/auth/rules';
import { type FakeSheets, startFakeSheets } from '../fake-sheets';

let t: TestDatabase;
let fake: FakeSheets;
let ana: Actor;
let world: ReturnType<typeof sheetWorld>;
const drivers: ChildProcess[] = [];

beforeAll(async () => {
  fake = await startFakeSheets();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = fake.host;
  t = await testDatabase();
  ana = await t.reseller({ country: 'MZ' });
  world = sheetWorld(t, fake, new Date('2026-11-22T08:00:00Z'));
});
afterAll(async () => {
  for (const driver of drivers) driver.kill('SIGKILL');
  await fake.stop();
  await t.drop();
});

/** A driver of the orders in a process of its own. */
async function drive(): Promise<ChildProcess> {
  const program = `import { drainSheet } from '@/lib/sheets/jobs';
    const [address, at] = process.argv.slice(1);
    await drainSheet(address, async () => new Date(Number(at) + performance.now()), async () => {});`;
  const args = ['--conditions=react-server', '--import=tsx', '--input-type=module', '-e', program];
  const driver = spawn(
    process.execPath,
    [...args, world.address('orders'), String((await world.clock()).getTime())],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  drivers.push(driver);
  return driver;
}

test('drivers killed with posts under way, two in a row: each row stands once in its book', async () => {
  fake.delayMs = 25;
  for (const script of Object.values(fake.scripts)) script.lock = false;
  const references = Array.from({ length: 70 }, (_, i) => `KILL${i}`);
  await world.file(ana, references);
  for (const calls of [9, 41]) {
    const driver = await drive();
    while (fake.calls.length < calls && driver.exitCode === null) await sleep(1);
    expect(driver.exitCode, 'killed in the middle, not at its end').toBeNull();
    driver.kill('SIGKILL');
    await once(driver, 'exit');
    expect((await world.rowsOf(ana)).some((row) => row.state === 'sending')).toBe(true);
    world.pass(61_000);
  }
  world.pass(301_000);
  await world.settle();
  for (const book of ['orders', 'payments'] as const)
    expect(fake.scripts[book].ledger.map((row) => row.reference).sort()).toEqual([...references].sort());
  expect(fake.overlaps).toEqual([]);
  expect(new Set((await world.rowsOf(ana)).map((row) => row.state))).toEqual(new Set(['done']));
}, 60_000);
