import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountTasks } from '@/db/schema/clients';
import { accountWork } from '@/lib/accounts/queries';
import { DAY_MS } from '@/lib/time';
import { form, openShop, type Shop } from './fake-shop';
import { addClient } from './jobs';
import { getClient } from './queries';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(() => shop.settle());
afterAll(() => shop.close());

describe('doubt while creating', () => {
  it('finds the account when the reply was lost', async () => {
    shop.panel.control.script({ on: 'create', fault: 'drop after' });
    const result = await addClient(shop.actor, form(await shop.sigma()), shop.clock);
    expect(result.message).toMatch(/^Erro na sincronização Sigma: /);
    await shop.tick(10_000);
    expect(await shop.stored(result)).toMatchObject({ panelState: 'linked' });
    await shop.tick(DAY_MS);
    expect(shop.panel.ledger.length).toBe(1);
  });

  it('waits out a panel that applies long after the connection broke', async () => {
    shop.panel.control.script({ on: 'create', fault: 'late', lateMs: 800_000 });
    const result = await addClient(shop.actor, form(await shop.sigma()), shop.clock);
    for (let n = 0; n < 12; n++) {
      shop.panel.control.advance(120_000);
      await shop.tick(120_000);
    }
    expect(await shop.stored(result)).toMatchObject({ panelState: 'linked' });
    expect(shop.panel.control.calls.filter((c) => c.act === 'create').length).toBe(1);
    expect(shop.panel.ledger.length).toBe(1);
  });

  it('sends once more when quiet and two readings show nothing', async () => {
    shop.panel.control.script({ on: 'create', fault: 'drop' });
    const result = await addClient(shop.actor, form(await shop.sigma()), shop.clock);
    for (let n = 0; n < 12; n++) await shop.tick(120_000);
    expect(await shop.stored(result)).toMatchObject({ panelState: 'linked' });
    expect(shop.panel.ledger.length).toBe(1);
  });

  it('asks a person when the panel said yes without a name', async () => {
    shop.panel.control.set({ create: 'nameless' });
    shop.panel.control.script({ on: 'customer', times: -1, fault: 'customer absent' });
    const result = await addClient(shop.actor, form(await shop.sigma()), shop.clock);
    for (let n = 0; n < 20; n++) await shop.tick(120_000);
    const client = await shop.stored(result);
    expect(await accountWork(shop.actor.resellerId, client.id)).toMatchObject({ state: 'review' });
    expect(shop.panel.ledger.length).toBe(1);
  });

  it('never sends from a row whose executor died between the attempt and the answer', async () => {
    shop.panel.control.script({ on: 'any', times: -1, fault: 'http 503' });
    const client = await shop.stored(
      await addClient(shop.actor, form(await shop.sigma(), { username: 'morto1' }), shop.clock),
    );
    shop.panel.control.reset();
    // As kill -9 leaves it: the attempt is durable, the lease still runs.
    await shop.t.db
      .update(accountTasks)
      .set({
        state: 'sending',
        attempt: 1,
        sentAt: shop.clock(),
        quietUntil: new Date(shop.clock().getTime() + 900_000),
        leaseUntil: new Date(shop.clock().getTime() + 300_000),
        nextRunAt: shop.clock(),
      })
      .where(eq(accountTasks.clientId, client.id));
    await shop.tick(60_000);
    expect(await accountWork(shop.actor.resellerId, client.id)).toMatchObject({ state: 'sending' });
    await shop.tick(300_000);
    expect(await accountWork(shop.actor.resellerId, client.id)).toMatchObject({ state: 'unknown' });
    expect(shop.panel.ledger).toEqual([]);
    shop.panel.control.customer({ username: 'morto1' });
    await shop.tick(600_000);
    expect(await getClient(shop.actor.resellerId, client.id)).toMatchObject({ panelState: 'linked' });
    expect(shop.panel.ledger).toEqual([]);
  });
});
