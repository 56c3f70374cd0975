import { beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { addDebtor, openShop } from '@/db/test-shop';
import { ana, clock, debtor, goTo, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { dueAccountTasks, runAccountTask } from '@/lib/accounts/jobs';
import { moveToServer } from '@/lib/clients/move/commands';
import { payInvoice } from '@/lib/invoices/commands';
import { executeRenewal } from '@/lib/renewals/jobs';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { undoBatch } from '../apply/undo/commands';
import { findingsOf, latestAudits } from '../audit/queries';
import { driftsOf } from '../drift/queries';
import { claimRun } from '../runs/claim/commands';
import { finishRun } from '../runs/commands';
import { forgetOldComparisons } from '../runs/forget/commands';
import { driveSync } from '../runs/jobs';
import { saveSettings } from './commands';
import { dueReadings } from './jobs';

const START = new Date('2026-11-21T12:00:00Z');
const NIGHT = new Date('2026-11-22T06:30:00Z');
const zone = 'America/Sao_Paulo';
const day = (n: number) => new Date(NIGHT.getTime() + n * DAY_MS);

setStage(START);
beforeEach(() => t.sql`update servers set created_at = ${now} where id = ${shop.serverId}`);

const there = (username: string, more: object) => panel.control.customer({ username, ...more });
/** Paid and proved: here and there until thirty-five days on. */
async function paid() {
  const who = await debtor();
  const request = { invoiceId: who.invoiceId, intentId: newId(), source: 'manual' as const, holdMs: 0 };
  await payInvoice(ana, request, now);
  expect((await executeRenewal(request.intentId, clock))?.state).toBe('verified');
  pass(10_000);
  return who;
}
/** What the tick does with what is due. */
async function tick(): Promise<string[]> {
  const mine = await t.sql`select id from sync_runs where reseller_id = ${ana.resellerId}`;
  const before = new Set(mine.map((row) => row.id));
  const due = await dueReadings(now, 50);
  for (const { id } of due) await driveSync(id, clock, 10_000);
  return due.map(({ id }) => id).filter((id) => !before.has(id));
}
const clientOf = async (id: string) => (await t.sql`select * from clients where id = ${id}`)[0];
const openRows = async () =>
  (
    await t.sql`select client_id, class from sync_rows where reseller_id = ${ana.resellerId} and state = 'open'`
  ).map((row) => [row.client_id, row.class]);
const batches = () =>
  t.sql`select * from sync_batches where reseller_id = ${ana.resellerId} order by created_at`;
const timeline = async (clientId: string) =>
  (
    await t.sql`select detail from audit_events where client_id = ${clientId} and action = 'client.renewed_there'
      order by at`
  ).map((row) => row.detail);
const NOTHING = { paid_here: { rows: [], more: false }, unpaid_there: { rows: [], more: false } };
const drifts = () => driftsOf(ana.resellerId, { now, zone });

test('once a night: dates that differ are taken over, a paid one never back; the rest is told', async () => {
  const loser = await paid();
  const [shorter, longer, over, blocked, gone] = await Promise.all(Array.from({ length: 5 }, debtor));
  if (!shorter || !longer || !over || !blocked || !gone) throw new Error('no clients');
  const stood = (await clientOf(loser.clientId))?.expires_at;
  there(loser.username, { expiresAt: day(-1).toISOString() });
  there(shorter.username, { expiresAt: day(1).toISOString() });
  there(longer.username, { expiresAt: day(40).toISOString() });
  there(blocked.username, { status: 'INACTIVE' });
  panel.control.remove(gone.username);
  await t.sql`update clients set expires_at = ${day(-8)}, panel_expires_at = ${day(-8)} where id = ${over.clientId}`;
  there(over.username, { expiresAt: day(22).toISOString() });
  expect(await tick(), 'not before the night').toEqual([]);

  goTo(NIGHT);
  const ledger = panel.ledger.length;
  expect(await tick()).toHaveLength(1);
  expect(await tick(), 'once a night').toEqual([]);
  expect(panel.ledger.length, 'nothing was sent to the panel').toBe(ledger);
  expect((await clientOf(loser.clientId))?.expires_at).toEqual(stood);
  expect((await clientOf(shorter.clientId))?.expires_at).toEqual(day(1));
  expect((await clientOf(longer.clientId))?.expires_at).toEqual(day(40));
  expect(await clientOf(over.clientId)).toMatchObject({ expires_at: day(22), panel_expires_at: day(22) });
  expect((await clientOf(blocked.clientId))?.status).toBe('active');
  expect((await clientOf(gone.clientId))?.panel_state).toBe('linked');
  expect((await openRows()).sort()).toEqual(
    [
      [loser.clientId, 'earlier'],
      [blocked.clientId, 'blocked'],
      [gone.clientId, 'missing_there'],
    ].sort(),
  );
  const [batch, ...more] = await batches();
  expect(more).toEqual([]);
  expect(batch).toMatchObject({ automatic: true, user_name: 'Comparação automática', applied_count: 3 });

  const told = await drifts();
  expect(told.paid_here.rows).toMatchObject([{ clientId: loser.clientId, theirs: day(-1), taken: false }]);
  expect(told.unpaid_there.rows).toMatchObject([
    { clientId: over.clientId, ours: day(-8), theirs: day(22), taken: true },
  ]);
  expect(await timeline(longer.clientId)).toEqual([
    { serverId: shop.serverId, from: expect.any(String), to: day(40).toISOString() },
  ]);
  expect(await timeline(shorter.clientId)).toEqual([]);
  const other = await t.reseller();
  expect(await driftsOf(other.resellerId, { now, zone })).toEqual(NOTHING);

  // The night's audit judged the same readings: nobody was asked for twice.
  const asked = panel.control.calls.filter(
    (call) => call.act === 'customer' && call.path.includes(loser.username),
  );
  expect(asked.length).toBeLessThanOrEqual(4);
  const audits = await latestAudits(ana.resellerId, shop.serverId);
  expect(audits).toMatchObject([{ state: 'done', readCount: 6 }]);
  expect((await findingsOf(ana.resellerId, audits)).rows).toMatchObject([
    { clientId: loser.clientId, kind: 'less_than_paid' },
  ]);

  // Taken back by a person, it is not taken over again by itself; and the next night supersedes what this one left.
  expect(await undoBatch(ana, batch?.id, now)).toEqual({ undone: 3, kept: 0 });
  goTo(day(1));
  expect(await tick()).toHaveLength(1);
  expect((await clientOf(longer.clientId))?.expires_at).not.toEqual(day(40));
  expect(await batches()).toHaveLength(1);
  expect(await openRows()).toHaveLength(6);
  expect(await timeline(longer.clientId), 'once per date').toHaveLength(1);
  there(longer.username, { expiresAt: day(70).toISOString() });
  goTo(day(2));
  await tick();
  expect((await clientOf(longer.clientId))?.expires_at).toEqual(day(70));
  expect(await timeline(longer.clientId)).toHaveLength(2);
});

test('a comparison that the panel broke off feeds the audit of its night when it is tried again', async () => {
  const who = await paid();
  there(who.username, { expiresAt: day(100).toISOString() });
  goTo(NIGHT);
  const [due] = await dueReadings(now, 50);
  const held = await claimRun(due?.id ?? '', now);
  if (!held) throw new Error('not begun');
  await finishRun(held, 'unreachable', now);
  await t.sql`update panel_audits set read_count = 7 where server_id = ${shop.serverId}`;
  pass(HOUR_MS);
  expect(await tick()).toHaveLength(1);
  expect((await clientOf(who.clientId))?.expires_at, 'nothing is left to be found tomorrow').toEqual(
    day(100),
  );
  const audits = await latestAudits(ana.resellerId, shop.serverId);
  expect(audits).toMatchObject([{ state: 'done', readCount: 1 }]);
  expect((await findingsOf(ana.resellerId, audits)).rows).toMatchObject([{ kind: 'moved_more' }]);
});

test('as the owner chose: hourly and everything it may, or not at all', async () => {
  const [one, two] = [await debtor(), await debtor()];
  goTo(NIGHT);
  const stranger = await t.reseller();
  expect(await saveSettings(stranger, shop.serverId, { every: 'off', apply: [] }, now)).toBe(false);
  expect(await saveSettings(ana, shop.serverId, { every: 'off', apply: ['later'] }, now)).toBe(true);
  there(one.username, { expiresAt: day(40).toISOString() });
  there(two.username, { status: 'INACTIVE' });
  expect(await tick()).toEqual([]);
  expect(await saveSettings(ana, shop.serverId, { every: 'hourly', apply: ['blocked'] }, now)).toBe(true);
  expect(await Promise.all([tick(), tick(), tick()]).then((all) => all.flat().length)).toBeGreaterThan(0);
  const runs = () => t.sql`select slot from sync_runs where reseller_id = ${ana.resellerId} order by 1`;
  expect((await runs()).map((row) => row.slot)).toEqual(['2026-11-22T06']);
  expect((await clientOf(two.clientId))?.status).toBe('suspended');
  expect(await openRows()).toEqual([[one.clientId, 'later']]);
  pass(HOUR_MS);
  await tick();
  expect((await runs()).map((row) => row.slot)).toEqual(['2026-11-22T06', '2026-11-22T07']);
  expect(await openRows(), 'only the latest reading has open rows').toEqual([[one.clientId, 'later']]);
  pass(HOUR_MS);
  await tick();
  // The one that took something over stays, and the latest; the one between them left nothing.
  await forgetOldComparisons(new Date(now.getTime() + 31 * DAY_MS));
  expect((await runs()).map((row) => row.slot)).toEqual(['2026-11-22T06', '2026-11-22T08']);
  const trail = await t.sql`select action, detail from audit_events where subject_id = ${shop.serverId}
    and action = 'server.comparison' order by at, id`;
  expect(trail.map((row) => row.detail.every)).toEqual(['off', 'hourly']);
});

test('a payment undone accounts for nothing', async () => {
  const who = await paid();
  await t.sql`update payments set voided_at = ${now} where invoice_id = ${who.invoiceId}`;
  there(who.username, { expiresAt: day(-1).toISOString() });
  goTo(NIGHT);
  await tick();
  expect((await clientOf(who.clientId))?.expires_at).toEqual(day(-1));
  expect(await drifts()).toEqual(NOTHING);
});

test('who came by a move keeps the date, whatever the night reads, until a renewal there is proved', async () => {
  const other = await openShop(ana, panel, now);
  const [long, renewed] = [
    await addDebtor(t, ana, other, panel, now),
    await addDebtor(t, ana, other, panel, now),
  ];
  const paidUntil = day(300);
  await t.sql`update clients set expires_at = ${paidUntil} where id = ${long.clientId}`;
  for (const { clientId: id } of [long, renewed])
    expect(
      await t.db.transaction((tx) => moveToServer(tx, ana, { id, planId: shop.planId, suspend: false }, now)),
    ).toBe('moved');
  for (const { id } of await dueAccountTasks(now, 50)) await runAccountTask(id, clock);
  const request = { invoiceId: renewed.invoiceId, intentId: newId(), source: 'manual' as const, holdMs: 0 };
  await payInvoice(ana, request, now);
  expect((await executeRenewal(request.intentId, clock))?.state).toBe('verified');
  there(long.username, { expiresAt: day(30).toISOString() });
  there(renewed.username, { expiresAt: day(90).toISOString() });
  goTo(NIGHT);
  await tick();
  expect((await clientOf(long.clientId))?.expires_at).toEqual(paidUntil);
  expect((await clientOf(renewed.clientId))?.expires_at).toEqual(day(90));
  expect(await openRows()).toEqual([[long.clientId, 'earlier']]);
});
