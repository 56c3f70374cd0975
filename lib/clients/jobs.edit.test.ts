import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { servers } from '@/db/schema/servers';
import { accountWork } from '@/lib/accounts/queries';
import { form, openShop, type Shop } from './fake-shop';
import { addClient, editClient, retryAccount, switchClient } from './jobs';
import { RESULT } from './messages';
import { getClient } from './queries';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(() => shop.settle());
afterAll(() => shop.close());

describe('editing', () => {
  it('sends nothing, renews nothing and moves no date on the panel', async () => {
    const fields = form(await shop.sigma());
    const before = await shop.stored(await addClient(shop.actor, fields, shop.clock));
    const calls = shop.panel.control.calls.length;
    const edit = {
      ...fields,
      username: before.username,
      name: 'Ana Maria',
      expiresOn: '2027-01-01',
      password: 'outra123',
    };
    expect(await editClient(shop.actor, edit, shop.clock)).toMatchObject({ message: RESULT.updated });
    expect(await getClient(shop.actor.resellerId, before.id)).toMatchObject({
      name: 'Ana Maria',
      panelExpiresAt: before.panelExpiresAt,
      expiresAt: new Date('2027-01-02T02:59:59.000Z'),
    });
    expect([shop.panel.control.calls.length, shop.panel.ledger.length]).toEqual([calls, 1]);
  });

  it('keeps the exact expiry when the day stays', async () => {
    const fields = form(await shop.sigma());
    const before = await shop.stored(await addClient(shop.actor, fields, shop.clock));
    const day = before.expiresAt.toLocaleDateString('sv-SE', { timeZone: 'America/Sao_Paulo' });
    await editClient(shop.actor, { ...fields, username: '', expiresOn: day }, shop.clock);
    expect((await getClient(shop.actor.resellerId, before.id))?.expiresAt).toEqual(before.expiresAt);
  });

  it('refuses another username once the account exists', async () => {
    const fields = form(await shop.sigma());
    await addClient(shop.actor, fields, shop.clock);
    const result = await editClient(shop.actor, { ...fields, username: 'outro123' }, shop.clock);
    expect(result).toMatchObject({ ok: false, fields: { username: expect.any(String) } });
  });

  it('sends exactly one status, and none when nothing changed', async () => {
    const client = await shop.stored(await addClient(shop.actor, form(await shop.sigma()), shop.clock));
    shop.later(60_000);
    const suspend = { id: client.id, status: 'suspended' as const };
    expect(await switchClient(shop.actor, suspend, shop.clock)).toMatchObject({
      message: RESULT.updatedOnPanel,
    });
    shop.later(60_000);
    expect(await switchClient(shop.actor, suspend, shop.clock)).toMatchObject({ message: RESULT.updated });
    expect(shop.panel.ledger.map((e) => [e.act, e.row?.status])).toEqual([
      ['create', 'ACTIVE'],
      ['status', 'INACTIVE'],
    ]);
    expect((await getClient(shop.actor.resellerId, client.id))?.status).toBe('suspended');
  });

  it('says so when the panel does not follow, and does not send twice', async () => {
    const client = await shop.stored(await addClient(shop.actor, form(await shop.sigma()), shop.clock));
    shop.panel.control.set({ status: 'ignored' });
    shop.later(60_000);
    const result = await switchClient(shop.actor, { id: client.id, status: 'suspended' }, shop.clock);
    expect(result.message).toMatch(/^Erro na sincronização Sigma: /);
    for (let n = 0; n < 15; n++) await shop.tick(120_000);
    expect(await accountWork(shop.actor.resellerId, client.id)).toMatchObject({ state: 'review' });
    expect(shop.panel.ledger.filter((e) => e.act === 'status').length).toBe(1);
  });

  it('suspends on the panel after creating, when that was asked meanwhile', async () => {
    shop.panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
    const client = await shop.stored(
      await addClient(
        shop.actor,
        form(await shop.sigma(), { username: 'tarde1', password: 'senha123' }),
        shop.clock,
      ),
    );
    await switchClient(shop.actor, { id: client.id, status: 'suspended' }, shop.clock);
    shop.panel.control.reset();
    await shop.tick(10 * 60_000);
    await shop.tick(60_000);
    expect(shop.panel.ledger.map((e) => e.act)).toEqual(['create', 'status']);
  });

  it('lets a person retry what the panel refused', async () => {
    shop.panel.control.script({ on: 'create', fault: 'no credits' });
    const on = await shop.sigma();
    const client = await shop.stored(await addClient(shop.actor, form(on), shop.clock));
    // No credits also pauses the server until a person looks.
    await shop.t.db.update(servers).set({ circuit: 'closed' }).where(eq(servers.id, on.serverId));
    shop.later(60_000);
    expect(await retryAccount(shop.actor, client.id, shop.clock)).toMatchObject({
      message: RESULT.updatedOnPanel,
    });
    expect(shop.panel.ledger.length).toBe(1);
  });
});
