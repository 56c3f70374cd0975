import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { POST } from '@/app/api/webhooks/mercadopago/[key]/route';
import { newId } from '@/db/ids';
import { invoices, payments, renewalIntents } from '@/db/schema/invoices';
import { inboundEvents, mercadopagoCharges } from '@/db/schema/mercadopago';
import { messages } from '@/db/schema/messages';
import { panelPackages } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openShop, type Shop } from '@/db/test-shop';
import type { Actor } from '@/lib/auth/rules';
import { hmac } from '@/lib/crypto';
import { cancelInvoice, payInvoice } from '@/lib/invoices/commands';
import { publicLink } from '@/lib/invoices/public/queries';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { executeRenewal } from '@/lib/renewals/jobs';
import { resolveReview } from '../charges/commands';
import { checkCharge, createCharge, lookAtLink } from '../charges/jobs';
import { FAKE_TOKEN, type FakeMercadopago, startFakeMercadopago } from '../fake-mercadopago';
import { connectAccount } from '../jobs';
import { pixToReview, readAccount } from '../queries';
import { dueInbound, runInboundEvent } from './jobs';

const SECRET = 'canary-webhook-secret';
let t: TestDatabase;
let panel: FakePanel;
let fake: FakeMercadopago;
let ana: Actor;
let bia: Actor;
let shop: Shop;
let anaKey: string;
let biaKey: string;
const clock = async () => new Date();

beforeAll(async () => {
  panel = await startFakePanel({ now: () => new Date() });
  fake = await startFakeMercadopago();
  process.env.MERCADOPAGO_URL = fake.url;
  // The route is called outside Next, which has no "after the answer" then: the work is the worker's.
  process.env.HAS_WORKER = '1';
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = `${new URL(panel.url).host},${new URL(fake.url).host}`;
  t = await testDatabase();
  ana = await t.reseller();
  bia = await t.reseller({ name: 'Outra revenda' });
  shop = await openShop(ana, panel, await clock());
  anaKey = await connect(ana, SECRET);
  biaKey = await connect(bia, 'another-secret');
});
beforeEach(() => fake.play('ok'));
afterAll(async () => {
  await Promise.all([panel.close(), fake.stop()]);
  await t.drop();
});

async function connect(actor: Actor, secret: string): Promise<string> {
  const input = { token: FAKE_TOKEN, secret, payerEmail: 'recibos@exemplo.test' };
  expect(await connectAccount(actor, input, await clock())).toMatchObject({ state: 'ok' });
  return (await readAccount(actor.resellerId))?.webhookPath?.split('/').pop() ?? '';
}

/** An open invoice with a live PIX at the provider. */
async function billed() {
  const debtor = await addDebtor(t, ana, shop, panel, await clock());
  const link = (await publicLink(ana.resellerId, debtor.invoiceId))?.slice(3) ?? '';
  await createCharge(link, clock);
  const charge = await chargeOf(debtor.invoiceId);
  return { ...debtor, link, charge, id: charge?.providerId ?? '' };
}
const chargeOf = async (invoiceId: string) =>
  (await t.db.select().from(mercadopagoCharges).where(eq(mercadopagoCharges.invoiceId, invoiceId)))[0];
const stateOf = async (invoiceId: string) =>
  (await t.db.select().from(invoices).where(eq(invoices.id, invoiceId)))[0]?.state;
const paymentsOf = (invoiceId: string) =>
  t.db.select().from(payments).where(eq(payments.invoiceId, invoiceId));

type Wish = {
  key?: string;
  secret?: string;
  requestId?: string;
  ts?: number;
  body?: string;
  signature?: string;
};
function notify(id: string, wish: Wish = {}): Promise<Response> {
  const { key = anaKey, secret = SECRET, requestId = newId(), ts = Date.now(), body = '{}' } = wish;
  const v1 = hmac(secret, `id:${id};request-id:${requestId};ts:${ts};`);
  const headers = { 'x-signature': wish.signature ?? `ts=${ts},v1=${v1}`, 'x-request-id': requestId };
  const url = `http://localhost/api/webhooks/mercadopago/${key}?data.id=${id}&type=payment`;
  return POST(new Request(url, { method: 'POST', headers, body }), { params: Promise.resolve({ key }) });
}
async function work(): Promise<void> {
  const due = await dueInbound(await clock(), 100);
  await Promise.all(due.map((event) => runInboundEvent(event.id, clock)));
}
const hear = async (id: string, wish?: Wish) => {
  expect((await notify(id, wish)).status).toBe(200);
  await work();
};

