import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients } from '@/db/schema/clients';
import { ana, clock, debtor, now, panel, setStage, shop, t } from '@/db/test-stage';
import { payInvoice } from '@/lib/invoices/commands';
import { createPlan } from '@/lib/plans/commands';
import { DAY_MS } from '@/lib/time';
import { appliedWords } from '../messages';
import { startSync } from '../runs/commands';
import { driveSync } from '../runs/jobs';
import { applyDifferences } from './commands';
import { APPLIED } from './rules';
import { undoBatch } from './undo/commands';

const START = new Date('2026-11-22T12:00:00Z');
const later = new Date(START.getTime() + 60_000);
const day = (n: number) => new Date(START.getTime() + n * DAY_MS);

setStage(START);

const premium = () =>
  panel.control.packages.find((p) => p.active && !p.trial && p.id !== shop.packageId)?.id ?? '';
/** Six clients, each different from the panel in a way of its own, and the run that found it. */
async function differing() {
  const who = await Promise.all(Array.from({ length: 6 }, debtor));
  const [a, b, c, d, e, f] = who.map((one) => one.username);
  const userId = panel.control.users[0]?.id;
  const there = (username = '', more: object) => panel.control.customer({ username, userId, ...more });
  there(a, { expiresAt: day(40).toISOString() });
  there(b, { expiresAt: day(-2).toISOString(), status: 'INACTIVE' });
  panel.control.remove(c ?? '');
  there(d, { packageId: premium() });
  there(e, { status: 'INACTIVE' });
  there(f, { expiresAt: day(90).toISOString() });
  const runId = await read();
  return { runId, ids: who.map((one) => one.clientId), who };
}
async function read() {
  const [runId = ''] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, now);
  expect(await driveSync(runId, clock, 10_000)).toBe('end');
  return runId;
}
const clientsNow = () => t.sql`select * from clients where reseller_id = ${ana.resellerId} order by id`;
const rowsNow = () => t.sql`select * from sync_rows where reseller_id = ${ana.resellerId} order by id`;
const everything = async () => JSON.stringify([await clientsNow(), await rowsNow()]);
const all = { classes: APPLIED };

test('what is taken over, and undone as a whole: every row byte for byte as before', async () => {
  const { runId, ids } = await differing();
  const input = { name: 'Premium', priceCents: 5990, days: 30, screens: 2 };
  const plan = await createPlan(
    ana.resellerId,
    ana,
    { ...input, serverId: shop.serverId, packageId: premium() },
    now,
  );
  const before = await everything();
  const ledger = panel.ledger.length;
  const applied = await applyDifferences(ana, { runId, which: all }, later);
  expect(applied).toMatchObject({ updated: 6, stale: 0, busy: 0 });
  const [a, b, c, d, e] = (await clientsNow()).sort((x, y) => ids.indexOf(x.id) - ids.indexOf(y.id));
  const read = (await rowsNow()).find((row) => row.client_id === a?.id)?.read_at;
  expect([a?.expires_at, a?.panel_expires_at, a?.panel_read_at]).toEqual([day(40), day(40), read]);
  expect([now.getTime() - read >= 0, now.getTime() - read < 10_000]).toEqual([true, true]);
  expect([b?.expires_at, b?.status]).toEqual([day(-2), 'suspended']);
  expect(c?.panel_state).toBe('missing');
  expect(d?.plan_id).toBe(plan.ok && plan.id);
  expect(e?.status).toBe('suspended');
  expect(panel.ledger.length, 'nothing was sent to the panel').toBe(ledger);
  const again = await applyDifferences(ana, { runId, which: all }, later);
  expect(again && appliedWords(again), 'from a second tab').toBeNull();
  expect(await t.sql`select 1 from sync_batches`).toHaveLength(1);

  const stranger = await t.reseller();
  expect(await undoBatch(stranger, applied?.batchId ?? '', later)).toBeNull();
  expect(await applyDifferences(stranger, { runId, which: all }, later)).toBeNull();
  expect(await undoBatch(ana, applied?.batchId ?? '', later)).toEqual({ undone: 6, kept: 0 });
  expect(await everything()).toBe(before);
  expect(await undoBatch(ana, applied?.batchId ?? '', later)).toBeNull();
  const trail =
    await t.sql`select action, count(*)::int as n from audit_events where reseller_id = ${ana.resellerId}
    and action in ('sync.applied', 'sync.undone', 'client.synced', 'client.sync_undone') group by 1 order by 1`;
  expect(trail.map((row) => `${row.action} ${row.n}`)).toEqual([
    'client.sync_undone 6',
    'client.synced 7',
    'sync.applied 1',
    'sync.undone 1',
  ]);
});

test('one by one, or by class; a package that no single plan sells is left', async () => {
  const { runId, ids } = await differing();
  const rows = await rowsNow();
  const mine = rows.find((row) => row.client_id === ids[0]);
  expect(await applyDifferences(ana, { runId, which: { ids: [mine?.id] } }, now)).toMatchObject({
    updated: 1,
  });
  expect(await applyDifferences(ana, { runId, which: { classes: ['later'] } }, now)).toMatchObject({
    updated: 1,
  });
  const unsold = await applyDifferences(ana, { runId, which: { classes: ['package'] } }, now);
  expect(unsold && appliedWords(unsold)).toBe(
    '0 clientes atualizados. Ficaram de fora: 1 cliente cujo pacote não tem um plano só, ainda a decidir.',
  );
  const states = (await rowsNow()).map((row) => `${row.class} ${row.state}`).sort();
  expect(states).toEqual([
    'blocked open',
    'blocked open',
    'earlier open',
    'later applied',
    'later applied',
    'missing_there open',
    'package open',
  ]);
});

