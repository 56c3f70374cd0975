import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openShop } from '@/db/test-shop';
import { payInvoice } from '@/lib/invoices/commands';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { hold, removeClients } from './commands';

const now = new Date('2026-11-22T12:00:00Z');
let t: TestDatabase;
let panel: FakePanel;
beforeAll(async () => {
  panel = await startFakePanel({ now: () => now });
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(panel.url).host;
  t = await testDatabase();
});
afterAll(() => Promise.all([panel.close(), t.drop()]));

test('a payment while its client is taken out again waits, and finds no invoice', async () => {
  const ana = await t.reseller();
  const shop = await openShop(ana, panel, now);
  const { clientId, invoiceId } = await addDebtor(t, ana, shop, panel, now);
  await t.sql`delete from account_tasks`;
  await t.sql`update invoices set period = due_on`;
  const waiting = () =>
    t.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const paying = { invoiceId, intentId: newId(), source: 'manual' as const, holdMs: 0 };
  const paid = await t.db.transaction(async (tx) => {
    await hold(tx, ana.resellerId, [clientId]);
    const answer = payInvoice(ana, paying, now);
    await expect.poll(waiting, { interval: 5 }).toHaveLength(1);
    await removeClients(tx, ana.resellerId, [clientId]);
    return { answer };
  });
  expect(await paid.answer).toEqual({ ok: false, reason: 'absent' });
});
