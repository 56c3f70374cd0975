import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { messages } from '@/db/schema/messages';
import { ana, clock, debtor, goTo, now, panel, pass, setStage, t } from '@/db/test-stage';
import type { Actor } from '@/lib/auth/rules';
import { isRenewing } from '@/lib/clients/record/queries';
import { dismissalOf } from '@/lib/dismissals/queries';
import { createInvoice, payInvoice } from '@/lib/invoices/commands';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@/lib/time';
import { executeRenewal } from '../jobs';
import { renewalViews } from '../queries';
import { closeUnproved, reopenClosed, resendByPerson, retryRejected, settleByPerson } from './commands';
import { readLive } from './jobs';
import type { Live } from './rules';

const START = new Date('2026-11-21T12:00:00Z');
let bia: Actor;
setStage(START);
beforeEach(async () => {
  bia = await t.reseller({ name: 'Outra revenda' });
});

type Debtor = Awaited<ReturnType<typeof debtor>>;
const intent = async (id: string) => {
  const [row] = await t.db.select().from(renewalIntents).where(eq(renewalIntents.id, id));
  if (!row) throw new Error('no intent');
  return row;
};
const client = async (who: Debtor) =>
  (await t.db.select().from(clients).where(eq(clients.id, who.clientId)))[0];
const message = async (id: string) =>
  (await t.db.select().from(messages).where(eq(messages.subjectId, id)))[0];
const renewals = (username: string) =>
  panel.ledger.filter((e) => e.act === 'renew' && e.username === username).length;
async function paid(who: Pick<Debtor, 'invoiceId'>) {
  const intentId = newId();
  const request = { invoiceId: who.invoiceId, intentId, source: 'manual' as const, holdMs: 0 };
  expect(await payInvoice(ana, request, now)).toMatchObject({ ok: true });
  await t.sql`update renewal_intents set created_at = ${now} where id = ${intentId}`;
  return intentId;
}
async function follow(id: string) {
  for (let i = 0; i < 40; i++) {
    const row = await intent(id);
    if (!['pending', 'sending', 'unknown'].includes(row.state)) return row;
    goTo(new Date(Math.max(now.getTime(), row.nextRunAt.getTime(), (row.leaseUntil?.getTime() ?? 0) + 1)));
    await executeRenewal(id, clock);
  }
  throw new Error('the intent never ended');
}
const panelShows = (who: Debtor, days: number) =>
  panel.control.customer({
    username: who.username,
    expiresAt: new Date(who.expiresAt.getTime() + days * DAY_MS).toISOString(),
  });
async function look(id: string): Promise<Live> {
  const read = await readLive(ana.resellerId, id, clock);
  if (!read?.ok) throw new Error('unreadable');
  return read.live;
}
/** Paid, sent, answered 200 by a panel that moved nothing: a person is asked. */
async function unmoved() {
  const who = await debtor();
  const id = await paid(who);
  panel.control.set({ effect: 'unmoved' });
  expect(await follow(id)).toMatchObject({ state: 'review', reason: 'not_seen_renewed' });
  panel.control.set({ effect: 'normal' });
  return { id, who };
}
const accepts = ['accepted', 'by_hand'] as const;

test.each(accepts)('%s on a panel that moved nothing: refused, no date, no message', async (warning) => {
  const { id, who } = await unmoved();
  const before = await client(who);
  const answer = await settleByPerson(ana, id, { warning, live: await look(id) }, now);
  expect(answer).toEqual({ ok: false, reason: 'unmoved', base: { at: who.expiresAt, own: true } });
  expect(await intent(id)).toMatchObject({ state: 'review', expiresAfter: null, verifiedAt: null });
  expect(await client(who)).toEqual(before);
  expect((await message(id))?.state).toBe('waiting');
});

test.each([19, -3])('a panel that moved by %s days proves no renewal of 30', async (days) => {
  const { id, who } = await unmoved();
  panelShows(who, days);
  const said = { warning: 'accepted', live: await look(id) } as const;
  expect(await settleByPerson(ana, id, said, now)).toMatchObject({ ok: false, reason: 'moved_oddly' });
  expect((await intent(id)).state).toBe('review');
});

test.each(accepts)(
  '%s on a panel that did move: proved by its date, and the client is told',
  async (warning) => {
    const { id, who } = await unmoved();
    panelShows(who, 30);
    const live = await look(id);
    expect(await settleByPerson(ana, id, { warning, live }, now)).toEqual({ ok: true });
    expect(await intent(id)).toMatchObject({ state: 'verified', warning, expiresAfter: live.expiresAt });
    expect(await client(who)).toMatchObject({ expiresAt: live.expiresAt, panelExpiresAt: live.expiresAt });
    expect((await message(id))?.state).toBe('queued');
    expect(await settleByPerson(ana, id, { warning, live }, now)).toMatchObject({ reason: 'moved_on' });
  },
);

test('renewed by hand before our reading: measured from the date known when it was paid', async () => {
  const who = await debtor();
  const id = await paid(who);
  panelShows(who, 30);
  expect(await follow(id)).toMatchObject({ state: 'review', reason: 'renewed_by_hand', expiresBefore: null });
  // A reading of the accounts meanwhile must not become the base.
  const live = await look(id);
  await t.db.update(clients).set({ panelExpiresAt: live.expiresAt }).where(eq(clients.id, who.clientId));
  expect(await resendByPerson(ana, id, live, now)).toMatchObject({ ok: false, reason: 'moved' });
  expect(await settleByPerson(ana, id, { warning: 'accepted', live }, now)).toEqual({ ok: true });
  expect(renewals(who.username)).toBe(0);
});

