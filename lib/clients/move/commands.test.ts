import { and, eq, isNotNull } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients } from '@/db/schema/clients';
import { messages } from '@/db/schema/messages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openPlainShop, openShop, type Shop } from '@/db/test-shop';
import { dueAccountTasks, runAccountTask } from '@/lib/accounts/jobs';
import { isSamePanel } from '@/lib/accounts/left/queries';
import type { Actor } from '@/lib/auth/rules';
import { startClients } from '@/lib/bulk/clients/commands';
import { movePreview } from '@/lib/bulk/moves/queries';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { createServer, updateServer } from '@/lib/servers/commands';
import { closeCircuit } from '@/lib/servers/health/commands';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { createClient, updateClient } from '../commands';
import { leftBehind } from '../record/queries';
import { archiveClient, restoreClient, setClientStatus } from '../status/commands';
import { moveToServer } from './commands';

const ZONE = 'America/Sao_Paulo';
let t: TestDatabase;
let a: FakePanel;
let b: FakePanel;
/** The first panel's other address. */
let elsewhere: string;
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
  elsewhere = a.url.replace('127.0.0.1', 'localhost');
  const urls = [a.url, b.url, elsewhere];
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = urls.map((url) => new URL(url).host).join(',');
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
const shown = (panel: FakePanel, username: string) =>
  panel.control.customers.find((one) => one.username === username)?.status;
const left = async (clientId: string) =>
  t.db
    .select()
    .from(accountTasks)
    .where(and(eq(accountTasks.clientId, clientId), isNotNull(accountTasks.username)));
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
  // Over by its date: not what a suspension did, and not to be turned.
  b.control.customer({ username, packageId: to.packageId, status: 'EXPIRED' });
  expect(await move(clientId, true)).toBe('moved');
  await work();
  const notStrangers = await leftBehind(t.db, ana.resellerId, [from.serverId]);
  expect(notStrangers).toContainEqual({ username });
  expect([shown(a, username), shown(b, username)]).toEqual(['INACTIVE', 'EXPIRED']);
  expect(await move(clientId, false, from.planId)).toBe('moved');
  await work();
  expect(shown(a, username)).toBe('ACTIVE');
  expect(
    made(a)
      .filter(([, name]) => name === username)
      .map(([act]) => act),
  ).toEqual(['status', 'status']);
  expect(await client(clientId)).toMatchObject({ status: 'active', panelState: 'linked' });
});

