import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { invoices } from '@/db/schema/invoices';
import { mercadopagoCharges } from '@/db/schema/mercadopago';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openShop, type Shop } from '@/db/test-shop';
import type { Actor } from '@/lib/auth/rules';
import { publicLink } from '@/lib/invoices/public/queries';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { FAKE_TOKEN, type FakeMercadopago, startFakeMercadopago } from '../fake-mercadopago';
import { connectAccount } from '../jobs';
import { readAccount } from '../queries';
import { checkCharge, createCharge, dueCharges } from './jobs';
import { visitorPix } from './queries';

let now = new Date('2026-11-21T12:00:00Z');
const clock = () => now;
const pass = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
let t: TestDatabase;
let panel: FakePanel;
let fake: FakeMercadopago;
let ana: Actor;
let shop: Shop;

beforeAll(async () => {
  panel = await startFakePanel({ now: clock });
  fake = await startFakeMercadopago();
  process.env.MERCADOPAGO_URL = fake.url;
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = `${new URL(panel.url).host},${new URL(fake.url).host}`;
  t = await testDatabase();
  ana = await t.reseller();
  shop = await openShop(ana, panel, now);
  const input = { token: FAKE_TOKEN, secret: '', payerEmail: 'recibos@exemplo.test' };
  await connectAccount(ana, input, now);
});
beforeEach(() => fake.play('ok'));
afterAll(async () => {
  await Promise.all([panel.close(), fake.stop()]);
  await t.drop();
});

async function bill() {
  const { invoiceId } = await addDebtor(t, ana, shop, panel, now);
  return { invoiceId, link: (await publicLink(ana.resellerId, invoiceId))?.slice(3) ?? '' };
}
const chargesOf = (invoiceId: string) =>
  t.db
    .select()
    .from(mercadopagoCharges)
    .where(eq(mercadopagoCharges.invoiceId, invoiceId))
    .orderBy(mercadopagoCharges.attempt);
const posts = (invoiceId: string) =>
  fake.calls.filter((c) => c.method === 'POST' && c.key?.startsWith(invoiceId)).map((c) => c.key);

test('twenty visitors press, then again: one PIX, shown to all until it ends, then a new one', async () => {
  const { invoiceId, link } = await bill();
  await Promise.all(Array.from({ length: 20 }, () => createCharge(link, clock)));
  pass(30);
  await createCharge(link, clock);
  expect(posts(invoiceId)).toEqual([`${invoiceId}-1`]);
  const shown = await visitorPix(link, now);
  expect(shown).toMatchObject({ trouble: false, qrText: expect.stringContaining('br.gov.bcb.pix') });
  const [order] = [...fake.payments.values()].slice(-1);
  expect(order).toMatchObject({ transaction_amount: 35.9, external_reference: `inv_${invoiceId}` });
  pass(24 * 60);
  expect((await visitorPix(link, now))?.qrText).toBeNull();
  await createCharge(link, clock);
  expect(posts(invoiceId)).toEqual([`${invoiceId}-1`, `${invoiceId}-2`]);
  expect((await chargesOf(invoiceId)).map((c) => c.state)).toEqual(['ended', 'pending']);
});

test('the answer was lost: taken up under the same key, and it is the same payment', async () => {
  const { invoiceId, link } = await bill();
  fake.play('no_code');
  await createCharge(link, clock);
  expect(await visitorPix(link, now)).toMatchObject({ qrText: null, trouble: true });
  fake.play('ok');
  await createCharge(link, clock);
  expect(posts(invoiceId)).toHaveLength(1);
  pass(2);
  await createCharge(link, clock);
  expect(posts(invoiceId)).toEqual([`${invoiceId}-1`, `${invoiceId}-1`]);
  expect((await visitorPix(link, now))?.qrText).toBeTruthy();
  expect([...fake.payments.values()].filter((p) => p.external_reference === `inv_${invoiceId}`)).toHaveLength(
    1,
  );
});

test.each(['down', 'refuses', 'html'] as const)(
  '%s: the visitor is told, and is asked once a minute',
  async (variant) => {
    const { invoiceId, link } = await bill();
    fake.play(variant);
    for (let i = 0; i < 5; i++) await createCharge(link, clock);
    expect(posts(invoiceId)).toHaveLength(1);
    expect(await visitorPix(link, now)).toMatchObject({ qrText: null, trouble: true });
    fake.play('ok');
    pass(2);
    await createCharge(link, clock);
    expect((await visitorPix(link, now))?.qrText).toBeTruthy();
  },
);

test('no notice ever came: the tick finds the payment, once', async () => {
  const { invoiceId, link } = await bill();
  await createCharge(link, clock);
  const [charge] = await chargesOf(invoiceId);
  fake.change(charge?.providerId ?? '', { status: 'approved' });
  expect(await dueCharges(now, 100)).not.toContainEqual(expect.objectContaining({ id: charge?.id }));
  pass(3);
  expect(await dueCharges(now, 100)).toContainEqual({ id: charge?.id, group: ana.resellerId });
  const seen = await Promise.all([1, 2, 3].map(() => checkCharge(charge?.id ?? '', clock)));
  expect(seen.filter((s) => s === 'paid')).toHaveLength(1);
  expect((await t.db.select().from(invoices).where(eq(invoices.id, invoiceId)))[0]?.state).toBe('paid');
  expect(await visitorPix(link, now)).toBeNull();
});

test('a token the provider no longer takes: the account says so, the visitor has the other way', async () => {
  const { link } = await bill();
  const wrong = { token: 'APP_USR-old', secret: '', payerEmail: 'recibos@exemplo.test' };
  expect(await connectAccount(ana, wrong, now)).toMatchObject({ state: 'unauthorized' });
  await createCharge(link, clock);
  expect(await visitorPix(link, now)).toMatchObject({ qrText: null, trouble: true });
  expect(await readAccount(ana.resellerId)).toMatchObject({ state: 'unauthorized', tokenMask: '••••-old' });
  const kept = { token: '', secret: 's', payerEmail: 'outro@exemplo.test' };
  expect(await connectAccount(ana, kept, now)).toMatchObject({ state: 'unauthorized' });
  expect(await connectAccount(ana, { ...kept, token: FAKE_TOKEN }, now)).toMatchObject({ state: 'ok' });
});

test('a visitor asks for a new PIX while a reading finds money on the old one: the finding stays', async () => {
  const { invoiceId, link } = await bill();
  await createCharge(link, clock);
  const [old] = await chargesOf(invoiceId);
  pass(25 * 60);
  let asking: Promise<boolean> | undefined;
  await t.sql.begin(async (tx) => {
    await tx`update mercadopago_charges set state = 'review', reason = 'amount' where id = ${old?.id ?? ''}`;
    asking = createCharge(link, clock);
    // It has read the row as it was, and waits for this transaction to write its own end of it.
    const waiting = () => t.sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(waiting).toHaveLength(1);
  });
  await asking;
  expect(await chargesOf(invoiceId)).toMatchObject([{ state: 'review', reason: 'amount' }]);
});
