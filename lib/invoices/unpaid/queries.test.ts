import { expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { openShop, type Shop } from '@/db/test-shop';
import { ana, clock, debtor, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { executeRenewal } from '@/lib/renewals/jobs';
import { applyDifferences } from '@/lib/sync/apply/commands';
import { startSync } from '@/lib/sync/runs/commands';
import { driveSync } from '@/lib/sync/runs/jobs';
import { DAY_MS, dayOf } from '@/lib/time';
import { createInvoice, payInvoice } from '../commands';
import { paymentPreview } from '../messages';
import { paymentSubject } from '../queries';

const day = (n: number) => new Date(Date.parse('2026-11-22T12:00:00Z') + n * DAY_MS);
setStage(day(0));

/** A client whom somebody renewed on the panel, and whose later date was taken over here since. */
async function renewedThere() {
  const who = await debtor();
  await takenOver(who.username, day(35));
  return who;
}
async function takenOver(username: string, expiresAt: Date): Promise<void> {
  panel.control.customer({ username, expiresAt: expiresAt.toISOString() });
  const [runId = ''] = await startSync(ana, { serverId: shop.serverId, source: 'person' }, now);
  await driveSync(runId, clock, 10_000);
  expect(await applyDifferences(ana, { runId, which: { classes: ['later', 'earlier'] } }, now)).toMatchObject(
    {
      updated: 1,
    },
  );
  pass(10_000);
}
async function pay(invoiceId: string) {
  const intentId = newId();
  expect(await payInvoice(ana, { invoiceId, intentId, source: 'manual', holdMs: 0 }, now)).toMatchObject({
    ok: true,
  });
  const row = await executeRenewal(intentId, clock);
  pass(10_000);
  return [row?.state, row?.reason];
}
/** Whether the confirmation says so before the click. */
async function warned(invoiceId: string) {
  const subject = await paymentSubject(ana.resellerId, invoiceId);
  if (!subject) throw new Error('no invoice');
  return paymentPreview(subject, now, ana.reseller.timezone).lines.some(({ label }) => label === 'Atenção');
}
const renewals = () => panel.ledger.filter((entry) => entry.act === 'renew').length;
const invoiceFor = async (clientId: string, at: Date) => {
  const dueOn = dayOf(at, ana.reseller.timezone);
  const id = await createInvoice(ana, { clientId, amountCents: 3590, dueOn, period: dueOn }, now);
  return id ?? '';
};

test('the payment for what was renewed by hand is not sent as a second renewal, though the date is here by now', async () => {
  const { invoiceId, clientId } = await renewedThere();
  const moveTo = ({ serverId, planId }: Shop) =>
    t.sql`update clients set server_id = ${serverId}, plan_id = ${planId} where id = ${clientId}`;
  await moveTo(await openShop(ana, panel, now));
  expect(await warned(invoiceId), 'on a panel that the client has left').toBe(false);
  await moveTo(shop);
  expect(await warned(invoiceId)).toBe(true);
  expect(await pay(invoiceId)).toEqual(['review', 'renewed_by_hand']);
  expect(renewals()).toBe(0);
  await t.sql`update renewal_intents set state = 'verified', verified_at = ${now}, expires_after = ${day(35)}
    where client_id = ${clientId}`;
  expect(await pay(await invoiceFor(clientId, day(35))), 'the next one is').toEqual(['verified', null]);
  expect(renewals()).toBe(1);
});

test('an invoice for the days after it is renewed as any other, and pays for nothing else', async () => {
  const { clientId, invoiceId } = await renewedThere();
  const next = await invoiceFor(clientId, day(35));
  expect(await warned(next)).toBe(false);
  expect(await pay(next)).toEqual(['verified', null]);
  // Whatever its day: it was renewed by itself.
  await t.sql`update invoices set period = period - 3 where id = ${next}`;
  expect(await pay(invoiceId)).toEqual(['review', 'renewed_by_hand']);
  expect(renewals()).toBe(1);
});

test('a year given there by mistake and put back is nobody’s: every payment is renewed', async () => {
  const who = await debtor();
  await takenOver(who.username, day(365));
  await takenOver(who.username, who.expiresAt);
  expect(await pay(who.invoiceId)).toEqual(['verified', null]);
  expect(await pay(await invoiceFor(who.clientId, day(35)))).toEqual(['verified', null]);
  expect(renewals()).toBe(2);
});

test.each([
  ['after a year that was taken back', [365, 5, 35]],
  ['and corrected by a day', [35, 34]],
])('a month renewed by hand %s is not sent as a second one', async (_, days) => {
  const who = await debtor();
  for (const n of days) await takenOver(who.username, day(n));
  expect(await pay(who.invoiceId)).toEqual(['review', 'renewed_by_hand']);
  expect(renewals()).toBe(0);
});

test('what was paid, given up and then renewed by hand is paid for: the next invoice is renewed as any other', async () => {
  const who = await debtor();
  const request = { invoiceId: who.invoiceId, intentId: newId(), source: 'manual' as const, holdMs: 600_000 };
  await payInvoice(ana, request, now);
  await t.sql`update renewal_intents set state = 'closed' where client_id = ${who.clientId}`;
  await takenOver(who.username, day(36));
  expect(await pay(await invoiceFor(who.clientId, day(35)))).toEqual(['verified', null]);
  expect(renewals()).toBe(1);
});
