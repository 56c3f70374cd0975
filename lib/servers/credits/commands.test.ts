import { and, eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { messages } from '@/db/schema/messages';
import { resellers } from '@/db/schema/resellers';
import { panelPackages, servers } from '@/db/schema/servers';
import { ana, clock, debtor, now, panel, pass, setStage, shop, t } from '@/db/test-stage';
import { payInvoice } from '@/lib/invoices/commands';
import { dueRenewals, executeRenewal } from '@/lib/renewals/jobs';
import { MINUTE_MS } from '@/lib/time';
import { closeCircuit } from '../health/commands';
import { stopsOf } from '../hours/queries';
import { openPanel } from '../queries';
import { countCredits } from './commands';
import { tellOfLowCredits } from './jobs';
import { creditsNow, creditTroubles, monthsSpent } from './queries';

const ZONE = 'America/Sao_Paulo';
setStage(new Date('2026-11-21T12:00:00Z'));
beforeEach(() =>
  t.db.update(resellers).set({ phone: '+5511988887777' }).where(eq(resellers.id, ana.resellerId)),
);

async function paid(): Promise<string> {
  const { invoiceId } = await debtor();
  const intentId = newId();
  await payInvoice(ana, { invoiceId, intentId, source: 'manual', holdMs: 0 }, now);
  return intentId;
}
/** Half an hour of ticks, a minute apart. */
async function tick(minutes = 30): Promise<void> {
  for (let n = 0; n < minutes; n++, pass(MINUTE_MS))
    for (const { id } of await dueRenewals(now, 50)) await executeRenewal(id, clock);
}
const intents = () => t.db.select().from(renewalIntents).where(eq(renewalIntents.resellerId, ana.resellerId));
const alerts = () =>
  t.db
    .select({ body: messages.body, phone: messages.phone })
    .from(messages)
    .where(and(eq(messages.resellerId, ana.resellerId), eq(messages.kind, 'alert')));
const price = (credits: number | null) =>
  t.db.update(panelPackages).set({ credits }).where(eq(panelPackages.serverId, shop.serverId));
const server = async () => {
  const [row] = await t.db.select().from(servers).where(eq(servers.id, shop.serverId));
  if (!row) throw new Error('no server');
  return row;
};

test('a renewal keeps what it cost when it was sent; a cost the panel does not say is counted apart', async () => {
  await price(3);
  await paid();
  await tick(1);
  await price(null);
  await paid();
  await tick(1);
  await price(50);
  expect((await intents()).map(({ state, credits }) => [state, credits])).toEqual([
    ['verified', 3],
    ['verified', null],
  ]);
  const { resellerId } = ana;
  const [{ clientId } = { clientId: '' }] = await intents();
  const task = { resellerId, clientId, serverId: shop.serverId, kind: 'create' as const, nextRunAt: now };
  await t.db.insert(accountTasks).values([
    { ...task, state: 'done', attempt: 1, credits: 2, sentAt: now },
    { ...task, state: 'done', attempt: 0 },
    { ...task, state: 'rejected', attempt: 1, credits: 9, sentAt: now },
  ]);
  expect(await monthsSpent(resellerId, shop.serverId, ZONE)).toEqual([
    { month: '2026-11', credits: 5, unknown: 1, renewals: 2, creations: 1 },
  ]);
  const bia = await t.reseller();
  expect(await monthsSpent(bia.resellerId, shop.serverId, ZONE)).toEqual([]);
});

test('months are the reseller’s; one made by hand, and the second of two, cost what nobody said', async () => {
  await paid();
  await tick(1);
  await t.sql`update renewal_intents set verified_at = '2026-12-01T01:30:00Z', warning = 'two_renewals'
    where reseller_id = ${ana.resellerId}`;
  await paid();
  await tick(1);
  await t.sql`update renewal_intents set attempt = 0, sent_at = null, verified_at = '2026-12-01T03:30:00Z'
    where reseller_id = ${ana.resellerId} and warning is null`;
  expect(await monthsSpent(ana.resellerId, shop.serverId, ZONE)).toEqual([
    { month: '2026-12', credits: 0, unknown: 1, renewals: 1, creations: 0 },
    { month: '2026-11', credits: 1, unknown: 1, renewals: 1, creations: 0 },
  ]);
});

test('one made by hand after our send cost what nobody said; a creation counts in the month of its proof', async () => {
  const { resellerId } = ana;
  await paid();
  await tick(1);
  await t.sql`update renewal_intents set warning = 'by_hand' where reseller_id = ${resellerId}`;
  const [{ clientId } = { clientId: '' }] = await intents();
  const evidence = [{ at: '2026-12-01T02:59:30.000Z' }, { at: '2026-12-01T03:00:30.000Z' }];
  const task = { resellerId, clientId, serverId: shop.serverId, kind: 'create' as const, nextRunAt: now };
  const sent = { state: 'done' as const, attempt: 1, credits: 2, sentAt: new Date('2026-12-01T02:59:30Z') };
  await t.db.insert(accountTasks).values({ ...task, ...sent, evidence });
  expect(await monthsSpent(resellerId, shop.serverId, ZONE)).toEqual([
    { month: '2026-12', credits: 2, unknown: 0, renewals: 0, creations: 1 },
    { month: '2026-11', credits: 0, unknown: 1, renewals: 1, creations: 0 },
  ]);
});

test('no credits: nothing that costs is sent again, one notice, and what waits goes on when reopened', async () => {
  for (let n = 0; n < 4; n++) await paid();
  panel.control.script({ on: 'renew', fault: 'no credits', times: -1 });
  panel.control.calls = [];
  await tick(1);
  expect((await server()).circuit).toBe('paused');
  await tick(40);
  expect(panel.control.calls.filter((c) => c.act === 'renew')).toHaveLength(1);
  // Nor is the panel asked about those who wait: only the refused one was read.
  expect(panel.control.calls.filter((c) => c.act === 'customer')).toHaveLength(1);
  const held = (await intents()).filter((i) => i.state === 'pending');
  expect(held.map(({ reason, attempt }) => [reason, attempt])).toEqual(Array(3).fill(['circuit_paused', 0]));
  const told = await alerts();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ phone: '+5511988887777', body: expect.stringContaining('sem créditos') });
  expect(await creditTroubles(ana.resellerId)).toEqual([
    { id: shop.serverId, name: 'Servidor de teste', left: null },
  ]);

  const customers = panel.control.customers;
  panel.control.reset();
  for (const customer of customers) panel.control.customer(customer);
  expect(await closeCircuit(ana.resellerId, ana, shop.serverId, now)).toBe(true);
  await tick(5);
  expect((await intents()).map((i) => i.state).sort()).toEqual(['rejected', ...Array(3).fill('verified')]);
  expect(panel.ledger.filter((e) => e.act === 'renew')).toHaveLength(3);
  expect(await alerts()).toHaveLength(1);
});

