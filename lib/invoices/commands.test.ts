import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { invoices, payments, renewalIntents } from '@/db/schema/invoices';
import { messages } from '@/db/schema/messages';
import { panelPackages, servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openShop, type Shop } from '@/db/test-shop';
import type { Actor } from '@/lib/auth/rules';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { executeRenewal } from '@/lib/renewals/jobs';
import { DAY_MS, dayOf, formatDateTime } from '@/lib/time';
import { cancelInvoice, createInvoice, payInvoice, undoPayment } from './commands';
import { makeDueInvoices } from './jobs';
import { paymentPreview } from './messages';
import { getInvoice, listInvoices, paymentSubject } from './queries';

let now = new Date('2026-11-21T12:00:00Z');
let t: TestDatabase;
let panel: FakePanel;
let ana: Actor;
let bia: Actor;
let shop: Shop;
const clock = async () => now;
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

beforeAll(async () => {
  panel = await startFakePanel({ now: () => now });
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(panel.url).host;
  t = await testDatabase();
  ana = await t.reseller();
  bia = await t.reseller({ name: 'Outra revenda' });
  shop = await openShop(ana, panel, now);
});
afterAll(async () => {
  await panel.close();
  await t.drop();
});

const debtor = () => addDebtor(t, ana, shop, panel, now);
const asked = (invoiceId: string) => ({
  invoiceId,
  intentId: newId(),
  source: 'manual' as const,
  holdMs: 10_000,
});
const intents = (invoiceId: string) =>
  t.db.select().from(renewalIntents).where(eq(renewalIntents.invoiceId, invoiceId));
async function preview(invoiceId: string) {
  const subject = await paymentSubject(ana.resellerId, invoiceId);
  if (!subject) throw new Error('no invoice');
  return paymentPreview(subject, now, 'America/Sao_Paulo');
}
const renewals = (username: string) =>
  panel.ledger.filter((e) => e.act === 'renew' && e.username === username).length;

test('the confirmation says when the renewal waits for a stopped panel', async () => {
  const { invoiceId } = await debtor();
  const sending = async () => (await preview(invoiceId)).lines.find(({ label }) => label === 'Envio')?.value;
  expect(await sending()).toBeUndefined();
  for (const [circuit, why] of [
    ['open', 'parado'],
    ['paused', 'sem créditos'],
  ] as const) {
    await t.db.update(servers).set({ circuit }).where(eq(servers.id, shop.serverId));
    expect(await sending()).toContain(why);
  }
  await t.db.update(servers).set({ circuit: 'closed' }).where(eq(servers.id, shop.serverId));
});

test('fifty people press at once: one payment, one intent, one message; the others are told by whom', async () => {
  const { invoiceId, clientId, expiresAt } = await debtor();
  const answers = await Promise.all(Array.from({ length: 50 }, () => payInvoice(ana, asked(invoiceId), now)));
  expect(answers.filter((a) => a.ok)).toHaveLength(1);
  expect(answers.find((a) => !a.ok)).toEqual({
    ok: false,
    reason: 'already_paid',
    by: ana.userName,
    at: now,
  });
  expect(await intents(invoiceId)).toHaveLength(1);
  expect(await t.db.select().from(payments).where(eq(payments.invoiceId, invoiceId))).toHaveLength(1);
  expect(await t.db.select().from(messages).where(eq(messages.clientId, clientId))).toMatchObject([
    { state: 'waiting' },
  ]);
  const [client] = await t.db.select().from(clients).where(eq(clients.id, clientId));
  expect(client?.expiresAt).toEqual(new Date(expiresAt.getTime() + 30 * DAY_MS));
});

test('the preview of a stale tab says who paid, and when if not today', async () => {
  const { invoiceId } = await debtor();
  expect(await preview(invoiceId)).toMatchObject({ refusal: null });
  await payInvoice(ana, asked(invoiceId), now);
  const at = now;
  const said = `Esta fatura já estava paga por ${ana.userName}`;
  const told = async () => (await preview(invoiceId)).refusal?.words;
  expect(await told()).toBe(`${said} às ${formatDateTime(at, 'America/Sao_Paulo').slice(11)}.`);
  pass(DAY_MS);
  expect(await told()).toMatch(new RegExp(`^${said} em 21/11 às \\d\\d:\\d\\d\\.$`));
  pass(60 * DAY_MS);
  expect(await told()).toContain(' em 21/11/2026 às ');
  now = at;
});

test('the same click sent twice gets the same answer', async () => {
  const { invoiceId } = await debtor();
  const request = asked(invoiceId);
  const first = await payInvoice(ana, request, now);
  pass(3_000);
  expect(await payInvoice(ana, request, now)).toEqual(first);
});

