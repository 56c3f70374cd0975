import { describe, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { openShop } from '@/db/test-shop';
import { ana, clock, debtor, goTo, now, other, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { payInvoice } from '@/lib/invoices/commands';
import { type Backlog, collecting } from '@/lib/queue/api';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { alike } from '../fake-readers';
import { claimRun } from './claim/commands';
import { cancelSync, keepReadings, startSync } from './commands';
import { driveSync } from './jobs';
import { dueSyncs } from './queries';
import { NOTHING_OWED } from './rules';

const START = new Date('2026-11-22T12:00:00Z');
const day = (n: number) => new Date(START.getTime() + n * DAY_MS);

setStage(START);

const many = (count: number, at = shop, on = panel) =>
  alike({ t, ana, shop: at, panel: on }, { count, now: START });
const begin = async () => {
  const [id] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, now);
  if (!id) throw new Error('nothing begun');
  return id;
};
const runOf = async (id: string) => (await t.sql`select * from sync_runs where id = ${id}`)[0];
const rowsOf = async (id: string) =>
  (
    await t.sql`select username, class, reason from sync_rows where run_id = ${id} order by username, class`
  ).map((row) => [row.username, row.class, ...(row.reason ? [row.reason] : [])].join(' '));
const snapshot = async () =>
  JSON.stringify(await t.sql`select * from clients where reseller_id = ${ana.resellerId} order by id`);
const read = () =>
  panel.control.calls
    .filter((call) => call.act === 'customer')
    .map((call) => new URLSearchParams(call.path.split('?')[1]).get('username'));

test('every difference by its class; nothing is changed, here or there', async () => {
  await many(7);
  const change = (username: string, more: object) => panel.control.customer({ username, ...more });
  change('cliente1', { expiresAt: day(31).toISOString() });
  change('cliente2', { expiresAt: day(-3).toISOString(), status: 'INACTIVE' });
  panel.control.remove('cliente3');
  change('cliente4', { packageId: panel.control.packages.find((p) => p.id !== shop.packageId)?.id });
  // The same day at another hour is the same.
  change('cliente5', { expiresAt: new Date(day(5).getTime() + 60 * MINUTE_MS).toISOString() });
  const who = await debtor();
  await payInvoice(
    ana,
    { invoiceId: who.invoiceId, intentId: newId(), source: 'manual', holdMs: 60_000 },
    now,
  );
  const [before, ledger] = [await snapshot(), panel.ledger.length];
  const id = await begin();
  expect(await driveSync(id, clock, 10_000)).toBe('end');
  expect((await rowsOf(id)).filter((row) => row.startsWith('cliente'))).toEqual([
    'cliente1 later',
    'cliente2 blocked',
    'cliente2 earlier',
    'cliente3 missing_there customer_absent',
    'cliente4 package',
  ]);
  expect((await rowsOf(id)).filter((row) => !row.startsWith('cliente'))).toEqual([
    `${who.username} in_flight`,
  ]);
  expect(await runOf(id)).toMatchObject({
    state: 'done',
    read_count: 8,
    same_count: 3,
    total: 8,
    reason: null,
  });
  expect([await snapshot(), panel.ledger.length]).toEqual([before, ledger]);
});

describe('a panel that answers badly', () => {
  test('half of the answers broken: none becomes missing, who is passed over is named', async () => {
    await many(20);
    const faults = ['http 500', 'login page', 'json as html', 'http 504'] as const;
    for (let i = 0; i < 20; i += 2)
      panel.control.script({
        ...{ on: 'customer', username: `cliente${i + 1}`, fault: faults[(i / 2) % 4] ?? 'http 500' },
        times: i < 10 ? 1 : 99,
      });
    const id = await begin();
    expect(await driveSync(id, clock, 20_000)).toBe('end');
    const rows = await rowsOf(id);
    expect(rows.map((row) => row.split(' ').slice(0, 2).join(' '))).toEqual(
      [11, 13, 15, 17, 19].map((n) => `cliente${n} unread`),
    );
    expect(await runOf(id)).toMatchObject({ state: 'done', read_count: 20, same_count: 15 });
  });

  test.each([
    ['401', 'http 401', 'stop', 'bad_token'],
    ['a block page', 'block page', 'pause', 'block_page'],
    ['429', 'http 429', 'pause', 'rate_limited'],
  ] as const)(
    '%s in the middle ends the reading, and nobody is called missing',
    async (_, fault, how, reason) => {
      await many(30);
      panel.control.script({ on: 'customer', username: 'cliente20', fault, times: 99 });
      const id = await begin();
      expect(await driveSync(id, clock, 10_000)).toBe(how);
      expect(await rowsOf(id)).toEqual([]);
      const run = await runOf(id);
      expect(run).toMatchObject({ state: how === 'stop' ? 'stopped' : 'running', reason });
      expect(await dueSyncs(now, 10)).toEqual([]);
    },
  );

  test('away for an hour it is left alone, then read to the end', async () => {
    await many(12);
    panel.control.script({ on: 'customer', fault: 'http 503', times: 12 });
    const id = await begin();
    expect(await driveSync(id, clock, 10_000)).toBe('pause');
    expect((await runOf(id))?.read_count).toBe(0);
    pass(10 * MINUTE_MS);
    panel.control.reset();
    await t.sql`delete from clients where reseller_id = ${ana.resellerId}`;
    await many(12);
    expect(await driveSync(id, clock, 10_000)).toBe('end');
    expect(await rowsOf(id)).toEqual([]);
  });
});

test('stopped again and again it goes on where it was: at most a batch is read twice', async () => {
  await many(130);
  panel.control.delayMs = 50;
  const id = await begin();
  const ended: (string | null)[] = [];
  while (ended.at(-1) !== 'end' && ended.length < 40) {
    ended.push(await driveSync(id, clock, 400));
    pass(2_000);
  }
  expect(ended.at(-1)).toBe('end');
  expect(ended.length).toBeGreaterThan(2);
  expect(new Set(read()).size).toBe(130);
  expect(await runOf(id)).toMatchObject({ state: 'done', read_count: 130, same_count: 130 });
  // Whose validity ends soonest comes first.
  expect(read()[0]).toBe('cliente1');
  const started = await startSync(ana, { serverId: shop.serverId, source: 'person' }, now);
  expect(started).toHaveLength(1);
  expect(await startSync(ana, { serverId: shop.serverId, source: 'person' }, now), 'one at once').toEqual([]);
  expect(await cancelSync(ana, started[0] ?? '', now)).toBe(true);
  expect(await cancelSync(ana, started[0] ?? '', now)).toBe(false);
  expect(await driveSync(started[0] ?? '', clock, 1_000)).toBeNull();
});

test('a driver that died is followed after its lease; of two at once one reads', async () => {
  await many(120);
  const id = await begin();
  const [first, second] = await Promise.all([driveSync(id, clock, 15_000), driveSync(id, clock, 15_000)]);
  expect([first, second].sort()).toEqual(['end', null].sort());
  expect(read()).toHaveLength(120);
  const again = await begin();
  const backlog: Backlog = { wakes: [], running: [] };
  const held = await collecting(backlog, () => claimRun(again, now));
  if (!held) throw new Error('not taken');
  pass(89_000);
  const nobody = { heard: [], reached: null, carried: NOTHING_OWED };
  const of = { version: held.serverVersion ?? 0, zone: 'America/Sao_Paulo' };
  expect(await keepReadings(held, { ...nobody, ...of }, now)).toBe(true);
  // It dies here. What was set when it was taken comes after its lease, which each batch renews.
  pass(3_000);
  expect(await driveSync(again, clock, 5_000)).toBeNull();
  expect(backlog.wakes.map(({ id }) => id)).toEqual([again]);
  goTo(backlog.wakes[0]?.at ?? now);
  expect(await driveSync(again, clock, 5_000)).toBe('end');
});

test('the same usernames on two panels never mix, nor do their tokens', async () => {
  const there = await openShop(ana, other, now);
  await many(5);
  await many(5, there, other);
  other.control.customer({ username: 'cliente2', expiresAt: day(99).toISOString() });
  const ids = await startSync(ana, { serverId: null, source: 'person' }, now);
  expect(ids).toHaveLength(2);
  await Promise.all(ids.map((id) => driveSync(id, clock, 10_000)));
  const rows = await t.sql`select r.class, s.server_id from sync_rows r join sync_runs s on s.id = r.run_id
    where r.reseller_id = ${ana.resellerId}`;
  expect(rows.map((row) => ({ ...row }))).toEqual([{ class: 'later', server_id: there.serverId }]);
  for (const one of [panel, other])
    expect(new Set(one.control.calls.map((call) => call.authorization ?? ''))).toEqual(
      new Set([`Bearer ${one.token}`]),
    );
});

test('a server edited meanwhile: what its old panel said is not kept', async () => {
  await many(60);
  const id = await begin();
  panel.control.customer({ username: 'cliente1', expiresAt: day(99).toISOString() });
  panel.control.delayMs = 30;
  const driven = driveSync(id, clock, 10_000);
  while (read().length < 5) await new Promise((soon) => setTimeout(soon, 5));
  await t.sql`update servers set version = version + 1 where id = ${shop.serverId}`;
  expect(await driven).toBe('lost');
  expect(await rowsOf(id)).toEqual([]);
  pass(2_000);
  expect(await driveSync(id, clock, 10_000)).toBe('end');
  expect(await rowsOf(id)).toEqual(['cliente1 later']);
});
