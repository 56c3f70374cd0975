import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { clientForm as form, openWorld, type World } from '@/db/test-shop';
import { retryAccountWork } from '@/lib/accounts/commands';
import { accountWork } from '@/lib/accounts/queries';
import { dismiss } from '@/lib/dismissals/commands';
import { DAY_MS } from '@/lib/time';
import { addClient, editClient } from './jobs';
import { getClient } from './queries';
import { archiveClient, restoreClient } from './status/commands';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.settle());
afterAll(() => world.close());

describe('doubt while creating', () => {
  it('finds the account when the reply was lost', async () => {
    world.panel.control.script({ on: 'create', fault: 'drop after' });
    const result = await addClient(world.actor, form(await world.shop()), world.clock);
    expect(result.message).toMatch(/^Erro na sincronização Sigma: /);
    await world.tick(10_000);
    expect(await world.stored(result)).toMatchObject({ panelState: 'linked' });
    await world.tick(DAY_MS);
    expect(world.panel.ledger.length).toBe(1);
  });

  it('waits out a panel that applies long after the connection broke', async () => {
    world.panel.control.script({ on: 'create', fault: 'late', lateMs: 800_000 });
    const result = await addClient(world.actor, form(await world.shop()), world.clock);
    for (let n = 0; n < 12; n++) {
      world.panel.control.advance(120_000);
      await world.tick(120_000);
    }
    expect(await world.stored(result)).toMatchObject({ panelState: 'linked' });
    expect(world.panel.control.calls.filter((c) => c.act === 'create').length).toBe(1);
    expect(world.panel.ledger.length).toBe(1);
  });

  it('sends once more when quiet and two readings show nothing', async () => {
    world.panel.control.script({ on: 'create', fault: 'drop' });
    const result = await addClient(world.actor, form(await world.shop()), world.clock);
    for (let n = 0; n < 12; n++) await world.tick(120_000);
    expect(await world.stored(result)).toMatchObject({ panelState: 'linked' });
    expect(world.panel.ledger.length).toBe(1);
  });

  it('asks a person when the panel said yes without a name', async () => {
    world.panel.control.set({ create: 'nameless' });
    world.panel.control.script({ on: 'customer', times: -1, fault: 'customer absent' });
    const result = await addClient(world.actor, form(await world.shop()), world.clock);
    for (let n = 0; n < 20; n++) await world.tick(120_000);
    const client = await world.stored(result);
    expect(await accountWork(world.actor.resellerId, client.id)).toMatchObject({ state: 'review' });
    expect(world.panel.ledger.length).toBe(1);
  });

  it('never sends from a row whose executor died between the attempt and the answer', async () => {
    const on = await world.shop();
    world.panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
    const client = await world.stored(
      await addClient(world.actor, form(on, { username: 'morto1' }), world.clock),
    );
    world.panel.control.reset();
    // As kill -9 leaves it: the attempt is durable, the lease still runs.
    await world.t.db
      .update(accountTasks)
      .set({
        state: 'sending',
        attempt: 1,
        sentAt: world.clock(),
        quietUntil: new Date(world.clock().getTime() + 900_000),
        leaseUntil: new Date(world.clock().getTime() + 300_000),
        nextRunAt: world.clock(),
      })
      .where(eq(accountTasks.clientId, client.id));
    await world.tick(60_000);
    expect(await accountWork(world.actor.resellerId, client.id)).toMatchObject({ state: 'sending' });
    await world.tick(300_000);
    expect(await accountWork(world.actor.resellerId, client.id)).toMatchObject({ state: 'unknown' });
    expect(world.panel.ledger).toEqual([]);
    world.panel.control.customer({ username: 'morto1' });
    await world.tick(600_000);
    expect(await getClient(world.actor.resellerId, client.id)).toMatchObject({ panelState: 'linked' });
    expect(world.panel.ledger).toEqual([]);
  });
});

