import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { messages } from '@/db/schema/messages';
import { auditEvents } from '@/db/schema/resellers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openShop, type Shop } from '@/db/test-shop';
import { dueAccountTasks, runAccountTask } from '@/lib/accounts/jobs';
import type { Actor } from '@/lib/auth/rules';
import { moveToServer } from '@/lib/clients/move/commands';
import { payInvoice } from '@/lib/invoices/commands';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { executeRenewal } from '@/lib/renewals/jobs';
import { creditsNow, monthsSpent } from '@/lib/servers/credits/queries';
import { MINUTE_MS } from '@/lib/time';
import { startClients } from '../clients/commands';
import { getClientBulk } from '../clients/queries';
import { runBulk } from '../jobs';
import { moveChoices, movePreview } from './queries';

const ZONE = 'America/Sao_Paulo';
let t: TestDatabase;
let a: FakePanel;
let b: FakePanel;
let ana: Actor;
let from: Shop;
let to: Shop;
let now: Date;
const clock = async () => now;
const scope = () => ({ resellerId: ana.resellerId, now, zone: ZONE });

beforeAll(async () => {
  a = await startFakePanel({ now: () => now, token: '1|token-do-painel-a' });
  b = await startFakePanel({ now: () => now, token: '2|token-do-painel-b' });
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = [a, b].map(({ url }) => new URL(url).host).join(',');
  t = await testDatabase();
});
afterAll(async () => {
  await Promise.all([a.close(), b.close(), t.drop()]);
});
beforeEach(async () => {
  now = new Date('2026-11-21T12:00:00Z');
  for (const panel of [a, b]) panel.control.reset();
  // What an earlier test left to do is not this one's.
  await t.db.update(accountTasks).set({ state: 'cancelled' });
  ana = await t.reseller();
  [from, to] = [await openShop(ana, a, now), await openShop(ana, b, now)];
  for (const panel of [a, b]) panel.control.calls = [];
});

const client = async (id: string) => (await t.db.select().from(clients).where(eq(clients.id, id)))[0];
const debtor = () => addDebtor(t, ana, from, a, now);
const target = (suspend = false) => ({
  serverId: to.serverId,
  plans: { [from.planId]: to.planId },
  suspend,
});
const move = (id: string, suspend = false, planId = to.planId) =>
  t.db.transaction((tx) => moveToServer(tx, ana, { id, planId, suspend }, now));
async function work(minutes = 3): Promise<void> {
  for (let n = 0; n < minutes; n++, now = new Date(now.getTime() + MINUTE_MS))
    for (const { id } of await dueAccountTasks(now, 50)) await runAccountTask(id, clock);
}
async function run(
  choice: { ids: string[] } | { filters: { server: string } },
  expected: number,
  suspend = false,
) {
  const bulkId = newId();
  const batch = { act: 'move', bulkId, choice, expected, ...target(suspend) } as const;
  expect(await startClients(ana, batch, now, ZONE)).toEqual({ ok: true });
  await Promise.all([runBulk(bulkId, clock), runBulk(bulkId, clock)]);
  return bulkId;
}
const made = (panel: FakePanel) => panel.ledger.map((e) => [e.act, e.username]);
const tokens = (panel: FakePanel) => new Set(panel.control.calls.map((c) => c.authorization).filter(Boolean));

test('the plan is told, then done: created or linked there, nothing touched here, dates and tokens stay', async () => {
  const [one, two] = [await debtor(), await debtor()];
  b.control.customer({ username: two.username, packageId: to.packageId, expiresAt: '2026-12-24T12:00:00Z' });
  const choice = { filters: { server: from.serverId } };
  expect((await moveChoices(scope(), choice)).today).toMatchObject([{ id: from.planId, count: 2 }]);
  const preview = await movePreview(scope(), choice, target());
  expect(preview).toMatchObject({ chosen: 2, count: 2, left: [] });
  expect(preview?.lines.map((line) => line.value)).toEqual([
    '2 clientes',
    'nenhuma conta é suspensa nem apagada',
    '2 contas são lidas: a que existe é ligada, sem custo e sem renovação; a que falta é criada (até 2 créditos)',
    'fica como está',
    '2 ficam com o valor e renovam no plano novo',
  ]);
  const bulkId = await run(choice, 2);
  const bulk = await getClientBulk(ana.resellerId, bulkId, { state: null, after: -1 });
  expect(bulk?.tally).toEqual({ pending: 0, done: 2, skipped: 0, failed: 0 });
  expect(bulk?.bulk.detail).toMatchObject({ panel: true });
  expect(bulk?.rows.map((row) => row.openTask?.state)).toEqual(['pending', 'pending']);
  await work();
  expect(made(b)).toEqual([['create', one.username]]);
  expect(made(a)).toEqual([]);
  expect(a.control.calls).toEqual([]);
  expect(tokens(b)).toEqual(new Set(['Bearer 2|token-do-painel-b']));
  for (const { clientId, expiresAt } of [one, two]) {
    const row = await client(clientId);
    expect(row).toMatchObject({ serverId: to.serverId, planId: to.planId, panelState: 'linked', expiresAt });
  }
  expect((await client(two.clientId))?.panelExpiresAt?.toISOString()).toBe('2026-12-24T12:00:00.000Z');
  expect(await t.db.$count(messages, eq(messages.resellerId, ana.resellerId))).toBe(0);
  const told = and(eq(auditEvents.clientId, one.clientId), eq(auditEvents.action, 'client.moved_server'));
  expect(await t.db.$count(auditEvents, told)).toBe(1);
  expect(await monthsSpent(ana.resellerId, to.serverId, ZONE)).toEqual([
    { month: '2026-11', credits: 1, unknown: 0, renewals: 0, creations: 1 },
  ]);
  expect(
    await creditsNow(ana.resellerId, { id: to.serverId, creditsLeft: null, creditsCountedAt: null }),
  ).toBeNull();
});

