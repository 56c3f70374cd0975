import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { auditEvents } from '@/db/schema/resellers';
import { ana, clock, debtor, goTo, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { createInvoice, payInvoice, undoPayment } from '@/lib/invoices/commands';
import { MINUTE_MS, SECOND_MS } from '@/lib/time';
import { claimRenewal, settleRenewal } from '../commands';
import { executeRenewal } from '../jobs';
import { settleByPerson } from '../reviews/commands';
import { readLive } from '../reviews/jobs';
import { doubtAfterRestore } from './commands';

const START = new Date('2026-11-21T12:00:00Z');
const QUIET_MS = 900 * SECOND_MS;
setStage(START);
// The command is the whole installation's.
beforeEach(() => t.sql`update servers set archived_at = now() where id <> ${shop.serverId}`);

const one = async (id: string) =>
  (await t.db.select().from(renewalIntents).where(eq(renewalIntents.id, id)))[0];
const renewals = (username: string) =>
  panel.ledger.filter((e) => e.act === 'renew' && e.username === username).length;
async function paid(who: { invoiceId: string }) {
  const intentId = newId();
  const request = { invoiceId: who.invoiceId, intentId, source: 'manual' as const, holdMs: 0 };
  expect(await payInvoice(ana, request, now)).toMatchObject({ ok: true });
  await t.sql`update renewal_intents set created_at = ${now} where id = ${intentId}`;
  return intentId;
}
/** The rows of a client as they are now, and the way back to them. */
async function backup(clientId: string) {
  const [client] = await t.db.select().from(clients).where(eq(clients.id, clientId));
  const intents = await t.db.select().from(renewalIntents).where(eq(renewalIntents.clientId, clientId));
  return async () => {
    if (client) await t.db.update(clients).set(client).where(eq(clients.id, clientId));
    await t.db.delete(renewalIntents).where(eq(renewalIntents.clientId, clientId));
    if (intents.length > 0) await t.db.insert(renewalIntents).values(intents);
  };
}
async function follow(id: string) {
  for (let i = 0; i < 40; i++) {
    const row = await one(id);
    if (!row || !['pending', 'sending', 'unknown'].includes(row.state)) return row;
    goTo(new Date(Math.max(now.getTime(), row.nextRunAt.getTime(), (row.leaseUntil?.getTime() ?? 0) + 1)));
    await executeRenewal(id, clock);
  }
  throw new Error('the intent never ended');
}

test('sent in the lost hour: read first, shown to a person, never sent again, no date taken over silently', async () => {
  const who = await debtor();
  const id = await paid(who);
  const back = await backup(who.clientId);
  expect((await executeRenewal(id, clock))?.state).toBe('verified');
  const stale = (await one(id))?.leaseToken ?? 0;
  await back();
  pass(30 * MINUTE_MS);

  expect(await doubtAfterRestore(now)).toEqual({ servers: 1, inDoubt: 1, waiting: 0 });
  const held = await t.db.select().from(auditEvents).where(eq(auditEvents.subjectId, shop.serverId));
  expect(held.map((e) => e.action)).toEqual(['server.created', 'server.held_after_restore']);
  const doubted = await one(id);
  expect(doubted).toMatchObject({ state: 'unknown', attempt: 1, expiresBefore: who.expiresAt });
  expect(doubted?.leaseToken).toBeGreaterThan(stale);
  expect(await undoPayment(ana, who.invoiceId, now)).toEqual({ ok: false, reason: 'too_late' });
  expect(await follow(id)).toMatchObject({ state: 'review', reason: 'restored_moved' });
  expect(renewals(who.username)).toBe(1);
  const date = async () =>
    (await t.db.select().from(clients).where(eq(clients.id, who.clientId)))[0]?.panelExpiresAt;
  expect(await date()).toEqual(who.expiresAt);

  const live = await readLive(ana.resellerId, id, clock);
  if (!live?.ok) throw new Error('unreadable');
  const said = { warning: 'accepted' as const, live: live.live };
  expect(await settleByPerson(ana, id, said, now)).toEqual({ ok: true });
  expect((await date())?.toISOString()).toBe(panel.ledger.at(-1)?.after);
});

test('not sent in the lost hour: sent once, after the quiet window and two readings', async () => {
  const who = await debtor();
  const id = await paid(who);
  await doubtAfterRestore(now);
  const began = now.getTime();
  expect(await follow(id)).toMatchObject({ state: 'verified', restoredAt: null });
  expect(now.getTime() - began).toBeGreaterThanOrEqual(QUIET_MS + MINUTE_MS);
  expect(renewals(who.username)).toBe(1);
});

test('a payment that was lost and is made again: held for the window, then a person decides', async () => {
  const who = await debtor();
  const lost = await paid(who);
  panel.control.script({ on: 'renew', fault: 'late', lateMs: 10 * MINUTE_MS });
  await executeRenewal(lost, clock);
  await t.sql`delete from renewal_intents where id = ${lost}`;
  await t.sql`delete from payments where invoice_id = ${who.invoiceId}`;
  await t.sql`update invoices set state = 'open', paid_at = null where id = ${who.invoiceId}`;
  pass(MINUTE_MS);
  await doubtAfterRestore(now);
  const again = await paid(who);
  // Unmoved as yet: without the hold this would be the second renewal.
  expect(await executeRenewal(again, clock)).toMatchObject({ state: 'pending', reason: 'restored' });
  expect(await follow(again)).toMatchObject({ state: 'review', reason: 'renewed_by_hand' });
  expect(renewals(who.username)).toBe(1);
});

test('of two renewals of one customer the second waits; a process of before the restore writes nothing', async () => {
  const who = await debtor();
  const first = await paid(who);
  pass(1_000);
  const more = { clientId: who.clientId, amountCents: 3590, dueOn: '2027-01-01', period: null };
  const second = await paid({ invoiceId: (await createInvoice(ana, more, now)) ?? '' });
  const old = await claimRenewal(first, now);
  expect(await doubtAfterRestore(now)).toMatchObject({ inDoubt: 1, waiting: 1 });
  expect(await one(second)).toMatchObject({ state: 'pending', attempt: 1, expiresFirst: who.expiresAt });
  if (!old) throw new Error('not claimed');
  expect(await settleRenewal(old.intent, { state: 'review', reason: 'no_panel' }, [], now)).toBeNull();
  expect(await follow(first)).toMatchObject({ state: 'verified' });
  // It cannot tell the first one's renewal from its own: a person can.
  expect(await follow(second)).toMatchObject({ state: 'review', reason: 'restored_moved' });
  expect(renewals(who.username)).toBe(1);
});