describe('what waits for a person', () => {
  /** A client whose creation stands as told, without the panel. */
  async function unmade(over: Partial<typeof accountTasks.$inferInsert>) {
    const fields = form(await world.shop(), { username: newId().slice(-12), password: 'senha123' });
    world.panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
    const { id } = await world.stored(await addClient(world.actor, fields, world.clock));
    const taskId = (await work(id))?.id ?? '';
    await put(taskId, over);
    return { fields, id, taskId };
  }
  const work = (id: string) => accountWork(world.actor.resellerId, id);
  const put = (taskId: string, over: Partial<typeof accountTasks.$inferInsert>) =>
    world.t.db.update(accountTasks).set(over).where(eq(accountTasks.id, taskId));
  const off = (taskId: string) =>
    dismiss(world.actor, { kind: 'account', id: taskId, because: 'já vi' }, world.clock());
  const archive = (id: string) => archiveClient(world.actor, id, world.clock());
  const restore = (id: string) => restoreClient(world.actor, id, world.clock());
  const retry = (clientId: string, taskId: string) =>
    retryAccountWork(world.actor.resellerId, world.actor, clientId, world.clock(), { taskId });

  it('holds the client until it is dismissed, and a creation even then: only putting away passes by', async () => {
    const { fields, id, taskId } = await unmade({ state: 'review', reason: 'unproved', attempt: 1 });
    expect(await archive(id)).toEqual({ ok: false, reason: 'account_busy' });
    await off(taskId);
    const elsewhere = { ...fields, ...(await world.plainShop()) };
    expect((await editClient(world.actor, elsewhere, world.clock)).ok).toBe(false);
    expect(await archive(id)).toEqual({ ok: true });
    // Nobody sends it for who is put away, and it is in doubt when they come back.
    expect(await retry(id, taskId)).toBeNull();
    expect(await restore(id)).toEqual({ ok: true });
    expect(await work(id)).toMatchObject({ id: taskId, state: 'review' });
    await put(taskId, { kind: 'status', wanted: 'suspended' });
    expect((await editClient(world.actor, elsewhere, world.clock)).ok).toBe(true);
    expect(await work(id)).toMatchObject({ id: taskId, state: 'cancelled' });
  });

  it('holds nobody where it is of an account left behind; who is put away waits for what is on its way', async () => {
    const left = { kind: 'status', wanted: 'suspended', username: 'antiga', attempt: 1 } as const;
    const { fields, id, taskId } = await unmade({ ...left, state: 'unknown' });
    expect(await archive(id)).toEqual({ ok: false, reason: 'account_busy' });
    await put(taskId, { state: 'review' });
    expect([await archive(id), await restore(id)]).toEqual([{ ok: true }, { ok: true }]);
    expect(await work(id)).toMatchObject({ id: taskId, state: 'unknown' });
    expect((await editClient(world.actor, fields, world.clock)).ok).toBe(true);
    expect(await work(id), 'their own account is asked for').toMatchObject({ kind: 'create' });
    const elsewhere = { ...fields, ...(await world.plainShop()) };
    expect((await editClient(world.actor, elsewhere, world.clock)).ok).toBe(true);
    expect(await work(id)).toMatchObject({ id: taskId, state: 'unknown' });
  });

  it('stays in doubt when a send may have arrived before it was stopped, whoever tries again', async () => {
    const { fields, id, taskId } = await unmade({ state: 'rejected', reason: 'panel_off', attempt: 1 });
    expect(await retry(id, taskId)).toBe(taskId);
    expect(await work(id)).toMatchObject({ state: 'unknown' });
    await put(taskId, { state: 'rejected', reason: 'panel_off' });
    // Under another name it would be made a second time.
    const renamed = { ...fields, username: 'outronome1' };
    expect((await editClient(world.actor, renamed, world.clock)).ok).toBe(false);
    expect((await editClient(world.actor, fields, world.clock)).ok).toBe(true);
    expect(await work(id)).toMatchObject({ id: taskId, state: 'unknown' });
  });

  it('is asked for again when its client comes back, unless it was dismissed', async () => {
    const { fields, id, taskId } = await unmade({ state: 'pending' });
    expect([await archive(id), (await work(id))?.state]).toEqual([{ ok: true }, 'cancelled']);
    expect([await restore(id), (await work(id))?.state]).toEqual([{ ok: true }, 'pending']);
    await put(taskId, { state: 'rejected' });
    await off(taskId);
    await archive(id);
    expect([await restore(id), (await work(id))?.state]).toEqual([{ ok: true }, 'cancelled']);
    // What was given up before is no part of it, nor what another has done since.
    world.pass(1000);
    await put(taskId, { reason: 'outdated', nextRunAt: world.clock() });
    await archive(id);
    expect([await restore(id), (await work(id))?.state]).toEqual([{ ok: true }, 'cancelled']);
    await put(taskId, { reason: 'archived' });
    const { resellerId } = world.actor;
    const since = { resellerId, clientId: id, serverId: fields.serverId, nextRunAt: world.clock() };
    await world.t.db.insert(accountTasks).values({ ...since, kind: 'create', state: 'done' });
    await archive(id);
    expect([await restore(id), (await work(id))?.state]).toEqual([{ ok: true }, 'done']);
  });
});
