import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clients } from '@/db/schema/clients';
import { clientForm as form, openWorld, type World } from '@/db/test-shop';
import { accountWork } from '@/lib/accounts/queries';
import { seal, unseal } from '@/lib/crypto';
import { addClient, editClient, retryAccount } from './jobs';
import { RESULT } from './messages';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.settle());
afterAll(() => world.close());
const retry = async (id: string) => {
  const taskId = (await accountWork(world.actor.resellerId, id))?.id ?? '';
  return retryAccount(world.actor, { id, taskId }, world.clock);
};

it('gives a client imported without a password one when the account is made, and leaves it alone after', async () => {
  const place = await world.shop();
  const fields = form(place);
  const client = await world.stored(await addClient(world.actor, fields, world.clock));
  const sealed = (text: string) =>
    seal(text, { resellerId: client.resellerId, recordId: client.id, column: 'password' });
  const username = `${client.username}b`;
  await world.t.db
    .update(clients)
    .set({ panelState: 'missing', username, passwordEncrypted: sealed('') })
    .where(eq(clients.id, client.id));
  world.pass(60_000);
  const edited = await editClient(world.actor, { ...fields, username }, world.clock);
  expect(edited).toMatchObject({ ok: true, message: RESULT.updatedOnPanel });
  const password = async () => {
    const [row] = await world.t.db.select().from(clients).where(eq(clients.id, client.id));
    return unseal(row?.passwordEncrypted ?? '', {
      resellerId: client.resellerId,
      recordId: client.id,
      column: 'password',
    });
  };
  const given = await password();
  expect(given).toMatch(/^\S{8,12}$/);
  world.pass(60_000);
  await editClient(world.actor, { ...fields, username, name: 'Outro nome' }, world.clock);
  expect(await password()).toBe(given);
});

const creates = () =>
  world.panel.control.calls.filter((c) => c.act === 'create').map((c) => [c.json.username, c.json.password]);
const away = () => world.panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
const back = (variant: Parameters<typeof world.panel.control.set>[0] = {}) => {
  world.panel.control.reset();
  world.panel.control.set(variant);
};

describe('credentials made while the panel was away', () => {
  it('are made anew to its rules before the one send', async () => {
    const on = await world.shop();
    away();
    const result = await addClient(world.actor, form(on), world.clock);
    const guessed = (await world.stored(result)).username;
    back({ create: 'digits' });
    await world.tick(10 * 60_000);
    const client = await world.stored(result);
    expect(guessed).not.toMatch(/^\d{9}$/);
    expect(client).toMatchObject({ panelState: 'linked', username: expect.stringMatching(/^\d{9}$/) });
    expect(creates()).toEqual([[client.username, expect.stringMatching(/^\d{9}$/)]]);
    // The name that is sent was looked for first.
    const asked = world.panel.control.calls.filter((c) => c.act === 'customer').map((c) => c.path);
    expect(asked.some((path) => path.includes(client.username))).toBe(true);
  });

  it('stay as they are once a creation may have carried them', async () => {
    const on = await world.shop();
    away();
    const result = await addClient(world.actor, form(on), world.clock);
    const { username } = await world.stored(result);
    back();
    world.panel.control.script({ on: 'settings', fault: 'block page' }, { on: 'create', fault: 'drop' });
    await world.tick(10 * 60_000);
    world.panel.control.set({ create: 'digits' });
    for (let n = 0; n < 12; n++) await world.tick(120_000);
    expect(creates().map(([name]) => name)).toEqual([username, username]);
  });

  it('never touch what a person typed', async () => {
    const on = await world.shop();
    away();
    const fields = form(on, { username: 'minha9', password: 'minhasenha' });
    const result = await addClient(world.actor, fields, world.clock);
    back({ create: 'digits' });
    await world.tick(10 * 60_000);
    await retry(fields.id);
    expect(await world.stored(result)).toMatchObject({ username: 'minha9', panelState: 'missing' });
    expect(creates().every(([name]) => name === 'minha9')).toBe(true);
    expect(await accountWork(world.actor.resellerId, fields.id)).toMatchObject({ state: 'rejected' });
  });
});

describe('credentials of ours that the panel refuses', () => {
  it('are left to the panel, at once', async () => {
    world.panel.control.script({ on: 'create', fault: 'validation' });
    const result = await addClient(world.actor, form(await world.shop()), world.clock);
    expect(result).toMatchObject({ message: RESULT.created });
    expect(creates().map(([name]) => name)).toEqual([expect.stringMatching(/./), '']);
    expect(world.panel.ledger.length).toBe(1);
    expect((await world.stored(result)).username).toBe(world.panel.ledger[0]?.username);
  });

  it('need a person when the panel’s own name got lost, and are never sent again', async () => {
    world.panel.control.script({ on: 'create', fault: 'validation' }, { on: 'create', fault: 'drop after' });
    const fields = form(await world.shop());
    const result = await addClient(world.actor, fields, world.clock);
    expect(result.message).toContain('escreva o usuário dela em Editar');
    for (let n = 0; n < 12; n++) {
      await world.tick(120_000);
      await retry(fields.id);
    }
    expect(world.panel.ledger.length).toBe(1);
    expect(creates().length).toBe(2);
    const username = world.panel.ledger[0]?.username ?? '';
    const linked = await editClient(world.actor, { ...fields, username }, world.clock);
    expect(linked.ok).toBe(true);
    expect(await world.stored(result)).toMatchObject({ username, panelState: 'linked' });
    expect(world.panel.ledger.length).toBe(1);
  });
});

it('asks a person when the panel names the account as another client here, and makes no second', async () => {
  const on = await world.shop();
  world.panel.control.set({ create: 'generated' });
  const first = await world.stored(await addClient(world.actor, form(on), world.clock));
  // Another client of this server already has the name that the panel gives next.
  const next = `9${String(10_000_000 + 7919).slice(-8)}`;
  await world.t.db.update(clients).set({ username: next }).where(eq(clients.id, first.id));
  world.pass(60_000);
  const fields = form(on);
  const result = await addClient(world.actor, fields, world.clock);
  expect(result.message).toContain(`outro cliente deste servidor já tem aqui`);
  expect(result.message).toContain(next);
  for (let n = 0; n < 12; n++) {
    await world.tick(120_000);
    await retry(fields.id);
  }
  expect(world.panel.ledger.length).toBe(2);
  expect(await accountWork(world.actor.resellerId, fields.id)).toMatchObject({
    state: 'review',
    reason: 'name_clash',
    detail: expect.any(String),
  });
});
