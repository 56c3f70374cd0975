import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clients } from '@/db/schema/clients';
import { form, openShop, type Shop } from './fake-shop';
import { addClient, editClient } from './jobs';
import { RESULT } from './messages';
import { revealPassword } from './status/commands';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(() => shop.settle());
afterAll(() => shop.close());

describe('creating on a panel', () => {
  it('creates one account with generated credentials and the panel’s date', async () => {
    const on = await shop.sigma();
    const result = await addClient(
      shop.actor,
      form(on, { phone: '11999999999', notes: 'TV da sala' }),
      shop.clock,
    );
    expect(result).toMatchObject({ ok: true, message: RESULT.created });
    const client = await shop.stored(result);
    const [entry, ...more] = shop.panel.ledger;
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ act: 'create', username: client.username, packageId: on.packageId });
    expect(entry?.row).toMatchObject({ whatsapp: '55 11 99999 9999', note: 'TV da sala', name: 'Ana' });
    expect(client.expiresAt.toISOString()).toBe(entry?.after);
    expect(client.panelExpiresAt).toEqual(client.expiresAt);
    expect(client.panelState).toBe('linked');
    expect(await revealPassword(shop.actor, client.id, shop.clock())).toBe(entry?.row?.password);
    expect(await shop.welcomes(client.id)).toEqual(['welcome']);
  });

  it('tells the panel’s answer also when the worker takes the task first', async () => {
    const on = await shop.sigma();
    let open = true;
    const worker = (async () => {
      while (open) await shop.tick(0);
    })();
    try {
      for (let i = 0; i < 4; i++) {
        // The panel's pace is kept on this clock, too.
        shop.later(30_000);
        expect(await addClient(shop.actor, form(on), shop.clock)).toMatchObject({ message: RESULT.created });
      }
    } finally {
      open = false;
      await worker;
    }
    expect(shop.panel.ledger.map((e) => e.act)).toEqual(['create', 'create', 'create', 'create']);
  });

  it('takes the credentials the panel chose', async () => {
    shop.panel.control.set({ create: 'generated' });
    const client = await shop.stored(await addClient(shop.actor, form(await shop.sigma()), shop.clock));
    const [entry] = shop.panel.ledger;
    expect(client.username).toBe(entry?.username);
    expect(await revealPassword(shop.actor, client.id, shop.clock())).toBe(entry?.row?.password);
  });

  it('generates to the panel’s rules', async () => {
    shop.panel.control.set({ create: 'digits' });
    const result = await addClient(shop.actor, form(await shop.sigma()), shop.clock);
    expect(result).toMatchObject({ message: RESULT.created });
    expect((await shop.stored(result)).username).toMatch(/^[1-9]\d{8}$/);
  });

  it('reads the date when the answer has none', async () => {
    shop.panel.control.script({ on: 'create', variant: { expiry: 'absent' } });
    const client = await shop.stored(await addClient(shop.actor, form(await shop.sigma()), shop.clock));
    expect(client.panelExpiresAt?.toISOString()).toBe(shop.panel.ledger[0]?.after);
  });

  it('links an account that is there already, without renewing it', async () => {
    shop.panel.control.customer({ username: 'antiga1', expiresAt: '2026-04-01T02:59:59.000Z' });
    const result = await addClient(shop.actor, form(await shop.sigma(), { username: 'antiga1' }), shop.clock);
    expect(result).toMatchObject({ message: RESULT.created });
    expect(shop.panel.ledger).toEqual([]);
    expect((await shop.stored(result)).expiresAt.toISOString()).toBe('2026-04-01T02:59:59.000Z');
  });

  it('refuses a username of another reseller, and takes another one', async () => {
    const theirs = shop.panel.control.users[1]?.id ?? '';
    shop.panel.control.customer({ username: 'alheio', userId: theirs });
    const on = await shop.sigma();
    const fields = form(on, { username: 'alheio' });
    const result = await addClient(shop.actor, fields, shop.clock);
    expect(result).toMatchObject({
      ok: true,
      message: expect.stringMatching(/^Erro na sincronização Sigma: .*outra revenda/),
    });
    expect(shop.panel.ledger).toEqual([]);
    shop.later(60_000);
    const again = await editClient(shop.actor, { ...fields, username: 'minha1' }, shop.clock);
    expect(again).toMatchObject({ message: RESULT.updatedOnPanel });
    expect(shop.panel.ledger.map((e) => [e.act, e.username])).toEqual([['create', 'minha1']]);
  });

  it('keeps the client and says so when the panel refuses', async () => {
    shop.panel.control.script({ on: 'create', fault: 'no credits' });
    const result = await addClient(shop.actor, form(await shop.sigma()), shop.clock);
    expect(result.message).toMatch(/^Erro na sincronização Sigma: não há créditos/);
    expect(await shop.stored(result)).toMatchObject({ panelState: 'missing' });
    expect(await shop.welcomes((await shop.stored(result)).id)).toEqual([]);
  });

  it('queues the work while the panel is away, and the tick finishes it', async () => {
    shop.panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
    const result = await addClient(
      shop.actor,
      form(await shop.sigma(), { username: 'espera1', password: 'senha123' }),
      shop.clock,
    );
    expect(result.message).toMatch(/^Erro na sincronização Sigma: /);
    shop.panel.control.reset();
    await shop.tick(10 * 60_000);
    expect(await shop.stored(result)).toMatchObject({ panelState: 'linked' });
    expect(shop.panel.ledger.length).toBe(1);
  });

  it('sends the same form once', async () => {
    const fields = form(await shop.sigma());
    await Promise.all([addClient(shop.actor, fields, shop.clock), addClient(shop.actor, fields, shop.clock)]);
    expect(shop.panel.ledger.length).toBe(1);
  });

  it('says beside the field what is wrong, and stores nothing', async () => {
    const [on, other] = [await shop.plain(), await shop.plain()];
    const before = await shop.t.db.$count(clients);
    const phone = await addClient(shop.actor, form(on, { phone: '845123456' }), shop.clock);
    expect(phone).toMatchObject({ ok: false, fields: { phone: expect.stringContaining('DDD') } });
    const plan = await addClient(shop.actor, form({ ...on, planId: other.planId }), shop.clock);
    expect(plan).toMatchObject({ ok: false, fields: { planId: expect.any(String) } });
    await addClient(shop.actor, form(on, { username: 'unico1' }), shop.clock);
    const twin = await addClient(shop.actor, form(on, { username: 'Unico1' }), shop.clock);
    expect(twin).toMatchObject({ ok: false, fields: { username: expect.any(String) } });
    expect(await shop.t.db.$count(clients)).toBe(before + 1);
  });

  it('creates without a panel at once', async () => {
    const on = await shop.plain();
    const result = await addClient(shop.actor, form(on, { expiresOn: '2026-12-21' }), shop.clock);
    expect(result).toMatchObject({ message: RESULT.noPanel });
    const client = await shop.stored(result);
    // The last second of the day in São Paulo.
    expect(client.expiresAt.toISOString()).toBe('2026-12-22T02:59:59.000Z');
    expect([client.username.length, client.panelState]).toEqual([9, 'none']);
    expect(await shop.welcomes(client.id)).toEqual(['welcome']);
  });
});
