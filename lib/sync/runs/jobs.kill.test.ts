import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { ana, clock, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { alike, asListing, namesAsked, pagesAsked } from '../fake-readers';
import { PAGES } from '../list/rules';
import { startSync } from './commands';
import { driveSync } from './jobs';
import { LEASE_MS } from './rules';

const BATCH = 100;
const drivers: ChildProcess[] = [];

setStage(new Date('2026-11-22T12:00:00Z'));
afterAll(() => {
  for (const driver of drivers) driver.kill('SIGKILL');
});

/** Another process reads on in the run until it has asked so often, and is killed -9 then and there (fault F70). */
async function killedAfter(id: string, asked: () => number, calls: number): Promise<void> {
  const program = `import { driveSync } from '@/lib/sync/runs/jobs';
    const [id, at] = process.argv.slice(1);
    await driveSync(id, async () => new Date(Number(at) + performance.now()), 60_000);`;
  const args = ['--conditions=react-server', '--import=tsx', '--input-type=module', '-e', program];
  const driver = spawn(process.execPath, [...args, id, String(now.getTime())], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  drivers.push(driver);
  while (asked() < calls && driver.exitCode === null) await sleep(1);
  expect(driver.exitCode, 'killed in the middle, not at its end').toBeNull();
  driver.kill('SIGKILL');
  await once(driver, 'exit');
  // The database notices by itself and takes back what was under way.
  await sleep(300);
}

const begin = async () => {
  const [id = ''] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, now);
  panel.control.calls = [];
  panel.control.delayMs = 10;
  return id;
};
const runOf = async (id: string) => (await t.sql`select * from sync_runs where id = ${id}`)[0];
async function readOn(id: string): Promise<void> {
  expect(await driveSync(id, clock, 60_000), 'the lease of the dead one stands').toBeNull();
  pass(60_000 + LEASE_MS);
  expect(await driveSync(id, clock, 60_000)).toBe('end');
}

test('killed while it asked by name: the next goes on, and asks again for a batch at most', async () => {
  await alike({ t, ana, shop, panel }, { count: 260, now });
  panel.control.remove('cliente150');
  const id = await begin();
  await killedAfter(id, () => namesAsked(panel).length, 170);
  const before = (await runOf(id))?.read_count;
  const first = namesAsked(panel).length;
  expect([before > 0, first - before <= BATCH]).toEqual([true, true]);
  await readOn(id);
  const asked = namesAsked(panel);
  expect([new Set(asked).size, asked.length]).toEqual([260, 260 + first - before]);
  expect(await runOf(id)).toMatchObject({ state: 'done', read_count: 260, same_count: 259 });
  expect(await t.sql`select username, class from sync_rows where run_id = ${id}`).toMatchObject([
    { username: 'cliente150', class: 'missing_there' },
  ]);
}, 60_000);

test('killed while it read the list: the next goes on after the pages kept, and asks for nobody by name', async () => {
  await asListing({ t, shop, panel });
  await alike({ t, ana, shop, panel }, { count: 300, now });
  panel.control.customer({ username: 'nova', expiresAt: now.toISOString() });
  const id = await begin();
  await killedAfter(id, () => pagesAsked(panel).length, 38);
  const { list_page: page, owed } = (await runOf(id)) ?? {};
  const kept = page - owed.left.length;
  const first = pagesAsked(panel).length;
  expect([kept > 0, first - kept <= PAGES]).toEqual([true, true]);
  await readOn(id);
  const asked = pagesAsked(panel);
  expect([new Set(asked).size, asked.length]).toEqual([61, 61 + first - kept]);
  expect(namesAsked(panel)).toEqual([]);
  expect(await runOf(id)).toMatchObject({ state: 'done', read_count: 300, same_count: 300 });
  expect(await t.sql`select username, class from sync_rows where run_id = ${id}`).toMatchObject([
    { username: 'nova', class: 'missing_here' },
  ]);
}, 60_000);
