import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clients } from '@/db/schema/clients';
import { messages } from '@/db/schema/messages';
import { clientForm as form, openWorld, type World } from '@/db/test-shop';
import { addClient, editClient } from './jobs';
import { RESULT } from './messages';
import { revealPassword } from './status/commands';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.settle());
afterAll(() => world.close());

const welcomes = async (clientId: string) =>
  (await world.t.db.select().from(messages).where(eq(messages.clientId, clientId))).map((m) => m.kind);

describe('creating on a panel', () => {
  it('creates one account with generated credentials and the panel’s date', async () => {
    const on = await world.shop();
    const result = await addClient(
      world.actor,
      form(on, { phone: '11999999999', notes: 'TV da sala' }),
      world.clock,
    );
    expect(result).toMatchObject({ ok: true, message: RESULT.created });
    const client = await world.stored(result);
    const [entry, ...more] = world.panel.ledger;
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ act: 'create', username: client.username, packageId: on.packageId });
    expect(entry?.row).toMatchObject({ whatsapp: '55 11 99999 9999', note: 'TV da sala', name: 'Ana' });
    expect(client.expiresAt.toISOString()).toBe(entry?.after);
    expect(client.panelExpiresAt).toEqual(client.expiresAt);
    expect(client.panelState).toBe('linked');
    expect(await revealPassword(world.actor, client.id, world.clock())).toBe(entry?.row?.password);
    expect(await welcomes(client.id)).toEqual(['welcome']);
  });

  it('tells the panel’s answer also when the worker takes the task first', async () => {
    const on = await world.shop();
    let open = true;
    const worker = (async () => {
      while (open) await world.tick(0);
    })();
    try {
      for (let i = 0; i < 4; i++) {
        // The panel's pace is kept on this clock, too.
        world.pass(30_000);
        expect(await addClient(world.actor, form(on), world.clock)).toMatchObject({
          message: RESULT.created,
        });
      }
    } finally {
      open = false;
      await worker;
    }
    expect(world.panel.ledger.map((e) => e.act)).toEqual(['create', 'create', 'create', 'create']);
  });

  it('takes the credentials the panel chose', async () => {
    world.panel.control.set({ create: 'generated' });
    const client = await world.stored(await addClient(world.actor, form(await world.shop()), world.clock));
    const [entry] = world.panel.ledger;
    expect(client.username).toBe(entry?.username);
    expect(await revealPassword(world.actor, client.id, world.clock())).toBe(entry?.row?.password);
  });

  it('generates to the panel’s rules', async () => {
    world.panel.control.set({ create: 'digits' });
    const result = await addClient(world.actor, form(await world.shop()), world.clock);
    expect(result).toMatchObject({ message: RESULT.created });
    expect((await world.stored(result)).username).toMatch(/^[1-9]\d{8}$/);
  });

  it('reads the date when the answer has none', async () => {
    world.panel.control.script({ on: 'create', variant: { expiry: 'absent' } });
    const client = await world.stored(await addClient(world.actor, form(await world.shop()), world.clock));
    expect(client.panelExpiresAt?.toISOString()).toBe(world.panel.ledger[0]?.after);
  });

  it('links an account that is there already, without renewing it', async () => {
    world.panel.control.customer({ username: 'antiga1', expiresAt: '2026-04-01T02:59:59.000Z' });
    const result = await addClient(
      world.actor,
      form(await world.shop(), { username: 'antiga1' }),
      world.clock,
    );
    expect(result).toMatchObject({ message: RESULT.created });
    expect(world.panel.ledger).toEqual([]);
    expect((await world.stored(result)).expiresAt.toISOString()).toBe('2026-04-01T02:59:59.000Z');
  });

  it('refuses a username of another reseller, and takes another one', async () => {
    const theirs = world.panel.control.users[1]?.id ?? '';
    world.panel.control.customer({ username: 'alheio', userId: theirs });
    const on = await world.shop();
    const fields = form(on, { username: 'alheio' });
    const result = await addClient(world.actor, fields, world.clock);
    expect(result).toMatchObject({
      ok: true,
      message: expect.stringMatching(/^Erro na sincronização Sigma: .*outra revenda/),
    });
    expect(world.panel.ledger).toEqual([]);
    world.pass(60_000);
    const again = await editClient(world.actor, { ...fields, username: 'minha1' }, world.clock);
    expect(again).toMatchObject({ message: RESULT.updatedOnPanel });
    expect(world.panel.ledger.map((e) => [e.act, e.username])).toEqual([['create', 'minha1']]);
  });

  it('keeps the client and says so when the panel refuses', async () => {
    world.panel.control.script({ on: 'create', fault: 'no credits' });
    const result = await addClient(world.actor, form(await world.shop()), world.clock);
    expect(result.message).toMatch(/^Erro na sincronização Sigma: não há créditos/);
    expect(await world.stored(result)).toMatchObject({ panelState: 'missing' });
    expect(await welcomes((await world.stored(result)).id)).toEqual([]);
  });

  it('queues the work while the panel is away, and the tick finishes it', async () => {
    const on = await world.shop();
    world.panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
    const result = await addClient(
      world.actor,
      form(on, { username: 'espera1', password: 'senha123' }),
      world.clock,
    );
    expect(result.message).toMatch(/^Erro na sincronização Sigma: /);
    world.panel.control.reset();
    await world.tick(10 * 60_000);
    expect(await world.stored(result)).toMatchObject({ panelState: 'linked' });
    expect(world.panel.ledger.length).toBe(1);
  });

  it('sends the same form once', async () => {
    const fields = form(await world.shop());
    await Promise.all([
      addClient(world.actor, fields, world.clock),
      addClient(world.actor, fields, world.clock),
    ]);
    expect(world.panel.ledger.length).toBe(1);
  });

  it('says beside the field what is wrong, and stores nothing', async () => {
    const [on, other] = [await world.plainShop(), await world.plainShop()];
    const before = await world.t.db.$count(clients);
    const phone = await addClient(world.actor, form(on, { phone: '845123456' }), world.clock);
    expect(phone).toMatchObject({ ok: false, fields: { phone: expect.stringContaining('DDD') } });
    const plan = await addClient(world.actor, form({ ...on, planId: other.planId }), world.clock);
    expect(plan).toMatchObject({ ok: false, fields: { planId: expect.any(String) } });
    await addClient(world.actor, form(on, { username: 'unico1' }), world.clock);
    const twin = await addClient(world.actor, form(on, { username: 'Unico1' }), world.clock);
    expect(twin).toMatchObject({ ok: false, fields: { username: expect.any(String) } });
    expect(await world.t.db.$count(clients)).toBe(before + 1);
  });

  it('creates without a panel at once', async () => {
    const on = await world.plainShop();
    const result = await addClient(world.actor, form(on, { expiresOn: '2026-12-21' }), world.clock);
    expect(result).toMatchObject({ message: RESULT.noPanel });
    const client = await world.stored(result);
    // The last second of the day in São Paulo.
    expect(client.expiresAt.toISOString()).toBe('2026-12-22T02:59:59.000Z');
    expect([client.username.length, client.panelState]).toEqual([9, 'none']);
    expect(await welcomes(client.id)).toEqual(['welcome']);
  });
});
