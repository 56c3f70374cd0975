import { and, eq, isNotNull } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients } from '@/db/schema/clients';
import { messages } from '@/db/schema/messages';
import { auditEvents } from '@/db/schema/resellers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openShop, type Shop } from '@/db/test-shop';
import type { Actor } from '@/lib/auth/rules';
import { movePreview } from '@/lib/bulk/moves/queries';
import { createClient, updateClient } from '@/lib/clients/commands';
import { listClients } from '@/lib/clients/list/queries';
import { moveToServer } from '@/lib/clients/move/commands';
import { setClientStatus } from '@/lib/clients/status/commands';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { retryAccountWork } from '../commands';
import { dueAccountTasks, runAccountTask } from '../jobs';
import { accountTask, accountWork } from '../queries';

const ZONE = 'America/Sao_Paulo';
let t: TestDatabase;
let a: FakePanel;
let b: FakePanel;
let c: FakePanel;
let ana: Actor;
let from: Shop;
let to: Shop;
let now: Date;
const clock = async () => now;

beforeAll(async () => {
  const start = (token: string) => startFakePanel({ now: () => now, token });
  [a, b, c] = await Promise.all([start('1|um'), start('2|dois'), start('3|tres')]);
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = [a, b, c].map(({ url }) => new URL(url).host).join(',');
  t = await testDatabase();
});
afterAll(async () => {
  await Promise.all([a.close(), b.close(), c.close(), t.drop()]);
});
beforeEach(async () => {
  now = new Date('2026-11-21T12:00:00Z');
  for (const panel of [a, b, c]) panel.control.reset();
  // What an earlier test left to do is not this one's.
  await t.db.update(accountTasks).set({ state: 'cancelled' });
  ana = await t.reseller();
  [from, to] = [await openShop(ana, a, now), await openShop(ana, b, now)];
});

const debtor = () => addDebtor(t, ana, from, a, now);
const client = async (id: string) => (await t.db.select().from(clients).where(eq(clients.id, id)))[0];
const move = (id: string, suspend = true, planId = to.planId) =>
  t.db.transaction((tx) => moveToServer(tx, ana, { id, planId, suspend }, now));
