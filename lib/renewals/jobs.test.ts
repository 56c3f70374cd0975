import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { messages } from '@/db/schema/messages';
import { ana, clock, debtor, goTo, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { createInvoice, payInvoice } from '@/lib/invoices/commands';
import { MINUTE_MS, SECOND_MS } from '@/lib/time';
import { claimRenewal, settleRenewal } from './commands';
import { executeRenewal } from './jobs';
import { renewalViews } from './queries';
import { LEASE_MS } from './rules';

const START = new Date('2026-11-21T12:00:00Z');
const QUIET_MS = 900 * SECOND_MS;

setStage(START);

/** A paid invoice whose hold is over; answers the intent's id and the client. */
async function paid(owing?: Awaited<ReturnType<typeof debtor>>) {
  const who = owing ?? (await debtor());
  const id = newId();
  const request = { invoiceId: who.invoiceId, intentId: id, source: 'manual' as const, holdMs: 10_000 };
  expect(await payInvoice(ana, request, now)).toMatchObject({ ok: true, panel: true });
  pass(10_000);
  return { id, ...who };
}
const renewals = (username: string) =>
  panel.ledger.filter((e) => e.act === 'renew' && e.username === username).length;
const intent = async (id: string) =>
  (await t.db.select().from(renewalIntents).where(eq(renewalIntents.id, id)))[0];
/** Calls the executor at each moment the intent asks for, as the wake-ups would, at most for two hours. */
async function follow(id: string) {
  for (let i = 0; i < 40; i++) {
    const row = await intent(id);
    if (!row || !['pending', 'sending', 'unknown'].includes(row.state)) return row;
    const due = Math.max(row.nextRunAt.getTime(), (row.leaseUntil?.getTime() ?? 0) + 1);
    if (due > now.getTime()) goTo(new Date(due));
    await executeRenewal(id, clock);
  }
  throw new Error('the intent never ended');
}

test('nothing is sent during the hold; after it one renewal, proved by the panel’s own date', async () => {
  const who = await debtor();
  const id = newId();
  await payInvoice(ana, { invoiceId: who.invoiceId, intentId: id, source: 'manual', holdMs: 10_000 }, now);
  pass(9_999);
  expect(await executeRenewal(id, clock)).toBeNull();
  expect(renewals(who.username)).toBe(0);
  pass(1);
  const row = await executeRenewal(id, clock);
  expect(row?.state).toBe('verified');
  expect(renewals(who.username)).toBe(1);
  const [client] = await t.db.select().from(clients).where(eq(clients.id, who.clientId));
  const shown = panel.ledger.at(-1)?.after;
  expect(client?.expiresAt.toISOString()).toBe(shown);
  const [message] = await t.db.select().from(messages).where(eq(messages.subjectId, id));
  expect(message?.state).toBe('queued');
});

test('reply lost after the panel renewed: found by reading, sent once', async () => {
  const { id, username } = await paid();
  panel.control.script({ on: 'renew', fault: 'drop after' });
  expect((await follow(id))?.state).toBe('verified');
  expect(renewals(username)).toBe(1);
});

test('request lost before the panel renewed: one resend after quiet and two negatives', async () => {
  const { id, username } = await paid();
  panel.control.script({ on: 'renew', fault: 'drop' });
  const sentAt = now.getTime();
  expect((await follow(id))?.state).toBe('verified');
  expect(renewals(username)).toBe(1);
  expect(now.getTime() - sentAt).toBeGreaterThanOrEqual(QUIET_MS + MINUTE_MS);
});

test('the panel applies 100 s late: no second send', async () => {
  const { id, username } = await paid();
  panel.control.script({ on: 'renew', fault: 'late', lateMs: 100_000 });
  expect((await follow(id))?.state).toBe('verified');
  expect(renewals(username)).toBe(1);
});

test.each([
  ['customer absent', 'rejected', 'customer_absent'],
  ['package gone', 'rejected', 'package_gone'],
  ['no credits', 'rejected', 'no_credits'],
  ['http 401', 'rejected', 'bad_token'],
] as const)('refusal on renew, %s: %s, nothing renewed, nothing sent again', async (fault, state, reason) => {
  const { id, username } = await paid();
  panel.control.script({ on: 'renew', fault });
  expect(await follow(id)).toMatchObject({ state, reason, attempt: 0 });
  expect(renewals(username)).toBe(0);
});

test.each(['block page', 'http 521', 'rate 1015'] as const)(
  '%s before the panel: sent later, once',
  async (fault) => {
    const { id, username } = await paid();
    panel.control.script({ on: 'renew', fault });
    expect((await follow(id))?.state).toBe('verified');
    expect(renewals(username)).toBe(1);
  },
);

test.each(['http 502 after', 'http 524 after', 'login page', 'broken json', 'json as html'] as const)(
  '%s: in doubt, resolved by reading, never two',
  async (fault) => {
    const { id, username } = await paid();
    panel.control.script({ on: 'renew', fault });
    expect((await follow(id))?.state).toBe('verified');
    expect(renewals(username)).toBe(1);
  },
);

test('2xx without a moved date is never resent by itself', async () => {
  const { id, username } = await paid();
  panel.control.set({ effect: 'unmoved' });
  expect(await follow(id)).toMatchObject({ state: 'review', reason: 'not_seen_renewed' });
  expect(renewals(username)).toBe(1);
});

test('renewed by hand before our reading: a person decides', async () => {
  const { id, username, expiresAt } = await paid();
  panel.control.customer({
    username,
    expiresAt: new Date(expiresAt.getTime() + 30 * 86_400_000).toISOString(),
  });
  expect(await follow(id)).toMatchObject({ state: 'review', reason: 'renewed_by_hand' });
  expect(renewals(username)).toBe(0);
});

test('killed between the POST and the commit: reconciled after the lease, one renewal, one message', async () => {
  const { id, username } = await paid();
  const claimed = await claimRenewal(id, now);
  expect(claimed).not.toBeNull();
  await t.db
    .update(renewalIntents)
    .set({
      state: 'sending',
      attempt: 1,
      expiresBefore: claimed?.lastSync,
      expiresFirst: claimed?.lastSync,
      sentAt: now,
      quietUntil: new Date(now.getTime() + QUIET_MS),
    })
    .where(eq(renewalIntents.id, id));
  await fetch(`${panel.url}/api/webhook/customer/renew`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${panel.token}`,
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ userId: 'x', username, packageId: shop.packageId }),
  });
  expect(await executeRenewal(id, clock)).toBeNull();
  pass(LEASE_MS + 1);
  expect((await follow(id))?.state).toBe('verified');
  expect(renewals(username)).toBe(1);
  expect(await t.db.select().from(messages).where(eq(messages.subjectId, id))).toHaveLength(1);
});

test('seven callers at once: one renewal', async () => {
  const { id, username } = await paid();
  await Promise.all(Array.from({ length: 7 }, () => executeRenewal(id, clock)));
  expect((await follow(id))?.state).toBe('verified');
  expect(renewals(username)).toBe(1);
});

test('a stolen lease writes nothing', async () => {
  const { id } = await paid();
  const first = await claimRenewal(id, now);
  pass(LEASE_MS + 1);
  expect(await claimRenewal(id, now)).not.toBeNull();
  if (!first) throw new Error('not claimed');
  expect(await settleRenewal(first.intent, { state: 'review', reason: 'no_panel' }, [], now)).toBeNull();
  expect((await intent(id))?.state).toBe('pending');
});

test('two invoices of one client: both applied, once each, in order', async () => {
  const who = await debtor();
  const other = { ...who, ...(await secondInvoice(who.clientId)) };
  const a = await paid(who);
  const b = await paid(other);
  expect(await executeRenewal(b.id, clock)).toBeNull();
  expect((await follow(a.id))?.state).toBe('verified');
  expect((await follow(b.id))?.state).toBe('verified');
  expect(renewals(who.username)).toBe(2);
});

async function secondInvoice(clientId: string) {
  const invoiceId = await createInvoice(
    ana,
    { clientId, amountCents: 3590, dueOn: '2027-01-01', period: null },
    now,
  );
  return { invoiceId: invoiceId ?? '' };
}

test('two renewals at once are told wherever the renewal is', async () => {
  const { id, clientId } = await paid();
  panel.control.set({ effect: 'double' });
  expect(await follow(id)).toMatchObject({ state: 'verified', warning: 'two_renewals' });
  const [view] = await renewalViews(ana.resellerId, { ids: [id] }, now, 'America/Sao_Paulo');
  expect(view?.warning).toContain('2 renovações detectadas');
  const told = await t.sql`select detail from audit_events
    where client_id = ${clientId} and action = 'renewal.verified'`;
  expect(told).toMatchObject([{ detail: { warning: 'two_renewals' } }]);
});

test('what waits says why beside its chip, not in it', async () => {
  const { id } = await paid();
  panel.control.script({ on: 'customer', fault: 'http 521' });
  await executeRenewal(id, clock);
  const [view] = await renewalViews(ana.resellerId, { ids: [id] }, now, 'America/Sao_Paulo');
  expect(view).toMatchObject({ state: 'pending', text: 'Na fila', why: expect.stringMatching(/./) });
});