test('to a server without a panel only the record moves; another reseller’s plan or client is not there', async () => {
  const { clientId, username } = await debtor();
  const plain = { name: 'Sem', billing: 'fixed', monthlyCents: 0, panelType: 'none', panel: null } as const;
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
  expect(await startClients(ana, { ...batch, ...stray }, now, ZONE)).toEqual({
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

test('a suspension that the panel has not done goes with the account left, ticked or not, by batch or by form', async () => {
  const [away, refused, edited, stale] = [await debtor(), await debtor(), await debtor(), await debtor()];
  const all = [away, refused, edited];
  for (const { username } of [away, edited]) a.control.script({ on: 'status', username, fault: 'http 521' });
  a.control.script({ on: 'status', username: refused.username, fault: 'http 400' });
  for (const { clientId } of [...all, stale]) await setClientStatus(ana, clientId, 'suspended', now);
  // Wanted once, and no more.
  await t.db.update(accountTasks).set({ state: 'rejected' }).where(eq(accountTasks.clientId, stale.clientId));
  await t.db.update(clients).set({ status: 'active' }).where(eq(clients.id, stale.clientId));
  for (const { id } of await dueAccountTasks(now, 50)) await runAccountTask(id, clock);
  const target = { serverId: to.serverId, plans: { [from.planId]: to.planId }, suspend: false };
  const ids = [...all, stale].map(({ clientId }) => clientId);
  const plan = await movePreview({ resellerId: ana.resellerId, now, zone: ZONE }, { ids }, target);
  expect(plan?.lines[1]?.value).toBe('3 contas são suspensas, nenhuma é apagada');
  expect([await move(away.clientId, true), await move(refused.clientId)]).toEqual(['moved', 'moved']);
  expect(await move(stale.clientId)).toBe('moved');
  const row = await client(edited.clientId);
  if (!row) throw new Error('no client');
  const { name, email, phone, username, notes, expiresAt } = row;
  const { serverId, planId } = to;
  const wish = { name, email, phone, serverId, planId, username, notes, expiresAt, password: null };
  expect((await updateClient(ana, edited.clientId, wish, now)).ok).toBe(true);
  await work(6);
  for (const one of all) {
    expect([shown(a, one.username), shown(b, one.username)]).toEqual(['INACTIVE', 'INACTIVE']);
    expect(await client(one.clientId)).toMatchObject({ panelState: 'linked', status: 'suspended' });
  }
  expect(shown(a, stale.username)).toBe('ACTIVE');
});

test('who is new is welcomed where a form takes them, not by a batch, and whoever moves keeps the paid date', async () => {
  const plain = await openPlainShop(ana, now);
  const expiresAt = new Date(now.getTime() + 300 * DAY_MS);
  const blank = { name: 'Nova', email: null, phone: '+5511999990009', notes: null, expiresAt };
  const outcomes = await Promise.all(
    [to, plain, null].map(async (place, n) => {
      const values = {
        ...blank,
        ...{ serverId: from.serverId, planId: from.planId, username: `novata${n}` },
      };
      const id = newId();
      expect((await createClient(ana, { id, password: 'abc12345', ...values }, now)).ok).toBe(true);
      const { serverId, planId } = place ?? to;
      if (!place) expect(await move(id)).toBe('moved');
      // The same again keeps what is known.
      for (let saved = 0; saved < 2; saved++)
        if (place)
          expect((await updateClient(ana, id, { ...values, serverId, planId, password: null }, now)).ok).toBe(
            true,
          );
      return id;
    }),
  );
  await work();
  const welcomed = (id: string) =>
    t.db.$count(messages, and(eq(messages.clientId, id), eq(messages.kind, 'welcome')));
  expect(await Promise.all(outcomes.map(welcomed))).toEqual([1, 1, 0]);
  for (const [n, id] of outcomes.entries())
    expect(await client(id)).toMatchObject({ panelState: n === 1 ? 'none' : 'linked', expiresAt });
  // Their account was not made there: whoever bears the name on that panel is somebody else.
  const noted = await leftBehind(t.db, ana.resellerId, [from.serverId]);
  expect(noted.filter(({ username }) => username.startsWith('novata'))).toEqual([]);
});

test('an account left behind is suspended all the same when its client was archived and came back meanwhile', async () => {
  const { clientId, username } = await debtor();
  b.control.script({ on: 'create', fault: 'package gone' });
  expect(await move(clientId, true)).toBe('moved');
  await work();
  expect((await archiveClient(ana, clientId, now)).ok).toBe(true);
  expect(await left(clientId)).toMatchObject([{ state: 'cancelled' }]);
  expect((await restoreClient(ana, clientId, now)).ok).toBe(true);
  await work();
  expect([(await client(clientId))?.panelState, shown(a, username)]).toEqual(['linked', 'INACTIVE']);
});

test('two addresses of one panel are known by their accounts, and nobody stays suspended who moves between them', async () => {
  const there = await openShop(ana, { ...a, url: elsewhere }, now);
  const [one, two] = [await debtor(), await debtor()];
  expect(await move(one.clientId, true, there.planId)).toBe('moved');
  await work(4);
  expect(await left(one.clientId)).toMatchObject([{ state: 'rejected', reason: 'same_panel', attempt: 0 }]);
  expect(made(a).filter(([, name]) => name === one.username)).toEqual([]);
  // Where one of the two readings hides it, the account is active again at once.
  expect(await move(two.clientId, true, there.planId)).toBe('moved');
  await work(1);
  a.control.script({ on: 'customer', username: two.username, variant: { expiry: 'absent' } });
  await work(6);
  const sent = a.ledger.filter((e) => e.username === two.username).map((e) => e.row?.status);
  expect(sent).toEqual(['INACTIVE', 'ACTIVE']);
  expect(await client(two.clientId)).toMatchObject({ panelState: 'linked', status: 'active' });
});

test('an account left behind is looked for on its own panel only: not on another that took the server’s place', async () => {
  const shop = await openShop(ana, a, now);
  const { clientId, username } = await addDebtor(t, ana, shop, a, now);
  b.control.script({ on: 'create', fault: 'http 521' });
  expect(await move(clientId, true)).toBe('moved');
  const put = (url: string) => {
    const panel = { url, username: a.username, token: a.token };
    const blank = { name: 'Outro', billing: 'fixed', monthlyCents: 0, panelType: 'sigma' } as const;
    return updateServer(ana.resellerId, ana, shop.serverId, { ...blank, panel }, now);
  };
  // Another folder of the same host is another panel.
  expect((await put(`${a.url}/outro`)).ok).toBe(true);
  expect(await isSamePanel(t.db, ana.resellerId, shop.serverId, from.serverId)).toBe(false);
  await work(6);
  expect((await client(clientId))?.panelState).toBe('linked');
  expect(await left(clientId)).toMatchObject([{ state: 'rejected', reason: 'other_panel', attempt: 0 }]);
  expect(shown(a, username)).toBe('ACTIVE');
});
