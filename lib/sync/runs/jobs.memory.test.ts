import { beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { openShop } from '@/db/test-shop';
import { ana, clock, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { type Backlog, collecting } from '@/lib/queue/api';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { applyDifferences } from '../apply/commands';
import { alike, namesAsked, openListing } from '../fake-readers';
import { latestRun } from '../view/queries';
import { startSync } from './commands';
import { driveSync } from './jobs';

const START = new Date('2026-11-22T12:00:00Z');
setStage(START);
beforeEach(() => t.sql`update sync_runs set state = 'cancelled' where state = 'running'`);

const many = (count: number, at = shop) => alike({ t, ana, shop: at, panel }, { count, now: START });
const begin = async (at = shop) => {
  const [id = ''] = await startSync(ana, { serverId: at.serverId, source: 'person' }, now);
  panel.control.calls = [];
  return id;
};
const runOf = async (id: string) => (await t.sql`select * from sync_runs where id = ${id}`)[0];
const rowsOf = async (id: string) =>
  (await t.sql`select username, class, reason from sync_rows where run_id = ${id} order by 1, 2`).map((row) =>
    [row.username, row.class, ...(row.reason ? [row.reason] : [])].join(' '),
  );
/** Cut off again and again, after a reading or two. */
async function inSlices(id: string, most: number): Promise<string | null> {
  panel.control.delayMs = 40;
  let how: string | null = 'time';
  for (let slice = 0; how === 'time' && slice < most; slice++) {
    how = await driveSync(id, clock, 30);
    pass(2_000);
  }
  return how;
}

test('who is silent holds up nobody: tried three times in all, and nobody else is asked twice', async () => {
  await many(3);
  panel.control.script({ on: 'customer', username: 'cliente1', fault: 'http 500', times: 99 });
  const id = await begin();
  expect(await inSlices(id, 20)).toBe('end');
  const others = ['cliente2', 'cliente3'];
  expect(namesAsked(panel).sort()).toEqual(['cliente1', 'cliente1', 'cliente1', ...others]);
  expect(await rowsOf(id)).toEqual(['cliente1 unread server_error']);
  expect(await runOf(id)).toMatchObject({ state: 'done', read_count: 3, same_count: 2 });
});

test('a panel that tells nothing is left alone after eight in a row, whatever the slices, then given up', async () => {
  await many(9);
  panel.control.script({ on: 'customer', fault: 'http 500', times: 999 });
  const id = await begin();
  const six = Array.from({ length: 6 }, () => ({ of: newId(), tries: 2 }));
  await t.sql`update sync_runs set owed = ${t.sql.json({ failed: 6, left: six })}, failures = 4 where id = ${id}`;
  expect(await inSlices(id, 9)).toBe('pause');
  expect(new Set(namesAsked(panel)).size).toBe(2);
  const owed = { failed: 0, left: [{ tries: 0 }] };
  expect(await runOf(id)).toMatchObject({ failures: 5, read_count: 0, reason: 'server_error', owed });
  pass(10 * MINUTE_MS);
  expect(await driveSync(id, clock, 10_000)).toBe('pause');
  expect(await runOf(id)).toMatchObject({ state: 'stopped', reason: 'server_error', read_count: 0 });
  expect(await rowsOf(id)).toEqual([]);
});

test('a server edited in between: nothing that its old panel said is kept, or taken over', async () => {
  await many(6);
  const there = (days: number) =>
    panel.control.customer({
      username: 'cliente1',
      expiresAt: new Date(now.getTime() + days * DAY_MS).toISOString(),
    });
  there(90);
  const id = await begin();
  panel.control.delayMs = 40;
  while ((await runOf(id))?.read_count === 0) {
    await driveSync(id, clock, 30);
    pass(2_000);
  }
  expect(await rowsOf(id)).toEqual(['cliente1 later']);
  // Its date here changes, and so its place: it comes a second time, and the later word counts.
  const moved = new Date(now.getTime() + 40 * DAY_MS);
  await t.sql`update clients set expires_at = ${moved} where username = 'cliente1'
    and reseller_id = ${ana.resellerId}`;
  const row = async () => (await t.sql`select class, ours from sync_rows where run_id = ${id}`)[0];
  while ((await row())?.ours.expiresAt !== moved.toISOString()) {
    expect(await driveSync(id, clock, 30)).toBe('time');
    pass(2_000);
  }
  const edit = () => t.sql`update servers set version = version + 1 where id = ${shop.serverId}`;
  await edit();
  there(-9);
  panel.control.delayMs = 0;
  expect(await driveSync(id, clock, 10_000)).toBe('end');
  expect(await rowsOf(id)).toEqual(['cliente1 earlier']);
  expect(await runOf(id)).toMatchObject({ state: 'done', read_count: 6, same_count: 5 });
  await edit();
  const which = { classes: ['earlier'] as const };
  expect(await applyDifferences(ana, { runId: id, which }, now)).toMatchObject({ updated: 0, stale: 1 });
});

test('one panel is read by one run at a time, whose ever the other is and wherever its server was', async () => {
  await many(2);
  const bia = await t.reseller();
  const hers = await openShop(bia, panel, now);
  await alike({ t, ana: bia, shop: hers, panel }, { count: 2, name: 'outra', now: START });
  const id = await begin();
  const [other = ''] = await startSync(bia, { serverId: hers.serverId, source: 'person' }, now);
  // Begun when her server was at another address.
  await t.sql`update sync_runs set origin = 'https://antes.example', lease_until = null where id = ${other}`;
  await t.sql`update sync_runs set lease_until = ${new Date(now.getTime() + 60_000)} where id = ${id}`;
  const backlog: Backlog = { wakes: [], running: [] };
  const drive = () => collecting(backlog, () => driveSync(other, clock, 5_000));
  expect(await drive()).toBeNull();
  pass(61_000);
  expect(backlog.wakes, 'whoever waits looks again by itself').toMatchObject([{ id: other, at: now }]);
  expect(await drive()).toBe('end');
  expect(backlog.wakes.at(-1), 'and is woken by the end of the other').toMatchObject({ id, at: now });
  expect((await runOf(other))?.origin).toBe((await runOf(id))?.origin);
});

test('refused by the newer API, a run goes on by the other without a person', async () => {
  const listing = await openListing(t, ana, panel, now);
  await many(3, listing);
  const id = await begin(listing);
  panel.control.set({ integration: 'off' });
  expect(await driveSync(id, clock, 5_000)).toBe('lost');
  expect(await runOf(id)).toMatchObject({ state: 'running', reason: null, failures: 0 });
  pass(2_000);
  expect(await driveSync(id, clock, 5_000)).toBe('end');
  expect(await runOf(id)).toMatchObject({ state: 'done', list_state: 'partial', same_count: 3 });
});

test('everybody read is counted once: who differs twice, and who was archived meanwhile', async () => {
  const [, , , fourth = ''] = await many(4);
  const expiresAt = new Date(now.getTime() + 90 * DAY_MS).toISOString();
  panel.control.customer({ username: 'cliente1', expiresAt, status: 'INACTIVE' });
  const id = await begin();
  panel.control.delayMs = 40;
  const driven = driveSync(id, clock, 10_000);
  while (namesAsked(panel).length === 0) await new Promise((soon) => setTimeout(soon, 5));
  await t.sql`update clients set archived_at = now() where id = ${fourth}`;
  expect(await driven).toBe('end');
  expect(await latestRun(ana.resellerId, shop.serverId)).toMatchObject({
    ...{ readCount: 4, sameCount: 2, differing: 1, leftCount: 1, unread: 0, inFlight: 0 },
  });
});