test('five notices at once, the button and the cron: one payment, one renewal, one message', async () => {
  const { invoiceId, clientId, username, charge, id, link } = await billed();
  fake.change(id, { status: 'approved' });
  const answers = await Promise.all(Array.from({ length: 5 }, () => notify(id)));
  expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200, 200]);
  await Promise.all([work(), work(), lookAtLink(link, clock), checkCharge(charge?.id ?? '', clock)]);
  expect(await paymentsOf(invoiceId)).toMatchObject([
    { id: charge?.intentId, source: 'mercadopago', paidByName: 'Mercado Pago' },
  ]);
  expect(
    await t.db.select().from(renewalIntents).where(eq(renewalIntents.invoiceId, invoiceId)),
  ).toHaveLength(1);
  expect(await t.db.select().from(messages).where(eq(messages.clientId, clientId))).toHaveLength(1);
  await Promise.all([1, 2, 3].map(() => executeRenewal(charge?.intentId ?? '', clock)));
  expect(panel.ledger.filter((e) => e.act === 'renew' && e.username === username)).toHaveLength(1);
  expect((await chargeOf(invoiceId))?.state).toBe('paid');
});

test('the same notice again is one event; two days later it is refused', async () => {
  const { id } = await billed();
  const same = { requestId: newId(), ts: Date.now() };
  await Promise.all(Array.from({ length: 20 }, () => notify(id, same)));
  expect(await t.db.select().from(inboundEvents).where(eq(inboundEvents.subject, id))).toHaveLength(1);
  expect((await notify(id, { ts: Date.now() - 2 * 86_400_000 })).status).toBe(401);
});

test('wrong signature 401, unknown key 404, too long 413: nothing is kept and nobody is asked', async () => {
  const { id } = await billed();
  await work();
  const calls = fake.calls.length;
  expect((await notify(id, { secret: 'wrong' })).status).toBe(401);
  expect((await notify(id, { signature: '' })).status).toBe(401);
  expect((await notify(id, { key: 'A'.repeat(22) })).status).toBe(404);
  expect((await notify(id, { key: '..%2f..' })).status).toBe(404);
  expect((await notify(id, { key: biaKey })).status).toBe(401);
  expect((await notify(id, { body: 'x'.repeat(70_000) })).status).toBe(413);
  await work();
  expect(await t.db.select().from(inboundEvents).where(eq(inboundEvents.subject, id))).toEqual([]);
  expect(fake.calls).toHaveLength(calls);
});

test('the body is kept and never believed, however deep or broken', async () => {
  const { invoiceId, id } = await billed();
  const lie = `{"data":{"id":"${id}"},"status":"approved","action":"payment.updated"}`;
  for (const body of [lie, '['.repeat(30_000), '\0\u{1F600}', '{"__proto__":1}']) await hear(id, { body });
  expect(await stateOf(invoiceId)).toBe('open');
  const kept = await t.db.select().from(inboundEvents).where(eq(inboundEvents.subject, id));
  expect(kept.map((e) => e.body)).toContain(lie);
});

test('another reseller’s account can settle nothing of mine, signed or not', async () => {
  const { invoiceId, id } = await billed();
  fake.change(id, { status: 'approved' });
  await hear(id, { key: biaKey, secret: 'another-secret' });
  expect(await stateOf(invoiceId)).toBe('open');
  expect((await chargeOf(invoiceId))?.state).toBe('pending');
});

test.each([
  ['a cent too little', { status: 'approved', transaction_amount: 35.89 }, 'review', 'amount'],
  ['in pesos', { status: 'approved', currency_id: 'ARS' }, 'review', 'currency'],
  [
    'for another invoice',
    { status: 'approved', external_reference: `inv_${newId()}` },
    'review',
    'reference',
  ],
  ['given back', { status: 'refunded' }, 'review', 'refunded'],
  ['cancelled', { status: 'cancelled' }, 'ended', 'cancelled'],
  ['pending', { status: 'pending' }, 'pending', null],
])('%s: the invoice stays open', async (_, change, state, reason) => {
  const { invoiceId, id } = await billed();
  fake.change(id, change);
  await hear(id);
  expect(await stateOf(invoiceId)).toBe('open');
  expect(await chargeOf(invoiceId)).toMatchObject({ state, reason });
});