test('one movement proves one payment, not two', async () => {
  const { id, who } = await unmoved();
  const more = { clientId: who.clientId, amountCents: 3590, dueOn: '2027-01-01', period: null };
  const second = await paid({ invoiceId: (await createInvoice(ana, more, now)) ?? '' });
  panelShows(who, 30);
  const live = await look(id);
  expect(await settleByPerson(ana, id, { warning: 'accepted', live }, now)).toEqual({ ok: true });
  await t.db.update(renewalIntents).set({ state: 'review' }).where(eq(renewalIntents.id, second));
  const said = { warning: 'accepted', live } as const;
  expect(await settleByPerson(ana, second, said, now)).toMatchObject({ ok: false, reason: 'unmoved' });
});

const because = 'o cliente desistiu';

test('reenviar: only unmoved, read within 60 s, past quiet', async () => {
  const { id, who } = await unmoved();
  const live = await look(id);
  await t.db
    .update(renewalIntents)
    .set({ quietUntil: new Date(now.getTime() + 1) })
    .where(eq(renewalIntents.id, id));
  expect(await resendByPerson(ana, id, live, now)).toMatchObject({ ok: false, reason: 'not_quiet' });
  expect(await closeUnproved(ana, { id, because }, now)).toMatchObject({ ok: false, reason: 'not_quiet' });
  // An answer that was long in coming is as old as its question.
  const [asked, answered] = [now, new Date(now.getTime() + 60 * SECOND_MS + 1)];
  const looks = [asked];
  const slow = await readLive(ana.resellerId, id, () => looks.pop() ?? answered);
  goTo(answered);
  if (!slow?.ok) throw new Error('unreadable');
  expect(await resendByPerson(ana, id, slow.live, slow.now)).toMatchObject({ ok: false, reason: 'stale' });
  panelShows(who, 1);
  expect(await resendByPerson(ana, id, await look(id), now)).toMatchObject({ ok: false, reason: 'moved' });
  panelShows(who, 0);
  expect(await resendByPerson(ana, id, await look(id), now)).toEqual({ ok: true });
  pass(MINUTE_MS);
  expect(await follow(id)).toMatchObject({ state: 'verified' });
});

test('closed without proof: no date, no message, no second payment, and the next one may go', async () => {
  const { id, who } = await unmoved();
  const before = await client(who);
  const more = { clientId: who.clientId, amountCents: 3590, dueOn: '2027-01-01', period: null };
  const next = await paid({ invoiceId: (await createInvoice(ana, more, now)) ?? '' });
  expect(await executeRenewal(next, clock)).toBeNull();
  expect(await isRenewing(t.db, ana.resellerId, who.clientId)).toBe(true);
  expect(await closeUnproved(ana, { id, because }, now)).toEqual({ ok: true });
  expect(await intent(id)).toMatchObject({ state: 'closed', expiresAfter: null, verifiedAt: null });
  expect((await client(who))?.panelExpiresAt).toEqual(before?.panelExpiresAt);
  expect((await message(id))?.state).toBe('cancelled');
  const [view] = await renewalViews(ana.resellerId, { ids: [id] }, now, 'America/Sao_Paulo');
  expect(view).toMatchObject({ text: 'Encerrado sem prova do painel', moving: false });
  // Back only while the customer's place is free; what it waits with is what it waited with.
  await t.db.update(renewalIntents).set({ state: 'unknown' }).where(eq(renewalIntents.id, next));
  expect(await reopenClosed(ana, id, now)).toMatchObject({ ok: false, reason: 'busy' });
  await t.db.update(renewalIntents).set({ state: 'pending' }).where(eq(renewalIntents.id, next));
  expect(await dismissalOf(ana.resellerId, 'renewal', id)).toMatchObject({ because });
  expect(await reopenClosed(ana, id, now)).toEqual({ ok: true });
  expect(await dismissalOf(ana.resellerId, 'renewal', id)).toBeNull();
  expect(await intent(id)).toMatchObject({ state: 'review', reason: 'not_seen_renewed' });
  expect(await reopenClosed(ana, id, now)).toMatchObject({ ok: false, reason: 'moved_on' });
  expect((await message(id))?.state).toBe('cancelled');
  expect(await closeUnproved(ana, { id, because }, now)).toEqual({ ok: true });
  expect(
    await payInvoice(ana, { ...who, intentId: newId(), source: 'manual', holdMs: 0 }, now),
  ).toMatchObject({
    reason: 'already_paid',
  });
  expect(await follow(next)).toMatchObject({ state: 'verified' });
  // Nothing is left to finish: the client may be moved and archived again.
  expect(await isRenewing(t.db, ana.resellerId, who.clientId)).toBe(false);
});

test('another reseller’s renewal answers like an absent one', async () => {
  const { id } = await unmoved();
  const live = await look(id);
  const absent = { ok: false, reason: 'absent', base: null };
  for (const which of [id, newId()]) {
    expect(await settleByPerson(bia, which, { warning: 'accepted', live }, now)).toEqual(absent);
    expect(await resendByPerson(bia, which, live, now)).toEqual(absent);
    expect(await retryRejected(bia, which, now)).toEqual(absent);
    expect(await reopenClosed(bia, which, now)).toEqual(absent);
    expect(await closeUnproved(bia, { id: which, because }, now)).toEqual(absent);
    expect(await readLive(bia.resellerId, which, clock)).toBeNull();
  }
});
