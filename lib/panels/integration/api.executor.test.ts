import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { renewalIntents } from '@/db/schema/invoices';
import { ana, clock, debtor, goTo, now, panel, setStage, shop, t } from '@/db/test-stage';
import { payInvoice } from '@/lib/invoices/commands';
import { executeRenewal } from '@/lib/renewals/jobs';
import { readPanel, testConnection } from '@/lib/servers/jobs';
import { getServer } from '@/lib/servers/queries';

/** The real executor, which knows nothing of kinds, on a panel that is spoken to by one API and then by the other. */

let username: string;
let intent: string;

setStage(new Date('2026-11-21T12:00:00Z'));
beforeEach(async () => {
  panel.control.set({ integration: 'on' });
  intent = newId();
  const who = await debtor();
  username = who.username;
  const payment = { invoiceId: who.invoiceId, intentId: intent, source: 'manual' as const, holdMs: 0 };
  expect(await payInvoice(ana, payment, now)).toMatchObject({ ok: true, panel: true });
});

const login = () => ({ url: panel.url, username: panel.username, token: null });
const look = () => readPanel(ana.resellerId, shop.serverId, now);
const kind = async () => (await getServer(ana.resellerId, shop.serverId, now))?.panelType;
const stored = async () => (await t.db.select().from(renewalIntents).where(eq(renewalIntents.id, intent)))[0];
/** One run of the executor at the moment the intent waits for. */
async function run() {
  const row = await stored();
  if (row && row.nextRunAt > now) goTo(new Date(row.nextRunAt));
  return executeRenewal(intent, clock);
}
async function end() {
  for (let i = 0; i < 40; i++) {
    const row = await run();
    if (row && !['pending', 'sending', 'unknown'].includes(row.state)) return row;
  }
  throw new Error('the intent never ended');
}
const renewals = () => panel.ledger.filter((e) => e.act === 'renew' && e.username === username).length;
const apis = (act: string) =>
  panel.control.calls.filter((c) => c.act === act).map((c) => c.path.split('/')[2]);

test('a renewal by the integration API is read, sent once and proved there', async () => {
  await look();
  panel.control.calls = [];
  expect((await end()).state).toBe('verified');
  expect(renewals()).toBe(1);
  expect([apis('renew'), new Set(apis('customer'))]).toEqual([['integration'], new Set(['integration'])]);
});

test.each(['drop after', 'http 502 after', 'broken json'] as const)(
  'sent by the webhook API (%s), proved by the integration API: one renewal',
  async (fault) => {
    panel.control.script({ on: 'renew', fault });
    expect((await run())?.state).toBe('unknown');
    await look();
    expect(await kind()).toBe('integration');
    expect((await end()).state).toBe('verified');
    expect([renewals(), apis('renew')]).toEqual([1, ['webhook']]);
  },
);

test.each(['drop after', 'http 502 after'] as const)(
  'sent by the integration API (%s), proved by the webhook API when the other is shut: one renewal',
  async (fault) => {
    await look();
    panel.control.script({ on: 'renew', fault });
    expect((await run())?.state).toBe('unknown');
    panel.control.set({ integration: 'off' });
    expect((await end()).state).toBe('verified');
    expect(await kind()).toBe('sigma');
    expect([renewals(), apis('renew')]).toEqual([1, ['integration']]);
  },
);

test('lost on the way by one API: sent again by the other, once, after the quiet time', async () => {
  panel.control.script({ on: 'renew', fault: 'drop' });
  const began = now.getTime();
  expect((await run())?.state).toBe('unknown');
  await look();
  expect((await end()).state).toBe('verified');
  expect([renewals(), apis('renew')]).toEqual([1, ['webhook', 'integration']]);
  expect(now.getTime() - began).toBeGreaterThanOrEqual(900_000);
});

test('shut before anything was sent: it waits, and goes on by the webhook API without a person', async () => {
  await look();
  panel.control.set({ integration: 'off' });
  expect(await run()).toMatchObject({ state: 'pending', reason: 'no_permission', attempt: 0 });
  expect((await end()).state).toBe('verified');
  expect([renewals(), apis('renew')]).toEqual([1, ['webhook']]);
});

test('answers that cannot be told apart from an absence lose nobody', async () => {
  await look();
  panel.control.script({ on: 'customer', fault: 'http 404' }, { on: 'customer', fault: 'deep json' });
  expect(await run()).toMatchObject({ state: 'pending', reason: 'wrong_path' });
  expect(await run()).toMatchObject({ state: 'pending' });
  expect((await end()).state).toBe('verified');
  expect(renewals()).toBe(1);
});

describe('v1 shows customers, and will not renew them', () => {
  test.each(['http 402', 'http 403', 'http 404', 'http 405', 'http 419', 'no such path'] as const)(
    '%s: renewed once by the webhook API without a person, and not tried again by v1',
    async (fault) => {
      await look();
      panel.control.script({ on: 'renew', fault });
      expect(await run()).toMatchObject({ state: 'pending', attempt: 0 });
      expect(await kind()).toBe('sigma');
      expect((await end()).state).toBe('verified');
      expect([renewals(), apis('renew')]).toEqual([1, ['integration', 'webhook']]);
      await look();
      expect(await kind(), 'a look does not go back to it').toBe('sigma');
      await testConnection(
        ana.resellerId,
        { id: shop.serverId, panelType: 'sigma', panel: login() },
        'UTC',
        now,
      );
      expect(await kind(), 'a person may').toBe('integration');
      await look();
      expect(await kind()).toBe('integration');
    },
  );

  test('what the webhook API refuses as well needs a person, as before', async () => {
    await look();
    panel.control.script({ on: 'renew', fault: 'http 405', times: 2 });
    expect(await end()).toMatchObject({ state: 'rejected', reason: 'wrong_path' });
    expect([renewals(), apis('renew')]).toEqual([0, ['integration', 'webhook']]);
  });
});
