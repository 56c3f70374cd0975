import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { renewalIntents } from '@/db/schema/invoices';
import { ana, clock, debtor, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { createInvoice, payInvoice } from '@/lib/invoices/commands';
import { collecting } from '@/lib/queue/api';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { beginAttempt, claimRenewal, settleRenewal } from './commands';
import { dueRenewals, executeRenewal } from './jobs';
import { resendByPerson, retryRejected, settleByPerson } from './reviews/commands';
import { readLive } from './reviews/jobs';

setStage(new Date('2026-11-21T12:00:00Z'));

const intent = async (id: string) => {
  const [row] = await t.db.select().from(renewalIntents).where(eq(renewalIntents.id, id));
  if (!row) throw new Error('no intent');
  return row;
};
const states = async (...ids: string[]) =>
  Promise.all(ids.map(async (id) => (await intent(id)).state as string));
const renewals = (username: string) =>
  panel.ledger.filter((e) => e.act === 'renew' && e.username === username).length;
async function pay(invoiceId: string): Promise<string> {
  const id = newId();
  await payInvoice(ana, { invoiceId, intentId: id, source: 'manual', holdMs: 0 }, now);
  await t.sql`update renewal_intents set created_at = ${now} where id = ${id}`;
  return id;
}
async function payAgain(clientId: string): Promise<string> {
  pass(MINUTE_MS);
  const more = { clientId, amountCents: 3590, dueOn: '2026-12-26', period: null };
  return pay((await createInvoice(ana, more, now)) ?? '');
}
/** Half an hour of ticks, a minute apart, for this reseller's renewals. */
async function tick(...ids: string[]): Promise<void> {
  for (let n = 0; n < 30; n++) {
    pass(MINUTE_MS);
    for (const { id } of await dueRenewals(now, 50)) if (ids.includes(id)) await executeRenewal(id, clock);
  }
}
/** The first payment's renewal was refused, the second one's is in doubt. */
async function refusedAndInDoubt(lost: 'drop' | 'drop after') {
  const who = await debtor();
  const first = await pay(who.invoiceId);
  panel.control.script({ on: 'renew', fault: 'package gone' });
  await executeRenewal(first, clock);
  const second = await payAgain(who.clientId);
  panel.control.script({ on: 'renew', fault: lost });
  await executeRenewal(second, clock);
  expect(await states(first, second)).toEqual(['rejected', 'unknown']);
  return { who, first, second };
}

test.each(['drop', 'drop after'] as const)(
  'a refusal set going again while a later renewal is in doubt (%s): both are renewed, once each',
  async (lost) => {
    const { who, first, second } = await refusedAndInDoubt(lost);
    expect(await retryRejected(ana, first, now)).toEqual({ ok: true });
    expect(await executeRenewal(first, clock), 'it waits').toBeNull();
    await tick(first, second);
    expect(await states(first, second)).toEqual(['verified', 'verified']);
    expect(renewals(who.username)).toBe(2);
  },
);

test('claimed before the other’s attempt, it never meets it in review: it waits for its end', async () => {
  const who = await debtor();
  const first = await pay(who.invoiceId);
  const claimed = await claimRenewal(first, now);
  const second = await payAgain(who.clientId);
  await t.sql`update renewal_intents set state = 'unknown', attempt = 1, expires_before = ${who.expiresAt},
    expires_first = ${who.expiresAt}, sent_at = ${now}, quiet_until = ${now} where id = ${second}`;
  if (!claimed) throw new Error('not claimed');
  const review = { state: 'review', reason: 'renewed_by_hand' } as const;
  expect(await settleRenewal(claimed.intent, review, [], now)).toMatchObject({
    state: 'pending',
    reason: 'busy_customer',
  });
});

test('back in the queue unsent, it wakes the older one that waited for it', async () => {
  const who = await debtor();
  const first = await pay(who.invoiceId);
  panel.control.script({ on: 'renew', fault: 'package gone' });
  await executeRenewal(first, clock);
  const second = await payAgain(who.clientId);
  const claimed = await claimRenewal(second, now);
  const quiet = { ms: 900_000, serverVersion: 1 };
  const begun = claimed && (await beginAttempt(claimed.intent, who.expiresAt, now, quiet));
  if (!begun) throw new Error('not begun');
  await retryRejected(ana, first, now);
  expect(await executeRenewal(first, clock)).toBeNull();
  const backlog = { wakes: [], running: [] };
  const unsent = { state: 'pending', reason: 'circuit_open', attempt: 0, nextRunAt: now } as const;
  await collecting(backlog, () => settleRenewal(begun, unsent, [], now));
  expect(backlog.wakes).toContainEqual({ queue: 'renewal', id: first, group: shop.serverId, at: now });
});

test('sent again by a person behind an older one: that one’s movement is not taken for its own', async () => {
  const who = await debtor();
  const first = await pay(who.invoiceId);
  panel.control.script({ on: 'renew', fault: 'package gone' });
  await executeRenewal(first, clock);
  const second = await payAgain(who.clientId);
  panel.control.set({ effect: 'unmoved' });
  await tick(second);
  expect(await states(first, second)).toEqual(['rejected', 'review']);
  panel.control.set({ effect: 'normal' });
  await retryRejected(ana, first, now);
  const live = await readLive(ana.resellerId, second, clock);
  expect(live?.ok && (await resendByPerson(ana, second, live.live, now)).ok).toBe(true);
  const before = renewals(who.username);
  await tick(first, second);
  expect(await states(first, second)).toEqual(['verified', 'verified']);
  expect(renewals(who.username) - before).toBe(2);
});

test('a date that moves while another is on its way proves nothing of a refused one', async () => {
  const { who, first, second } = await refusedAndInDoubt('drop');
  const moved = { username: who.username, expiresAt: new Date(+who.expiresAt + 30 * DAY_MS).toISOString() };
  panel.control.customer(moved);
  const live = await readLive(ana.resellerId, first, clock);
  if (!live?.ok) throw new Error('unreadable');
  const said = { warning: 'by_hand', live: live.live } as const;
  expect(await settleByPerson(ana, first, said, now)).toMatchObject({ ok: false, reason: 'busy' });
  expect(await states(first, second)).toEqual(['rejected', 'unknown']);
});