test('paid by hand before, cancelled before, given back after: a person is told, nothing renews again', async () => {
  const twice = await billed();
  const asked = { invoiceId: twice.invoiceId, intentId: newId(), source: 'manual' as const, holdMs: 0 };
  await payInvoice(ana, asked, await clock());
  const gone = await billed();
  await cancelInvoice(ana, gone.invoiceId, await clock());
  const back = await billed();
  for (const { id } of [twice, gone, back]) {
    fake.change(id, { status: 'approved' });
    await hear(id);
  }
  fake.change(back.id, { status: 'charged_back' });
  await hear(back.id);
  expect(await chargeOf(twice.invoiceId)).toMatchObject({ state: 'review', reason: 'paid_twice' });
  expect(await chargeOf(gone.invoiceId)).toMatchObject({ state: 'review', reason: 'invoice_gone' });
  expect(await chargeOf(back.invoiceId)).toMatchObject({ state: 'review', reason: 'refunded' });
  expect((await pixToReview(ana.resellerId)).map((r) => r.invoiceId)).toContain(twice.invoiceId);
  expect(await resolveReview(bia, twice.invoiceId, await clock())).toBe(false);
  expect(await resolveReview(ana, twice.invoiceId, await clock())).toBe(true);
  await hear(twice.id);
  expect(await chargeOf(twice.invoiceId)).toMatchObject({ state: 'resolved', reason: 'paid_twice' });
  for (const { invoiceId } of [twice, back]) expect(await paymentsOf(invoiceId)).toHaveLength(1);
});

test('paid while the plan cannot be sold: waits for the plan, and for a person when the PIX had ended here', async () => {
  const sold = eq(panelPackages.serverId, shop.serverId);
  const [lost, over] = [await billed(), await billed()];
  const change = (of: typeof lost, to: { state: 'creating' | 'ended'; providerId?: null }) =>
    t.db
      .update(mercadopagoCharges)
      .set(to)
      .where(eq(mercadopagoCharges.id, of.charge?.id ?? ''));
  await change(lost, { state: 'creating', providerId: null });
  await change(over, { state: 'ended' });
  await t.db.update(panelPackages).set({ active: false }).where(sold);
  for (const { id } of [lost, over]) {
    fake.change(id, { status: 'approved' });
    await hear(id);
  }
  await t.db.update(panelPackages).set({ active: true }).where(sold);
  const reason = 'plan_blocked';
  expect(await chargeOf(over.invoiceId)).toMatchObject({ state: 'review', reason });
  expect(await chargeOf(lost.invoiceId)).toMatchObject({ state: 'pending', reason, providerId: lost.id });
  const inAWhile = () => new Date(Date.now() + 10 * 60_000);
  expect(await checkCharge(lost.charge?.id ?? '', inAWhile)).toBe('paid');
});

test('the provider is down: the notice waits and settles when it is back', async () => {
  const { invoiceId, id } = await billed();
  fake.change(id, { status: 'approved' });
  fake.play('down');
  await hear(id);
  expect(await stateOf(invoiceId)).toBe('open');
  fake.play('ok');
  const [event] = await t.db.select().from(inboundEvents).where(eq(inboundEvents.subject, id));
  expect(event).toMatchObject({ state: 'pending', failures: 1 });
  await runInboundEvent(event?.id ?? '', () => new Date(Date.now() + 60_000));
  expect(await stateOf(invoiceId)).toBe('paid');
});

test('no token, secret or webhook key stands anywhere in the database', async () => {
  const { id } = await billed();
  await hear(id);
  const tables = await t.sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`;
  for (const { name } of tables) {
    const [found] = await t.sql.unsafe(
      `select count(*)::int as n from ${name} x where x::text like any (array['%canary-token%', '%canary-webhook%', '%${anaKey}%'])`,
    );
    expect([name, found?.n]).toEqual([name, 0]);
  }
});
