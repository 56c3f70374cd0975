import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase } from '@/db/client';
import { newId } from '@/db/ids';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { openShop } from '@/db/test-shop';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { listDifferences } from '../view/queries';
import { nextListable } from './queries';

const NOW = new Date('2026-11-22T12:00:00Z');
const MANY = 4_000;
let t: TestDatabase;
let panel: FakePanel;

beforeAll(async () => {
  panel = await startFakePanel({ now: () => NOW });
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(panel.url).host;
  t = await testDatabase();
  // As PostgreSQL plans when it takes tables of thousands for empty ones: statistics may be older than what stands there.
  await t.sql.unsafe(`alter database "${new URL(t.url).pathname.slice(1)}" set enable_hashjoin = off`);
  await t.sql.unsafe(`alter database "${new URL(t.url).pathname.slice(1)}" set enable_mergejoin = off`);
  await t.sql.unsafe(`alter database "${new URL(t.url).pathname.slice(1)}" set enable_memoize = off`);
  await closeDatabase();
});
afterAll(async () => {
  await panel.close();
  await t.drop();
});

/** How many rows of the tables the database looked at meanwhile: a connection tells when it ends. */
async function lookedAt(ask: () => Promise<void>): Promise<number> {
  const sum = async () => {
    await closeDatabase();
    const [row] =
      await t.sql`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_user_tables
      where relname in ('clients', 'sync_listed', 'sync_rows')`;
    return row?.n ?? 0;
  };
  const before = await sum();
  await ask();
  return (await sum()) - before;
}

const AT = NOW.toISOString();
const SIDE = { expiresAt: AT, status: 'active', packageId: null };

/** A reseller with a server, a run and so many clients. */
async function filled(count: number) {
  const ana = await t.reseller();
  const { resellerId } = ana;
  const { serverId, planId } = await openShop(ana, panel, NOW);
  const run = { id: newId(), resellerId, serverId, createdAt: NOW };
  await t.sql`insert into sync_runs (id, reseller_id, server_id, origin, source, state, total, next_run_at, user_name)
    values (${run.id}, ${resellerId}, ${serverId}, ${panel.url}, 'person', 'done', ${count}, ${AT}, 'Ana')`;
  await t.sql`insert into clients (id, reseller_id, server_id, plan_id, name, username, password_encrypted, search,
      panel_state, expires_at)
    select gen_random_uuid(), ${resellerId}, ${serverId}, ${planId}, 'c' || n, 'c' || n, 'x', '', 'linked',
      ${AT}::timestamptz + n * interval '1 minute' from generate_series(1, ${count}::int) n`;
  return run;
}
type Run = Awaited<ReturnType<typeof filled>>;
const listed = ({ resellerId, id }: Run, count: number) => t.sql`
  insert into sync_listed (reseller_id, run_id, username, customer, read_at)
  select ${resellerId}, ${id}, 'c' || n, ${t.sql.json({ ...SIDE, name: null, phone: null })}, ${AT}
  from generate_series(1, ${count}::int) n`;
const strangers = ({ resellerId, id }: Run, count: number) => t.sql`
  insert into sync_rows (id, reseller_id, run_id, username, class, theirs, read_at)
  select gen_random_uuid(), ${resellerId}, ${id}, 'novo' || n, 'missing_here', ${t.sql.json(SIDE)}, ${AT}
  from generate_series(1, ${count}::int) n`;

test('a list, and who of it is unknown here, are read once though loops are all that is planned', async () => {
  const run = await filled(MANY);
  await t.sql`analyze clients`;
  await t.sql`vacuum analyze sync_listed`;
  await Promise.all([listed(run, MANY), strangers(run, MANY)]);
  const list = await lookedAt(async () => {
    const accounts = await nextListable(run, null, { limit: 500, now: NOW });
    expect(accounts.filter((one) => one.listed).length).toBe(500);
  });
  expect(list).toBeGreaterThan(500);
  expect(list).toBeLessThan(10 * MANY);
  const shown = await lookedAt(async () => {
    const view = { runId: run.id, class: 'missing_here' as const };
    expect((await listDifferences(run.resellerId, { ...view, filter: {} })).rows.length).toBe(50);
    const { rows } = await listDifferences(run.resellerId, { ...view, filter: { q: 'ninguem' } });
    expect(rows).toEqual([]);
  });
  expect(shown).toBeGreaterThan(MANY);
  expect(shown).toBeLessThan(10 * MANY);
});