test('asked to, it suspends the account left behind, only once the new one exists, under its own name', async () => {
  const { clientId, username } = await debtor();
  b.control.script({ on: 'create', fault: 'http 521' });
  await run({ ids: [clientId] }, 1, true);
  await work(1);
  expect(a.control.calls).toEqual([]);
  await work(6);
  expect(made(b)).toEqual([['create', username]]);
  expect(made(a)).toEqual([['status', username]]);
  expect(a.control.customers.find((c) => c.username === username)?.status).toBe('INACTIVE');
  expect(tokens(a)).toEqual(new Set(['Bearer 1|token-do-painel-a']));
  expect(tokens(b)).toEqual(new Set(['Bearer 2|token-do-painel-b']));
  expect(await client(clientId)).toMatchObject({ status: 'active', panelState: 'linked' });
  const open = await t.db.select().from(accountTasks).where(eq(accountTasks.clientId, clientId));
  // The third saw that the new account is none that the suspension hit.
  expect(open.map((task) => task.state)).toEqual(['done', 'done', 'done']);
});

test('who has something paid under way, an unsure account or a taken name stays, and is named before', async () => {
  const [paying, unsure, taken, other] = [await debtor(), await debtor(), await debtor(), await debtor()];
  await payInvoice(
    ana,
    { invoiceId: paying.invoiceId, intentId: newId(), source: 'manual', holdMs: 10_000 },
    now,
  );
  const task = {
    resellerId: ana.resellerId,
    clientId: unsure.clientId,
    serverId: from.serverId,
    nextRunAt: now,
  };
  await t.db.insert(accountTasks).values({ ...task, kind: 'status', wanted: 'active', state: 'unknown' });
  const here = await addDebtor(t, ana, to, b, now);
  await t.db
    .update(clients)
    .set({ username: taken.username.toUpperCase() })
    .where(eq(clients.id, here.clientId));
  await t.sql`insert into plans (id, reseller_id, name, price_cents, server_id) values
    (${newId()}, ${ana.resellerId}, 'Outro', 1, ${from.serverId})`;
  await t.sql`update clients set plan_id = (select id from plans where name = 'Outro' and server_id = ${from.serverId})
    where id = ${other.clientId}`;
  const ids = [paying, unsure, taken, other, here].map((one) => one.clientId);
  const preview = await movePreview(scope(), { ids }, target());
  expect(preview).toMatchObject({ chosen: 5, count: 0 });
  expect(preview?.left.map(({ reason, count, names }) => [reason, count, names.length])).toEqual([
    ['already', 1, 1],
    ['renewing', 1, 1],
    ['account_busy', 1, 1],
    ['name_taken', 1, 1],
    ['other_plan', 1, 1],
  ]);
  const bulkId = await run({ ids }, 5);
  const bulk = await getClientBulk(ana.resellerId, bulkId, { state: null, after: -1 });
  expect(bulk?.rows.map((row) => [row.clientId, row.state, row.reason]).sort()).toEqual(
    [
      [paying.clientId, 'skipped', 'renewing'],
      [unsure.clientId, 'skipped', 'account_busy'],
      [taken.clientId, 'skipped', 'name_taken'],
      [other.clientId, 'skipped', 'other_plan'],
      [here.clientId, 'skipped', 'already'],
    ].sort(),
  );
  // Nor does anybody follow a plan that was put on another server than the one told.
  const follower = { choice: { ids: [(await debtor()).clientId] }, expected: 1, bulkId: newId() };
  const batch = { act: 'move' as const, ...follower, ...target() };
  expect(await startClients(ana, batch, now, ZONE)).toEqual({ ok: true });
  const third = await openShop(ana, a, now);
  await t.sql`update plans set server_id = ${third.serverId} where id = ${to.planId}`;
  await runBulk(batch.bulkId, clock);
  const stays = await getClientBulk(ana.resellerId, batch.bulkId, { state: null, after: -1 });
  expect(stays?.rows).toMatchObject([{ state: 'failed', reason: 'plan_absent' }]);
  const serverOf = async (id: string) => (await client(id))?.serverId;
  expect(await Promise.all([paying, unsure, taken, other].map((one) => serverOf(one.clientId)))).toEqual(
    Array(4).fill(from.serverId),
  );
});

test('an open invoice keeps its amount and renews on the new server’s package, and only there', async () => {
  const { clientId, invoiceId, username } = await debtor();
  expect(await move(clientId)).toBe('moved');
  await work();
  const intentId = newId();
  await payInvoice(ana, { invoiceId, intentId, source: 'manual', holdMs: 0 }, now);
  const row = await executeRenewal(intentId, clock);
  expect(row).toMatchObject({ state: 'verified', serverId: to.serverId, packageId: to.packageId });
  expect(made(b)).toEqual([
    ['create', username],
    ['renew', username],
  ]);
  expect(made(a)).toEqual([]);
});

test('paid and moved in the same instant: the renewal is for one server, and the client is on it', async () => {
  for (let n = 0; n < 12; n++) {
    const { clientId, invoiceId } = await debtor();
    const intentId = newId();
    const pay = payInvoice(ana, { invoiceId, intentId, source: 'manual', holdMs: 0 }, now);
    const [paid, moved] = await Promise.all([pay, move(clientId)]);
    expect(paid.ok).toBe(true);
    const [intent] = await t.db.select().from(renewalIntents).where(eq(renewalIntents.id, intentId));
    expect((await client(clientId))?.serverId).toBe(intent?.serverId);
    expect(moved).toBe(intent?.serverId === to.serverId ? 'moved' : 'renewing');
  }
});