async function work(minutes: number): Promise<void> {
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
const told = (clientId: string) =>
  t.db.$count(
    auditEvents,
    and(eq(auditEvents.clientId, clientId), eq(auditEvents.action, 'account.left.in_use')),
  );
/** Another client, put by form on that server under that name. */
async function another(on: Shop, username: string) {
  const id = newId();
  const { serverId, planId } = on;
  const blank = { name: 'Outro', email: null, phone: null, notes: null, password: 'abc12345' };
  const expiresAt = new Date(now.getTime() + 30 * DAY_MS);
  const made = await createClient(ana, { id, ...blank, serverId, planId, username, expiresAt }, now);
  expect(made.ok).toBe(true);
  return id;
}
async function edit(id: string, wish: { name?: string; serverId?: string; planId?: string }) {
  const row = await client(id);
  if (!row) throw new Error('no client');
  const { name, email, phone, serverId, planId, username, notes, expiresAt } = row;
  const values = { name, email, phone, serverId, planId, username, notes, expiresAt };
  return updateClient(ana, id, { ...values, ...wish, password: null }, now);
}

describe('whose account it is', () => {
  test('nobody who has that name there by now is suspended, however it is written', async () => {
    const { clientId, username } = await debtor();
    b.control.script({ on: 'create', fault: 'http 521', times: 6 });
    expect(await move(clientId)).toBe('moved');
    await work(2);
    const other = await another(from, username);
    await t.db.update(clients).set({ username: username.toUpperCase() }).where(eq(clients.id, other));
    await work(90);
    expect((await client(clientId))?.panelState).toBe('linked');
    expect(shown(a, username)).toBe('ACTIVE');
    expect(a.ledger.filter((e) => e.act === 'status')).toEqual([]);
    expect(await left(clientId)).toMatchObject([{ state: 'cancelled', reason: 'in_use', leaseUntil: null }]);
    expect(await told(clientId)).toBe(1);
  });

  test('who gets it while the suspension is on its way is active again', async () => {
    const { clientId, username } = await debtor();
    a.control.script({ on: 'status', fault: 'late', lateMs: 2 * MINUTE_MS });
    expect(await move(clientId)).toBe('moved');
    await work(2);
    const other = await another(from, username);
    await work(3);
    a.control.advance(5 * MINUTE_MS);
    await work(60);
    expect(await client(other)).toMatchObject({ panelState: 'linked', status: 'active' });
    expect(shown(a, username)).toBe('ACTIVE');
  });

  test('between two servers of one panel account nothing is made or suspended, and the plan says so', async () => {
    const twin = await openShop(ana, a, now);
    const [one, two] = [await debtor(), await debtor()];
    const ids = [one.clientId, two.clientId];
    const target = { serverId: twin.serverId, plans: { [from.planId]: twin.planId }, suspend: true };
    const plan = await movePreview({ resellerId: ana.resellerId, now, zone: ZONE }, { ids }, target);
    expect(plan?.lines.map(({ value }) => value)).toEqual([
      '2 clientes',
      'é o mesmo painel e usuário: as contas são as mesmas, nenhuma é suspensa nem apagada',
      '2 contas são as mesmas: ligadas sem custo e sem renovação',
      'fica como está',
      '2 ficam com o valor e renovam no plano novo',
    ]);
    for (const id of ids) expect(await move(id, true, twin.planId)).toBe('moved');
    await work(3);
    expect(a.ledger.filter((e) => e.act !== 'renew')).toEqual([]);
    expect([await left(one.clientId), await client(one.clientId)]).toMatchObject([
      [],
      { panelState: 'linked', status: 'active' },
    ]);
    // To the twin of the server that was left, by way of another panel: the same account all the same.
    expect(await move(two.clientId)).toBe('moved');
    b.control.script({ on: 'create', fault: 'package gone' });
    await work(2);
    expect(await move(two.clientId, false, from.planId)).toBe('moved');
    await work(3);
    expect(shown(a, two.username)).toBe('ACTIVE');
    expect(await left(two.clientId)).toMatchObject([{ state: 'cancelled', reason: 'in_use' }]);
  });
});

describe('what was asked is kept', () => {
  test('an edit before the new account exists: no welcome, the paid date, the suspension', async () => {
    const { clientId, username } = await debtor();
    const expiresAt = new Date(now.getTime() + 300 * DAY_MS);
    await t.db.update(clients).set({ expiresAt }).where(eq(clients.id, clientId));
    b.control.script({ on: 'create', fault: 'package gone' });
    expect(await move(clientId)).toBe('moved');
    expect(await accountWork(ana.resellerId, clientId)).toMatchObject({ kind: 'create' });
    await work(3);
    expect(shown(a, username)).toBe('ACTIVE');
    expect((await edit(clientId, { name: 'Ana Maria' })).ok).toBe(true);
    await work(3);
    expect(await client(clientId)).toMatchObject({ panelState: 'linked', expiresAt });
    expect(await t.db.$count(messages, eq(messages.resellerId, ana.resellerId))).toBe(0);
    expect(shown(a, username)).toBe('INACTIVE');
  });

  test('a second move before the first one’s account exists suspends what the first one left', async () => {
    const third = await openShop(ana, c, now);
    const { clientId, username } = await debtor();
    b.control.script({ on: 'create', fault: 'package gone' });
    expect(await move(clientId)).toBe('moved');
    await work(2);
    expect(await move(clientId, true, third.planId)).toBe('moved');
    await work(4);
    expect(shown(a, username)).toBe('INACTIVE');
    expect(b.ledger).toEqual([]);
  });

  test('the client’s status goes to the new panel while the left account is in doubt, and neither is lost', async () => {
    const { clientId, username } = await debtor();
    expect(await move(clientId)).toBe('moved');
    a.control.script({ on: 'status', fault: 'drop' });
    await work(2);
    expect(await left(clientId)).toMatchObject([{ state: 'unknown' }]);
    expect(await accountWork(ana.resellerId, clientId)).toMatchObject({ state: 'unknown', own: false });
    // Were they there in between, it could be sent once they are gone again, though nobody asked for it then.
    const twin = await openShop(ana, a, now);
    for (const { serverId, planId } of [from, twin]) {
      expect(await move(clientId, false, planId)).toBe('account_busy');
      expect(await edit(clientId, { serverId, planId })).toMatchObject({ reason: 'account_busy' });
      const back = { serverId, plans: { [to.planId]: planId }, suspend: false };
      const plan = await movePreview(
        { resellerId: ana.resellerId, now, zone: ZONE },
        { ids: [clientId] },
        back,
      );
      expect(plan?.left).toMatchObject([{ reason: 'account_busy' }]);
    }
    await setClientStatus(ana, clientId, 'suspended', now);
    expect(await listed()).toEqual([[clientId, 'pending']]);
    expect(await accountWork(ana.resellerId, clientId)).toMatchObject({ state: 'pending', own: true });
    await work(2);
    expect(shown(b, username)).toBe('INACTIVE');
    await setClientStatus(ana, clientId, 'active', now);
    await work(60);
    expect([shown(a, username), shown(b, username)]).toEqual(['INACTIVE', 'ACTIVE']);
  });

  test('put back by an edit the account is active again, and the paid date stays', async () => {
    const { clientId, username } = await debtor();
    const expiresAt = new Date(now.getTime() + 300 * DAY_MS);
    await t.db.update(clients).set({ expiresAt }).where(eq(clients.id, clientId));
    expect(await move(clientId)).toBe('moved');
    await work(3);
    expect(shown(a, username)).toBe('INACTIVE');
    expect((await edit(clientId, { serverId: from.serverId, planId: from.planId })).ok).toBe(true);
    await work(3);
    expect(await client(clientId)).toMatchObject({ status: 'active', panelState: 'linked', expiresAt });
    expect(shown(a, username)).toBe('ACTIVE');
    expect(await t.db.$count(messages, eq(messages.resellerId, ana.resellerId))).toBe(0);
  });
});

test('refused, it is a person’s under its own name, and retried alone', async () => {
  const { clientId, username } = await debtor();
  a.control.script({ on: 'status', fault: 'validation' });
  expect(await move(clientId)).toBe('moved');
  await work(2);
  const [task] = await left(clientId);
  await t.db.update(clients).set({ username: 'outro.nome' }).where(eq(clients.id, clientId));
  b.control.customer({ username: 'outro.nome' });
  const taskId = task?.id ?? '';
  expect(await accountTask(ana.resellerId, taskId)).toMatchObject({ username, task: { state: 'rejected' } });
  expect(await retryAccountWork(ana.resellerId, ana, clientId, now, { taskId })).toBe(taskId);
  await work(2);
  expect(shown(a, username)).toBe('INACTIVE');
});

async function listed() {
  const { rows } = await listClients(ana.resellerId, {}, now, ZONE);
  return rows.map((row) => [row.id, row.account]);
}
