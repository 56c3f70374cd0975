import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openShop, type Shop } from '@/db/test-shop';
import { dueAccountTasks, runAccountTask } from '@/lib/accounts/jobs';
import type { Actor } from '@/lib/auth/rules';
import { startClients } from '@/lib/bulk/clients/commands';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { createServer } from '@/lib/servers/commands';
import { closeCircuit } from '@/lib/servers/health/commands';
import { MINUTE_MS } from '@/lib/time';
import { moveToServer } from './commands';

let t: TestDatabase;
let a: FakePanel;
let b: FakePanel;
let ana: Actor;
let from: Shop;
let to: Shop;
let now = new Date('2026-11-21T12:00:00Z');
const clock = async () => now;

beforeAll(async () => {
  [a, b] = [
    await startFakePanel({ now: () => now }),
    await startFakePanel({ now: () => now, token: '2|outro' }),
  ];
  for (const panel of [a, b]) panel.control.set({ perPage: 100 });
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = [a, b].map(({ url }) => new URL(url).host).join(',');
  t = await testDatabase();
  ana = await t.reseller();
  [from, to] = [await openShop(ana, a, now), await openShop(ana, b, now)];
});
afterAll(async () => {
  await Promise.all([a.close(), b.close(), t.drop()]);
});

const client = async (id: string) => (await t.db.select().from(clients).where(eq(clients.id, id)))[0];
const debtor = () => addDebtor(t, ana, from, a, now);
const move = (id: string, suspend = false, planId = to.planId) =>
  t.db.transaction((tx) => moveToServer(tx, ana, { id, planId, suspend }, now));
async function work(minutes = 3): Promise<void> {
  for (let n = 0; n < minutes; n++, now = new Date(now.getTime() + MINUTE_MS))
    for (const { id } of await dueAccountTasks(now, 50)) await runAccountTask(id, clock);
}
const made = (panel: FakePanel) => panel.ledger.map((e) => [e.act, e.username]);

test('back before the creation was sent nothing was spent, and the account there is found again', async () => {
  const { clientId, expiresAt } = await debtor();
  expect(await move(clientId)).toBe('moved');
  expect(await move(clientId, false, from.planId)).toBe('moved');
  await work();
  expect([made(a), made(b)]).toEqual([[], []]);
  expect(await client(clientId)).toMatchObject({ serverId: from.serverId, panelState: 'linked', expiresAt });
});

test('who comes back finds the account that was suspended when they left, and it is active again', async () => {
  const { clientId, username } = await debtor();
  const shown = () => a.control.customers.find((c) => c.username === username)?.status;
  expect(await move(clientId, true)).toBe('moved');
  await work();
  expect(shown()).toBe('INACTIVE');
  expect(await move(clientId, false, from.planId)).toBe('moved');
  await work();
  expect(shown()).toBe('ACTIVE');
  expect(
    made(a)
      .filter(([, name]) => name === username)
      .map(([act]) => act),
  ).toEqual(['status', 'status']);
  expect(await client(clientId)).toMatchObject({ status: 'active', panelState: 'linked' });
});

test('to a server without a panel only the record moves; another reseller’s plan or client is not there', async () => {
  const { clientId, username } = await debtor();
  const plain = {
    name: 'Sem painel',
    billing: 'fixed',
    monthlyCents: 0,
    panelType: 'none',
    panel: null,
  } as const;
  const server = await createServer(ana.resellerId, ana, plain, now);
  const planId = newId();
  await t.sql`insert into plans (id, reseller_id, name, price_cents, server_id) values
    (${planId}, ${ana.resellerId}, 'Simples', 1, ${server.ok ? server.id : ''})`;
  const bia = await t.reseller();
  const theirs = (id: string, plan: string) =>
    t.db.transaction((tx) => moveToServer(tx, bia, { id, planId: plan, suspend: false }, now));
  expect(await theirs(clientId, planId)).toBe('plan_absent');
  const foreign = await openShop(bia, b, now);
  expect(await theirs(clientId, foreign.planId)).toBe('absent');
  expect(await move(clientId, false, foreign.planId)).toBe('plan_absent');
  const batch = { act: 'move' as const, bulkId: newId(), choice: { ids: [clientId] }, expected: 1 };
  const stray = { serverId: foreign.serverId, plans: { [from.planId]: foreign.planId }, suspend: false };
  expect(await startClients(ana, { ...batch, ...stray }, now, 'America/Sao_Paulo')).toEqual({
    ok: false,
    reason: 'plan_absent',
  });

  expect(await move(clientId, true, planId)).toBe('moved');
  await work();
  expect(await client(clientId)).toMatchObject({ panelState: 'none', panelExpiresAt: null });
  expect(made(a).filter(([, name]) => name === username)).toEqual([['status', username]]);
});

test('without credits at the new panel one creation is refused, the others wait unread and go on when reopened', async () => {
  b.control.script({ on: 'create', fault: 'no credits' });
  b.control.calls = [];
  const before = b.ledger.length;
  for (let n = 0; n < 3; n++) expect(await move((await debtor()).clientId)).toBe('moved');
  await work(40);
  expect(b.control.calls.filter((c) => c.act === 'create')).toHaveLength(1);
  // Each was looked for once: the panel showed that they are missing.
  expect(b.control.calls.filter((c) => c.act === 'customer')).toHaveLength(3);
  expect(b.ledger).toHaveLength(before);
  expect(await closeCircuit(ana.resellerId, ana, to.serverId, now)).toBe(true);
  await work(4);
  expect(b.ledger.slice(before).map((e) => e.act)).toEqual(['create', 'create']);
});
