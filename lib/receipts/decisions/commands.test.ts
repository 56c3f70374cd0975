import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { prices } from '@/db/schema/groups';
import { packageReferences } from '@/db/schema/packages';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { type Market, openMarket, payeeText, payerText, reference } from '@/db/test-market';
import { pasteReceipt, takePayee } from '../commands';
import { activatePaid, decideReceipt, dismissReceipt, reopenReceipt } from './commands';

const NUMBER = '+258845123456';
const now = new Date();
let t: TestDatabase;
let m: Market;

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());
beforeEach(async () => {
  m = await openMarket(t, now);
});

const forward = (text: string) => takePayee(m.ana.resellerId, { text, receivedAt: null, sender: null }, now);

test('typed payment: the phone’s amount must agree, the price be exact, a tie be chosen', async () => {
  const ref = reference();
  const form = { reference: ref, number: NUMBER, groupId: m.groupId, amountCents: 4_400 };
  await forward(payeeText(ref, '149.00'));
  expect(await activatePaid(m.ana, form, now)).toEqual({
    ok: false,
    reason: 'amount_differs',
    paidCents: 14_900,
  });
  expect(await activatePaid(m.ana, { ...form, reference: 'X1Y2', amountCents: 4_500 }, now)).toMatchObject({
    reason: 'price_unknown',
  });
  expect(await activatePaid(m.ana, { ...form, reference: 'X1Y2', amountCents: 1_700 }, now)).toMatchObject({
    reason: 'not_renewable',
  });
  const tie = await activatePaid(m.ana, { ...form, amountCents: 14_900 }, now);
  expect(tie).toMatchObject({ reason: 'price_ambiguous', choices: [{ mb: 7_000 }, { mb: 5_000 }] });
  const priceId = tie.ok ? '' : (tie.choices?.[1]?.id ?? '');
  expect(await activatePaid(m.ana, { ...form, amountCents: 14_900, priceId: newId() }, now)).toMatchObject({
    reason: 'price_changed',
  });
  expect(await activatePaid(m.ana, { ...form, amountCents: 14_900, priceId }, now)).toMatchObject({
    ok: true,
    subscription: { days: 15 },
  });
  expect(await m.said(ref)).toEqual(['used', null, null]);
});

test('a person decides: number, group and package; or only the order; nobody else’s, and once', async () => {
  const [ref, order] = [reference(), reference()];
  await forward(payeeText(ref, '45.00'));
  await m.paste(payerText(ref, '45.00', ''));
  await forward(payeeText(order, '17.00'));
  const rows = await t.db.select().from(prices).where(eq(prices.resellerId, m.ana.resellerId));
  const price = (cents: number) => rows.find((row) => row.priceCents === cents)?.id ?? '';
  const id = (await m.sides(ref)).payer?.id ?? '';
  const decision = { id, number: NUMBER, groupId: m.groupId, priceId: price(4_400), orderOnly: false };
  const bia = await t.reseller({ country: 'MZ' });
  expect(await decideReceipt(bia, decision, now)).toEqual({ ok: false, reason: 'absent' });
  const twice = await Promise.all([decideReceipt(m.ana, decision, now), decideReceipt(m.ana, decision, now)]);
  expect(twice.map((r) => (r.ok ? 'ok' : r.reason)).sort()).toEqual(['ok', 'settled']);
  expect(await m.said(ref)).toEqual(['used', 'used', null]);
  const orderId = (await m.sides(order)).payee?.id ?? '';
  const wish = { id: orderId, number: NUMBER, groupId: m.groupId, priceId: price(1_700), orderOnly: false };
  expect(await decideReceipt(m.ana, wish, now)).toMatchObject({ reason: 'not_renewable' });
  expect(await decideReceipt(m.ana, { ...wish, orderOnly: true }, now)).toEqual({
    ok: true,
    subscription: null,
  });
  expect(await m.books()).toEqual([
    `orders ${ref}|2000|845123456`,
    `orders ${order}|1024|845123456`,
    `payments ${ref}|45|845123456`,
    `payments ${order}|17|845123456`,
  ]);
  const taken = await t.db.select().from(packageReferences).where(eq(packageReferences.refKey, order));
  expect(taken).toMatchObject([{ subscriptionId: null }]);
  expect(
    await activatePaid(
      m.ana,
      { reference: order, number: NUMBER, groupId: m.groupId, amountCents: 4_400 },
      now,
    ),
  ).toMatchObject({ ok: false, reason: 'reference_used' });
});

test('a person pastes for a customer: in the name of the group, kept under the person’s own', async () => {
  const ref = reference();
  const input = { groupId: m.groupId, text: payerText(ref) };
  const bia = await t.reseller({ country: 'MZ' });
  expect(await pasteReceipt(bia, input, now)).toEqual({ ok: false, reason: 'no_group' });
  expect(await pasteReceipt(m.ana, { ...input, text: 'Bom dia' }, now)).toEqual({
    ok: false,
    reason: 'no_receipt',
  });
  expect(await pasteReceipt(m.ana, input, now)).toMatchObject({ ok: true });
  const [taken] =
    await t.sql`select actor_id from audit_events where action = 'receipt.taken' and reseller_id = ${m.ana.resellerId}`;
  expect(taken?.actor_id).toBe(m.ana.userId);
  await forward(payeeText(ref));
  expect(await m.said(ref)).toEqual(['used', 'used', null]);
});

test('dismissed and taken up again; not by another reseller, not twice', async () => {
  const ref = reference();
  await forward(payeeText(ref));
  const id = (await m.sides(ref)).payee?.id ?? '';
  const bia = await t.reseller({ country: 'MZ' });
  expect(await dismissReceipt(bia, id, now)).toBe(false);
  expect(await dismissReceipt(m.ana, id, now)).toBe(true);
  expect(await dismissReceipt(m.ana, id, now)).toBe(false);
  await m.paste(payerText(ref));
  expect(await m.said(ref)).toEqual(['dismissed', 'review', 'payee_doubt']);
  expect(await reopenReceipt(bia, id, now)).toBe(false);
  expect(await reopenReceipt(m.ana, id, now)).toBe(true);
  expect(await m.said(ref)).toEqual(['open', 'review', 'payee_doubt']);
});