test('no credits, and away for a moment: still one refused renewal and one notice', async () => {
  for (let n = 0; n < 2; n++) await paid();
  panel.control.script({ on: 'renew', fault: 'no credits', times: -1 });
  await tick(2);
  panel.control.script({ on: 'customer', fault: 'block page' });
  const states = [];
  for (let look = 0; look < 2; look++, pass(2 * MINUTE_MS)) {
    await (await openPanel(ana.resellerId, shop.serverId, now))?.adapter.readCustomer('ninguem');
    states.push((await server()).circuit);
  }
  expect(states).toEqual(['open', 'paused']);
  const [stop] = await stopsOf(ana.resellerId, shop.serverId, now);
  expect(stop?.detail).toMatchObject({ from: 'open', to: 'paused', reason: 'no_credits' });
  await tick(15);
  expect((await intents()).filter((i) => i.state === 'rejected')).toHaveLength(1);
  expect(await alerts()).toHaveLength(1);
});

test('credits counted by a person go down with proved costs and warn once for each count', async () => {
  const { resellerId } = ana;
  const count = (left: number | null, warnBelow: number | null, shown: number | null = null) =>
    countCredits(ana, { id: shop.serverId, left, shown, warnBelow }, now);
  const look = async () => {
    const total = { planned: 0, done: 0, skipped: 0, failed: 0 };
    await tellOfLowCredits(now, total);
    return total.done;
  };
  await paid();
  await tick(1);
  expect(await creditsNow(resellerId, await server())).toBeNull();
  expect(await count(10, 10)).toBe(true);
  expect((await creditsNow(resellerId, await server()))?.left).toBe(10);
  pass(1);
  expect(await look()).toBe(0);
  await paid();
  await tick(1);
  expect(await creditsNow(resellerId, await server())).toEqual({
    left: 9,
    spent: { credits: 1, unknown: 0 },
  });
  expect([await look(), await look()]).toEqual([1, 0]);
  expect((await server()).circuit).toBe('closed');
  expect((await creditTroubles(resellerId)).map((s) => s.left)).toEqual([9]);
  pass(MINUTE_MS);
  // A page opened when 10 were left: its number is no new count.
  await count(10, 20, 10);
  expect((await creditsNow(resellerId, await server()))?.left).toBe(9);
  await count(5, 10);
  expect([await look(), await look()]).toEqual([1, 0]);
  expect(await alerts()).toHaveLength(2);
  await count(null, null);
  expect(await creditTroubles(resellerId)).toEqual([]);
  const bia = await t.reseller();
  expect(await countCredits(bia, { id: shop.serverId, left: 1, shown: null, warnBelow: null }, now)).toBe(
    false,
  );
});