test('undo in the hold: as if never pressed, and it can be paid again', async () => {
  const { invoiceId, clientId, expiresAt, username } = await debtor();
  await payInvoice(ana, asked(invoiceId), now);
  expect(await undoPayment(ana, invoiceId, now)).toEqual({ ok: true });
  const [client] = await t.db.select().from(clients).where(eq(clients.id, clientId));
  expect(client?.expiresAt).toEqual(expiresAt);
  expect((await getInvoice(ana.resellerId, invoiceId))?.state).toBe('open');
  const again = asked(invoiceId);
  expect(await payInvoice(ana, again, now)).toMatchObject({ ok: true });
  pass(10_000);
  expect((await executeRenewal(again.intentId, clock))?.state).toBe('verified');
  expect(renewals(username)).toBe(1);
  expect(await undoPayment(ana, invoiceId, now)).toEqual({ ok: false, reason: 'too_late' });
});

test('undo against the send, twenty races: exactly one of undone and renewed', async () => {
  for (let i = 0; i < 20; i++) {
    const { invoiceId, username } = await debtor();
    const request = asked(invoiceId);
    await payInvoice(ana, request, now);
    pass(10_000);
    const [undone] = await Promise.all([
      undoPayment(ana, invoiceId, now),
      executeRenewal(request.intentId, clock),
    ]);
    const [intent] = await intents(invoiceId);
    expect([undone.ok, renewals(username)]).toEqual(undone.ok ? [true, 0] : [false, 1]);
    expect(intent?.state).toBe(undone.ok ? 'cancelled' : 'verified');
  }
}, 120_000);

test('a trial, inactive, vanished or missing package refuses the payment and writes nothing', async () => {
  const { invoiceId } = await debtor();
  const pinned = and(eq(panelPackages.serverId, shop.serverId), eq(panelPackages.packageId, shop.packageId));
  const tries = [
    [{ trial: true }, { trial: false }, 'package_trial'],
    [{ active: false }, { active: true }, 'package_inactive'],
    [{ goneAt: now }, { goneAt: null }, 'package_gone'],
  ] as const;
  for (const [broken, mended, reason] of tries) {
    await t.db.update(panelPackages).set(broken).where(pinned);
    expect(await payInvoice(ana, asked(invoiceId), now)).toEqual({ ok: false, reason });
    expect(await preview(invoiceId)).toMatchObject({ lines: [], refusal: { href: '/plans' } });
    await t.db.update(panelPackages).set(mended).where(pinned);
  }
  expect(await t.db.select().from(payments).where(eq(payments.invoiceId, invoiceId))).toEqual([]);
});

test('another reseller’s invoice answers like an absent one, in every command and query', async () => {
  const { invoiceId, clientId } = await debtor();
  const absent = newId();
  for (const id of [invoiceId, absent]) {
    expect(await payInvoice(bia, asked(id), now)).toEqual({ ok: false, reason: 'absent' });
    expect(await undoPayment(bia, id, now)).toEqual({ ok: false, reason: 'absent' });
    expect(await cancelInvoice(bia, id, now)).toBe(false);
    expect(await getInvoice(bia.resellerId, id)).toBeNull();
    expect(await paymentSubject(bia.resellerId, id)).toBeNull();
  }
  expect(
    await createInvoice(bia, { clientId, amountCents: 1, dueOn: '2026-12-01', period: null }, now),
  ).toBeNull();
  expect((await listInvoices(bia.resellerId, {}, '2026-11-21')).rows).toEqual([]);
  expect((await getInvoice(ana.resellerId, invoiceId))?.state).toBe('open');
});

test('the cron makes one invoice per client and period, however many call it', async () => {
  const { invoiceId, clientId, expiresAt } = await debtor();
  await cancelInvoice(ana, invoiceId, now);
  const count = () => ({ planned: 0, done: 0, skipped: 0, failed: 0 });
  await Promise.all(Array.from({ length: 7 }, () => makeDueInvoices(now, count())));
  await makeDueInvoices(now, count());
  const open = await t.db
    .select()
    .from(invoices)
    .where(and(eq(invoices.clientId, clientId), eq(invoices.state, 'open'), isNull(invoices.paidAt)));
  expect(open).toMatchObject([{ dueOn: dayOf(expiresAt, ana.reseller.timezone), amountCents: 3590 }]);
});

test('pages by key: every invoice once, forth and back', async () => {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await listInvoices(ana.resellerId, { after }, '2026-11-21');
    seen.push(...page.rows.map((r) => r.id));
    after = page.next ?? undefined;
  } while (after);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBe(
    (await t.db.select().from(invoices).where(eq(invoices.resellerId, ana.resellerId))).length,
  );
});
