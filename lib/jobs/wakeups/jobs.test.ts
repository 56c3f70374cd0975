import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { renewalIntents } from '@/db/schema/invoices';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openShop, type Shop } from '@/db/test-shop';
import type { Actor } from '@/lib/auth/rules';
import { payInvoice, undoPayment } from '@/lib/invoices/commands';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { type Backlog, collecting } from '@/lib/queue/api';
import { databaseNow } from '../commands';
import { answerWakeUp, driveBacklog } from './jobs';

let t: TestDatabase;
let panel: FakePanel;
let ana: Actor;
let shop: Shop;
beforeAll(async () => {
  panel = await startFakePanel();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(panel.url).host;
  t = await testDatabase();
});
afterAll(async () => {
  await panel.close();
  await t.drop();
});
beforeEach(async () => {
  panel.control.reset();
  ana = await t.reseller();
  shop = await openShop(ana, panel, await databaseNow());
});

/** Marks an invoice as paid as the button does on a host without a worker; `drive` is what runs after the answer. */
async function paidWithoutWorker(holdMs: number) {
  const debtor = await addDebtor(t, ana, shop, panel, await databaseNow());
  const now = await databaseNow();
  const backlog: Backlog = { wakes: [], running: [] };
  const intentId = newId();
  const request = { invoiceId: debtor.invoiceId, intentId, source: 'manual' as const, holdMs };
  const paid = await collecting(backlog, () => payInvoice(ana, request, now));
  expect(paid.ok).toBe(true);
  const drive = (forMs = 10_000) => driveBacklog(backlog, databaseNow, forMs);
  return { ...debtor, intentId, drive };
}
const state = async (id: string) =>
  (await t.db.select().from(renewalIntents).where(eq(renewalIntents.id, id)))[0]?.state;
const renewals = (username: string) =>
  panel.ledger.filter((e) => e.act === 'renew' && e.username === username).length;

test('the first try follows the response, after the hold and not before it', async () => {
  const { username, intentId, drive } = await paidWithoutWorker(1_500);
  const driven = drive();
  await sleep(500);
  expect([await state(intentId), renewals(username)]).toEqual(['pending', 0]);
  await driven;
  expect([await state(intentId), renewals(username)]).toEqual(['verified', 1]);
});

test('an undo inside the hold leaves nothing to do', async () => {
  const { username, invoiceId, intentId, drive } = await paidWithoutWorker(1_500);
  const driven = drive();
  expect(await undoPayment(ana, invoiceId, await databaseNow())).toEqual({ ok: true });
  await driven;
  expect([await state(intentId), renewals(username)]).toEqual(['cancelled', 0]);
});

test('a hold longer than the platform’s patience is the tick’s', async () => {
  const { username, intentId, drive } = await paidWithoutWorker(60_000);
  await drive(2_000);
  expect([await state(intentId), renewals(username)]).toEqual(['pending', 0]);
});

test('a worker and a tick at the same time as the first try: one renewal', async () => {
  const { username, intentId, drive } = await paidWithoutWorker(0);
  const others = [1, 2, 3].map(() => answerWakeUp({ queue: 'renewal', id: intentId }, databaseNow));
  await Promise.all([drive(), ...others]);
  expect([await state(intentId), renewals(username)]).toEqual(['verified', 1]);
});

test('a doubt is followed as far as the time allows: the reading 5 s later proves it', async () => {
  const { username, intentId, drive } = await paidWithoutWorker(0);
  panel.control.script({ on: 'renew', fault: 'drop after' });
  await drive(9_000);
  expect([await state(intentId), renewals(username)]).toEqual(['verified', 1]);
}, 15_000);
