import { beforeEach, describe, expect, test } from 'vitest';
import { openShop } from '@/db/test-shop';
import { ana, clock, debtor, now, other, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { alike, asListing, namesAsked, openListing, pagesAsked } from '../fake-readers';
import { cancelSync, startSync } from '../runs/commands';
import { driveSync } from '../runs/jobs';

const START = new Date('2026-11-22T12:00:00Z');
const day = (n: number) => new Date(START.getTime() + n * DAY_MS);

setStage(START);
beforeEach(() => asListing({ t, shop, panel }));

const many = (count: number, on = panel, at = shop, name = 'cliente') =>
  alike({ t, ana, shop: at, panel: on }, { count, name, now: START });
const begin = async (serverId = shop.serverId) => {
  const [id = ''] = await startSync(ana, { serverId, source: 'person' }, now);
  return id;
};
const drive = (id: string) => driveSync(id, clock, 20_000);
const runOf = async (id: string) => (await t.sql`select * from sync_runs where id = ${id}`)[0];
const rowsOf = async (id: string) =>
  (
    await t.sql`select username, class, reason from sync_rows where run_id = ${id} order by username, class`
  ).map((row) => [row.username, row.class, ...(row.reason ? [row.reason] : [])].join(' '));
const listedOf = async (id: string) =>
  (await t.sql`select count(*)::int as n from sync_listed where run_id = ${id}`)[0]?.n;

test('compared with the list: only who is not in it is asked for, and who is nobody here is shown', async () => {
  await many(23);
  const change = (username: string, more: object) => panel.control.customer({ username, ...more });
  change('cliente2', { expiresAt: day(60).toISOString() });
  change('cliente3', { status: 'INACTIVE' });
  panel.control.remove('cliente4');
  change('Cliente5', { expiresAt: day(9).toISOString() });
  change('nova', { expiresAt: day(3).toISOString(), name: 'Nova Ação', whatsapp: '5511988887777' });
  change('alheia', { userId: panel.control.users[1]?.id });
  change('velha', { expiresAt: day(90).toISOString() });
  const { clientId, username } = await debtor();
  await t.sql`update clients set archived_at = now(), username = 'velha' where id = ${clientId}`;
  panel.control.remove(username);
  const before = JSON.stringify(await t.sql`select * from clients order by id`);
  const id = await begin();
  panel.control.calls = [];
  expect(await drive(id)).toBe('end');
  expect(await rowsOf(id)).toEqual([
    'Cliente5 missing_here other_case',
    'cliente2 later',
    'cliente3 blocked',
    'cliente4 missing_there customer_absent',
    'nova missing_here',
    'velha missing_here archived',
  ]);
  expect(namesAsked(panel)).toEqual(['cliente4']);
  expect(pagesAsked(panel)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await runOf(id)).toMatchObject({
    ...{ state: 'done', read_count: 23, same_count: 20, list_state: 'read', list_page: 6, list_pages: 6 },
  });
  const [row] = await t.sql`select client_id, theirs from sync_rows where username = 'nova'`;
  expect(row).toMatchObject({
    client_id: null,
    theirs: { name: 'Nova Ação', phone: '5511988887777', search: 'nova acao nova 5511988887777' },
  });
  expect(JSON.stringify(row)).not.toMatch(/senha|password|http/);
  expect(await listedOf(id)).toBe(0);
  expect([JSON.stringify(await t.sql`select * from clients order by id`), panel.ledger]).toEqual([
    before,
    [],
  ]);
});

test.each(['bare', 'repeat'] as const)(
  'a list that counts no pages is read to its end: %s',
  async (paging) => {
    panel.control.set({ paging });
    await many(12);
    const id = await begin();
    panel.control.calls = [];
    expect(await drive(id)).toBe('end');
    expect([pagesAsked(panel), namesAsked(panel), await rowsOf(id)]).toEqual([[1, 2, 3, 4], [], []]);
  },
);

test('a server without clients here is read for who is there; without a list nothing is begun', async () => {
  const id = await begin();
  panel.control.customer({ username: 'nova', expiresAt: day(3).toISOString() });
  expect(await drive(id)).toBe('end');
  expect(await rowsOf(id)).toEqual(['nova missing_here']);
  expect(await runOf(id)).toMatchObject({ state: 'done', total: 0, read_count: 0 });
  pass(MINUTE_MS);
  const again = await begin();
  expect(await drive(again)).toBe('end');
  expect([await rowsOf(id), await rowsOf(again)], 'of strangers only the latest list is kept').toEqual([
    [],
    ['nova missing_here'],
  ]);
  const plain = await openShop(ana, other, now);
  expect(await startSync(ana, { serverId: plain.serverId, source: 'person' }, now)).toEqual([]);
});

describe('a list that breaks half-way', () => {
  /** The pages still to be asked for: those passed over, and those to come. */
  const owed = (run: Awaited<ReturnType<typeof runOf>>): number[] => [
    ...(run?.owed.left ?? []).map(({ of }: { of: string }) => Number(of)),
    ...Array.from({ length: run?.list_pages - run?.list_page }, (_, n) => run?.list_page + 1 + n),
  ];
  const passing = (times: number) => ({ on: 'list' as const, times, variant: {} });

  test.each([
    ['401', 'http 401', 'stop', 'bad_token'],
    ['a block page', 'block page', 'pause', 'block_page'],
    ['429 as text', 'rate text', 'pause', 'rate_limited'],
  ] as const)('%s ends the reading; nobody is missing, here or there', async (_, fault, how, reason) => {
    await many(40);
    panel.control.customer({ username: 'nova', expiresAt: day(3).toISOString() });
    panel.control.script(passing(4), { on: 'list', fault, times: how === 'stop' ? 99 : 1 });
    const id = await begin();
    expect(await drive(id)).toBe(how);
    expect(await rowsOf(id)).toEqual([]);
    const run = await runOf(id);
    expect(run).toMatchObject({ state: how === 'stop' ? 'stopped' : 'running', reason, read_count: 0 });
    if (how === 'stop') return expect(await listedOf(id)).toBe(0);
    const kept = 9 - owed(run).length;
    expect(kept).toBeGreaterThan(0);
    panel.control.calls = [];
    pass(11 * MINUTE_MS);
    expect(await drive(id)).toBe('end');
    expect(pagesAsked(panel)).toEqual(owed(run));
    expect([await rowsOf(id), namesAsked(panel)]).toEqual([['nova missing_here'], []]);
  });

  test('gone for good, the rest is asked for by name', async () => {
    await many(40);
    panel.control.script(passing(4), { on: 'list', fault: 'rate text' });
    const id = await begin();
    expect(await drive(id)).toBe('pause');
    const run = await runOf(id);
    await t.sql`update servers set panel_type = 'sigma' where id = ${shop.serverId}`;
    panel.control.calls = [];
    pass(11 * MINUTE_MS);
    expect(await drive(id)).toBe('end');
    expect([pagesAsked(panel), namesAsked(panel).length]).toEqual([[], owed(run).length * 5]);
    expect(await runOf(id)).toMatchObject({ state: 'done', list_state: 'partial', same_count: 40 });
  });

  test('cancelled, what it had shown is forgotten', async () => {
    await many(40);
    panel.control.script(passing(4), { on: 'list', fault: 'rate text' });
    const id = await begin();
    expect([await drive(id), (await listedOf(id)) > 0]).toEqual(['pause', true]);
    expect(await cancelSync(ana, id, now)).toBe(true);
    expect(await listedOf(id)).toBe(0);
  });

  test('pages that cannot be read leave it partial: who stands on them is asked for by name', async () => {
    await many(30);
    panel.control.script(
      passing(2),
      ...Array.from({ length: 99 }, (_, n) => ({
        ...{ on: 'list' as const, times: 1 },
        ...(n % 2 === 0 ? { fault: 'http 500' as const } : { variant: {} }),
      })),
    );
    const id = await begin();
    expect(await drive(id)).toBe('end');
    expect(await rowsOf(id)).toEqual([]);
    expect(await runOf(id)).toMatchObject({ state: 'done', same_count: 30, read_count: 30 });
  });

  test('one that never answers is done without: everybody is asked for by name', async () => {
    await many(6);
    panel.control.remove('cliente6');
    panel.control.script({ on: 'list', fault: 'http 500', times: 3 });
    const id = await begin();
    panel.control.calls = [];
    expect(await drive(id)).toBe('end');
    expect(await rowsOf(id)).toEqual(['cliente6 missing_there customer_absent']);
    expect(namesAsked(panel)).toHaveLength(6);
    expect(await runOf(id)).toMatchObject({ state: 'done', list_state: 'partial', list_skipped: 1 });
  });
});

test('the same usernames and ids on two panels never mix, nor do their tokens', async () => {
  const there = await openListing(t, ana, other, now);
  await many(7);
  await many(7, other, there);
  other.control.customer({ username: 'cliente2', expiresAt: day(99).toISOString() });
  panel.control.customer({ username: 'cliente9', expiresAt: day(9).toISOString() });
  const ids = await startSync(ana, { serverId: null, source: 'person' }, now);
  await Promise.all(ids.map(drive));
  const rows =
    await t.sql`select r.username, r.class, s.server_id from sync_rows r join sync_runs s on s.id = r.run_id
    where r.reseller_id = ${ana.resellerId} order by 1`;
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { username: 'cliente2', class: 'later', server_id: there.serverId },
    { username: 'cliente9', class: 'missing_here', server_id: shop.serverId },
  ]);
  for (const one of [panel, other])
    expect(new Set(one.control.calls.map((call) => call.authorization ?? ''))).toEqual(
      new Set([`Bearer ${one.token}`]),
    );
});
