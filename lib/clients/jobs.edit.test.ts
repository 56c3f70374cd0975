import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountTasks, clients } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { clientForm as form, openWorld, type World } from '@/db/test-shop';
import { accountWork } from '@/lib/accounts/queries';
import { addClient, editClient, makeAccount, retryAccount, switchClient } from './jobs';
import { CLIENT_REFUSALS, RESULT } from './messages';
import { getClient } from './queries';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.settle());
afterAll(() => world.close());

describe('editing', () => {
  it('sends nothing, renews nothing and moves no date on the panel', async () => {
    const fields = form(await world.shop());
    const before = await world.stored(await addClient(world.actor, fields, world.clock));
    const calls = world.panel.control.calls.length;
    const edit = {
      ...fields,
      username: before.username,
      name: 'Ana Maria',
      expiresOn: '2027-01-01',
      password: 'outra123',
    };
    expect(await editClient(world.actor, edit, world.clock)).toMatchObject({ message: RESULT.updated });
    expect(await getClient(world.actor.resellerId, before.id)).toMatchObject({
      name: 'Ana Maria',
      panelExpiresAt: before.panelExpiresAt,
      expiresAt: new Date('2027-01-02T02:59:59.000Z'),
    });
    expect([world.panel.control.calls.length, world.panel.ledger.length]).toEqual([calls, 1]);
  });

  it('keeps the exact expiry when the day stays', async () => {
    const fields = form(await world.shop());
    const before = await world.stored(await addClient(world.actor, fields, world.clock));
    const day = before.expiresAt.toLocaleDateString('sv-SE', { timeZone: 'America/Sao_Paulo' });
    await editClient(world.actor, { ...fields, username: '', expiresOn: day }, world.clock);
    expect((await getClient(world.actor.resellerId, before.id))?.expiresAt).toEqual(before.expiresAt);
  });

  it('refuses another username once the account exists', async () => {
    const fields = form(await world.shop());
    await addClient(world.actor, fields, world.clock);
    const result = await editClient(world.actor, { ...fields, username: 'outro123' }, world.clock);
    expect(result).toMatchObject({ ok: false, fields: { username: expect.any(String) } });
  });

  it('sends exactly one status, and none when nothing changed', async () => {
    const client = await world.stored(await addClient(world.actor, form(await world.shop()), world.clock));
    world.pass(60_000);
    const suspend = { id: client.id, status: 'suspended' as const };
    expect(await switchClient(world.actor, suspend, world.clock)).toMatchObject({
      message: RESULT.updatedOnPanel,
    });
    world.pass(60_000);
    expect(await switchClient(world.actor, suspend, world.clock)).toMatchObject({ message: RESULT.updated });
    expect(world.panel.ledger.map((e) => [e.act, e.row?.status])).toEqual([
      ['create', 'ACTIVE'],
      ['status', 'INACTIVE'],
    ]);
    expect((await getClient(world.actor.resellerId, client.id))?.status).toBe('suspended');
  });

  it('says so when the panel does not follow, and does not send twice', async () => {
    const client = await world.stored(await addClient(world.actor, form(await world.shop()), world.clock));
    world.panel.control.set({ status: 'ignored' });
    world.pass(60_000);
    const result = await switchClient(world.actor, { id: client.id, status: 'suspended' }, world.clock);
    expect(result.message).toMatch(/^Erro na sincronização Sigma: /);
    for (let n = 0; n < 15; n++) await world.tick(120_000);
    expect(await accountWork(world.actor.resellerId, client.id)).toMatchObject({ state: 'review' });
    expect(world.panel.ledger.filter((e) => e.act === 'status').length).toBe(1);
  });

  it('suspends on the panel after creating, when that was asked meanwhile', async () => {
    const on = await world.shop();
    world.panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
    const client = await world.stored(
      await addClient(world.actor, form(on, { username: 'tarde1', password: 'senha123' }), world.clock),
    );
    await switchClient(world.actor, { id: client.id, status: 'suspended' }, world.clock);
    world.panel.control.reset();
    await world.tick(10 * 60_000);
    await world.tick(60_000);
    expect(world.panel.ledger.map((e) => e.act)).toEqual(['create', 'status']);
  });

  it('creates the account that the panel has no more, once however often it is asked for', async () => {
    const client = await world.stored(await addClient(world.actor, form(await world.shop()), world.clock));
    const { id } = client;
    const make = () => makeAccount(world.actor, { id }, world.clock);
    expect(await make()).toMatchObject({ ok: false, message: CLIENT_REFUSALS.nothing_open.message });
    await world.t.db.update(clients).set({ panelState: 'missing' }).where(eq(clients.id, id));
    // Still there after all: taken for theirs.
    world.pass(60_000);
    expect(await make()).toMatchObject({ message: RESULT.updated });
    expect([world.panel.ledger.length, (await getClient(world.actor.resellerId, id))?.panelState]).toEqual([
      1,
      'linked',
    ]);
    const paid = new Date('2027-05-22T02:59:59Z');
    await world.t.db
      .update(clients)
      .set({ panelState: 'missing', username: 'outra77', expiresAt: paid })
      .where(eq(clients.id, id));
    world.pass(60_000);
    const answers = await Promise.all([make(), make()]);
    expect(answers.some((a) => a.message === RESULT.updatedOnPanel)).toBe(true);
    await world.tick(60_000);
    expect(world.panel.ledger.filter((e) => e.act === 'create').length).toBe(2);
    // What is paid for stays, and who was welcomed once is not welcomed again.
    expect(await getClient(world.actor.resellerId, id)).toMatchObject({
      panelState: 'linked',
      expiresAt: paid,
    });
    const welcomes = await world.t.sql`select from messages where client_id = ${id} and kind = 'welcome'`;
    expect(welcomes.length).toBe(1);
    const bia = await world.t.reseller();
    expect(await makeAccount(bia, { id }, world.clock)).toMatchObject(CLIENT_REFUSALS.absent);
    const asked = await world.t.sql`select actor_name from audit_events
      where client_id = ${id} and action = 'account.asked'`;
    expect(asked.length).toBeGreaterThan(1);
  });

  it('lets a person retry what the panel refused', async () => {
    world.panel.control.script({ on: 'create', fault: 'no credits' });
    const on = await world.shop();
    const client = await world.stored(await addClient(world.actor, form(on), world.clock));
    // No credits also pauses the server until a person looks.
    await world.t.db.update(servers).set({ circuit: 'closed' }).where(eq(servers.id, on.serverId));
    world.pass(60_000);
    const { id } = client;
    const ref = { id, taskId: (await accountWork(world.actor.resellerId, id))?.id ?? '' };
    // Beside it what was refused of an account left behind, which is another press.
    const left = { resellerId: client.resellerId, clientId: id, serverId: on.serverId, username: 'antiga' };
    const [other] = await world.t.db
      .insert(accountTasks)
      .values({ ...left, kind: 'status', wanted: 'active', state: 'rejected', nextRunAt: world.clock() })
      .returning();
    await retryAccount(world.actor, { id, taskId: other?.id ?? '' }, world.clock);
    expect(world.panel.ledger).toEqual([]);
    expect(await retryAccount(world.actor, ref, world.clock)).toMatchObject({
      message: RESULT.updatedOnPanel,
    });
    // A page of before: there is nothing more to try.
    expect(await retryAccount(world.actor, ref, world.clock)).toMatchObject({
      message: CLIENT_REFUSALS.nothing_open.message,
    });
    expect(world.panel.ledger.length).toBe(1);
  });
});