test('by filter: only who is found, and whose dates lie so far apart', async () => {
  const { runId, ids, who } = await differing();
  const by = (filter: object) =>
    applyDifferences(ana, { runId, which: { classes: ['later', 'earlier'], filter } }, now);
  // 35 and 85 days later, 7 days earlier.
  expect(await by({ apart: 'more', q: who[0]?.username ?? '' })).toMatchObject({ updated: 0 });
  expect(await by({ q: 'ninguém' })).toMatchObject({ updated: 0 });
  expect(await by({ apart: 'month' })).toMatchObject({ updated: 1 });
  expect(await by({ apart: 'week', q: who[1]?.username.toUpperCase() })).toMatchObject({ updated: 1 });
  const open = (await rowsNow()).filter((row) => row.state === 'open' && row.class === 'later');
  expect(open.map((row) => row.client_id)).toEqual([ids[5]]);
  expect(await by({ apart: 'more' })).toMatchObject({ updated: 1 });
});

test('who has changed since, or is being renewed, is left alone; so is the undo', async () => {
  const { runId, ids, who } = await differing();
  await t.sql`update clients set expires_at = ${day(7)} where id = ${ids[0] ?? ''}`;
  const paid = {
    invoiceId: who[5]?.invoiceId ?? '',
    intentId: newId(),
    source: 'manual' as const,
    holdMs: 60_000,
  };
  await payInvoice(ana, paid, now);
  const applied = await applyDifferences(ana, { runId, which: { classes: ['later', 'earlier'] } }, now);
  expect(applied).toMatchObject({ updated: 1, stale: 1, busy: 1, busyNames: ['Ana Souza'] });
  await t.sql`update clients set expires_at = ${day(8)} where id = ${ids[1] ?? ''}`;
  expect(await undoBatch(ana, applied?.batchId ?? '', now)).toEqual({ undone: 0, kept: 1 });
  const [b] = await t.sql`select expires_at from clients where id = ${ids[1] ?? ''}`;
  expect(b?.expires_at).toEqual(day(8));
  const a = (await rowsNow()).find((row) => row.client_id === ids[0]);
  expect([a?.state, a?.batch_id], 'as before the batch found it changed').toEqual(['open', null]);
});

test('who was archived since stays as it is, and the undo says so', async () => {
  const { runId, ids } = await differing();
  const archive = (n: number) => t.sql`update clients set archived_at = now() where id = ${ids[n] ?? ''}`;
  await archive(1);
  const dates = { classes: ['later', 'earlier'] as const };
  const taken = await applyDifferences(ana, { runId, which: dates }, now);
  expect(taken).toMatchObject({ updated: 2, stale: 0 });
  await archive(0);
  expect(await undoBatch(ana, taken?.batchId ?? '', now)).toEqual({ undone: 1, kept: 1 });
});

test('two people at once take each difference once', async () => {
  const { runId } = await differing();
  const both = await Promise.all([1, 2, 3].map(() => applyDifferences(ana, { runId, which: all }, now)));
  // The package has no plan here.
  expect(both.map((one) => one?.updated).sort()).toEqual([0, 0, 5]);
});

/** Until so many transactions of this database wait for a lock. */
async function lockWaits(n: number): Promise<void> {
  for (let waiting = 0; waiting < n; ) {
    const [row] = await t.sql`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    waiting = row?.n;
    await new Promise((soon) => setTimeout(soon, 5));
  }
}

test('taken over while the next reading is written down: neither fails', async () => {
  const { runId, ids, who } = await differing();
  // Of the two, the first is the same by then.
  const [{ username, expiresAt } = { username: '', expiresAt: now }] = who;
  panel.control.customer({ username, expiresAt: expiresAt.toISOString() });
  const [next = ''] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, later);
  const { both } = await t.db.transaction(async (tx) => {
    // The one holds the first and waits for the second, of whom the other has written a row by then.
    await tx
      .update(clients)
      .set({ notes: 'x' })
      .where(eq(clients.id, ids[5] ?? ''));
    const applying = applyDifferences(ana, { runId, which: { classes: ['later'] } }, later);
    await lockWaits(1);
    const reading = driveSync(next, async () => later, 10_000);
    await lockWaits(2);
    return { both: Promise.all([applying, reading]) };
  });
  expect(await both).toMatchObject([{ updated: 2 }, 'end']);
});

test('what begins while the client is waited for is seen: that client is left alone', async () => {
  const { runId, ids } = await differing();
  const clientId = ids[4] ?? '';
  const task = { id: newId(), resellerId: ana.resellerId, clientId, serverId: shop.serverId };
  const { applying } = await t.db.transaction(async (tx) => {
    await tx.update(clients).set({ notes: 'x' }).where(eq(clients.id, clientId));
    const waiting = applyDifferences(ana, { runId, which: { classes: ['blocked'] } }, now);
    await lockWaits(1);
    await tx.insert(accountTasks).values({ ...task, kind: 'status', wanted: 'active', nextRunAt: later });
    return { applying: waiting };
  });
  expect(await applying).toMatchObject({ updated: 1, busy: 1 });
  const [client] = await t.sql`select status from clients where id = ${clientId}`;
  expect(client?.status).toBe('active');
});
