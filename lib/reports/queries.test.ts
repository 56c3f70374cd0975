import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { priceTables } from '@/db/schema/groups';
import { invoices, payments, renewalIntents } from '@/db/schema/invoices';
import { mercadopagoCharges } from '@/db/schema/mercadopago';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { openMarket } from '@/db/test-market';
import type { Actor } from '@/lib/auth/rules';
import { needingPerson } from '@/lib/board/queries';
import { listServers } from '@/lib/servers/queries';
import { DAY_MS } from '@/lib/time';
import {
  countExpiring,
  monthRevenue,
  nextExpiries,
  packagesSetupOf,
  receivable,
  renewalsPerDay,
  setupOf,
} from './queries';

const SP = 'America/Sao_Paulo';
const MAPUTO = 'Africa/Maputo';
/** 30 November in São Paulo, 22:00; already 1 December in Maputo. */
const now = new Date('2026-12-01T01:00:00Z');
let t: TestDatabase;
let ana: Actor;
let bia: Actor;
beforeAll(async () => {
  t = await testDatabase();
  [ana, bia] = [await t.reseller(), await t.reseller({ country: 'MZ' })];
});
afterAll(() => t.drop());

test('an empty shop counts nothing', async () => {
  const { resellerId } = await t.reseller();
  expect(await monthRevenue(resellerId, now, SP)).toEqual({ current: 0, previous: 0, count: 0 });
  expect(await needingPerson(resellerId)).toEqual({ count: 0, oldest: null });
  expect(await setupOf(resellerId)).toEqual({ servers: 0, plans: 0, clients: 0, paid: 0 });
  expect((await renewalsPerDay(resellerId, now, SP, 3)).map((d) => d.n)).toEqual([0, 0, 0]);
});

test('a group has prices while the table that counts now names one', async () => {
  const { ana: seller, groupId } = await openMarket(t, now);
  const { resellerId } = seller;
  expect(await packagesSetupOf(resellerId)).toMatchObject({ groups: 1, prices: 1, packages: 0 });
  expect(await packagesSetupOf(bia.resellerId)).toMatchObject({ groups: 0, prices: 0 });
  const empty = { id: newId(), resellerId, groupId, version: 2, userName: 'Ana', createdAt: now };
  await t.db.insert(priceTables).values(empty);
  expect(await packagesSetupOf(resellerId)).toMatchObject({ groups: 1, prices: 0 });
});

test('a payment at 23:30 of the last day is this month’s, half an hour later the next; undone ones are nobody’s', async () => {
  const shop = await open(ana);
  const inNovember = new Date('2026-12-01T02:30:00Z');
  await paid(shop, 1_000, inNovember);
  await paid(shop, 20_000, new Date('2026-12-01T03:00:00Z'));
  await paid(shop, 300_000, new Date('2026-11-01T02:59:59.999Z'));
  await paid(shop, 4_000_000, new Date('2026-10-01T03:00:00Z'));
  await paid(shop, 50_000_000, new Date('2026-10-01T02:59:59.999Z'));
  await paid(shop, 600_000_000, inNovember, { voidedAt: now });
  const revenue = (at: Date, zone: string) => monthRevenue(ana.resellerId, at, zone);
  expect(await revenue(now, SP)).toEqual({ current: 1_000, previous: 4_300_000, count: 1 });
  const later = new Date('2026-12-01T03:00:00Z');
  expect(await revenue(later, SP)).toEqual({ current: 20_000, previous: 1_000, count: 1 });
  // The same instants are other days further east.
  expect(await revenue(now, MAPUTO)).toMatchObject({ current: 21_000, count: 2 });
  expect((await setupOf(ana.resellerId)).paid).toBe(1);
});

test('cost and margin of each server are made of its own clients, plans and months', async () => {
  const actor = await t.reseller();
  const fixed = await open(actor, { name: 'A fixo', billing: 'fixed', monthlyCents: 5_000 });
  const perActive = await open(actor, { name: 'B por ativo', billing: 'per_active', monthlyCents: 1_000 });
  const quarter = await plan(actor, fixed.serverId, { priceCents: 9_000, days: 90 });
  await client(fixed, { expiresAt: after(1) });
  await client(fixed, { expiresAt: after(1), planId: quarter });
  await client(fixed, { expiresAt: now });
  await client(fixed, { expiresAt: after(9), status: 'suspended' });
  await client(fixed, { expiresAt: after(9), archivedAt: now });
  for (let n = 0; n < 4; n++) await client(perActive, { expiresAt: after(2) });
  const [a, b] = await listServers(actor.resellerId, now);
  expect(a).toMatchObject({ activeClients: 2, revenueCents: 3_500 + 3_000, costCents: 5_000 });
  expect(a?.margin).toEqual({ cents: 1_500, percent: 23 });
  expect(b).toMatchObject({ activeClients: 4, revenueCents: 14_000, costCents: 4_000 });
  expect((await listServers(bia.resellerId, now)).map((s) => s.name)).not.toContain('A fixo');
});

test('to receive today, late, running out and next are told by the reseller’s calendar', async () => {
  const actor = await t.reseller();
  const shop = await open(actor);
  const today = await client(shop, { name: 'Hoje', expiresAt: new Date('2026-12-01T02:59:59Z') });
  await client(shop, { name: 'Em 3 dias', expiresAt: new Date('2026-12-04T02:59:59Z') });
  await client(shop, { name: 'Em 4 dias', expiresAt: new Date('2026-12-04T03:00:00Z') });
  await client(shop, { name: 'Suspenso', expiresAt: after(1), status: 'suspended' });
  await client(shop, { name: 'Fora', expiresAt: after(1), archivedAt: now });
  await invoice(shop, 700, { clientId: today, dueOn: '2026-11-30' });
  await invoice(shop, 90, { dueOn: '2026-11-29' });
  await invoice(shop, 8, { dueOn: '2026-12-01' });
  expect(await receivable(actor.resellerId, '2026-11-30')).toEqual({
    today: { cents: 700, count: 1 },
    late: { cents: 90, count: 1 },
  });
  expect(await countExpiring(actor.resellerId, now, SP)).toBe(3);
  const next = await nextExpiries(actor.resellerId, now, 2);
  expect(next.map((c) => [c.name, c.invoiced])).toEqual([
    ['Hoje', true],
    ['Em 3 dias', false],
  ]);
});

test('renewals count on the day of the zone on which the panel proved them', async () => {
  const actor = await t.reseller();
  const shop = await open(actor);
  await renewal(shop, 'verified', new Date('2026-12-01T00:59:00Z'));
  await renewal(shop, 'verified', new Date('2026-11-30T02:59:59Z'));
  await renewal(shop, 'verified', new Date('2026-11-27T02:59:59Z'));
  await renewal(shop, 'cancelled', null);
  expect(await renewalsPerDay(actor.resellerId, now, SP, 3)).toEqual([
    { day: '2026-11-28', n: 0 },
    { day: '2026-11-29', n: 1 },
    { day: '2026-11-30', n: 1 },
  ]);
});

test('what needs a person: renewals, accounts and PIX of this reseller, an invoice once', async () => {
  const actor = await t.reseller();
  const shop = await open(actor);
  await renewal(shop, 'rejected', null);
  await renewal(shop, 'review', null);
  await renewal(shop, 'unknown', null);
  const clientId = await client(shop);
  const { resellerId } = actor;
  const task = { resellerId, serverId: shop.serverId, kind: 'create' as const, nextRunAt: now };
  await t.db.insert(accountTasks).values({ ...task, clientId, state: 'review', createdAt: after(-3) });
  const invoiceId = await invoice(shop, 100);
  const other = await invoice(shop, 100);
  const charge = { resellerId, amountCents: 100, nextRunAt: now, createdAt: after(-1) };
  await t.db.insert(mercadopagoCharges).values([
    { ...charge, invoiceId, attempt: 1, intentId: newId(), state: 'review', reason: 'amount' },
    { ...charge, invoiceId, attempt: 2, intentId: newId(), state: 'review', reason: 'paid_twice' },
    { ...charge, invoiceId: other, attempt: 1, intentId: newId(), state: 'pending', reason: 'plan_blocked' },
    { ...charge, invoiceId: other, attempt: 2, intentId: newId(), state: 'resolved', reason: 'amount' },
  ]);
  expect(await needingPerson(resellerId)).toEqual({ count: 5, oldest: after(-3) });
});

test('one reseller’s figures hold nothing of another’s', async () => {
  const { resellerId } = bia;
  expect(await monthRevenue(resellerId, now, MAPUTO)).toEqual({ current: 0, previous: 0, count: 0 });
  expect(await needingPerson(resellerId)).toEqual({ count: 0, oldest: null });
  expect(await receivable(resellerId, '2026-11-30')).toMatchObject({
    today: { count: 0 },
    late: { count: 0 },
  });
  expect(await countExpiring(resellerId, now, MAPUTO)).toBe(0);
  expect(await nextExpiries(resellerId, now, 5)).toEqual([]);
  expect((await renewalsPerDay(resellerId, now, MAPUTO, 30)).every((d) => d.n === 0)).toBe(true);
});

type Shop = { actor: Actor; serverId: string; planId: string };
const after = (days: number) => new Date(now.getTime() + days * DAY_MS);

async function open(actor: Actor, wish: Partial<typeof servers.$inferInsert> = {}): Promise<Shop> {
  const serverId = newId();
  await t.db.insert(servers).values({ id: serverId, resellerId: actor.resellerId, name: 'S', ...wish });
  return { actor, serverId, planId: await plan(actor, serverId, { priceCents: 3_500 }) };
}

async function plan({ resellerId }: Actor, serverId: string, wish: { priceCents: number; days?: number }) {
  const id = newId();
  await t.db.insert(plans).values({ id, resellerId, serverId, name: 'Mensal', ...wish });
  return id;
}

async function client({ actor, ...place }: Shop, wish: Partial<typeof clients.$inferInsert> = {}) {
  const id = newId();
  const { resellerId } = actor;
  const blank = { name: 'Ana', username: id, passwordEncrypted: 'x', search: '', expiresAt: after(-40) };
  await t.db.insert(clients).values({ id, resellerId, ...place, ...blank, ...wish });
  return id;
}

async function invoice(shop: Shop, amountCents: number, wish: Partial<typeof invoices.$inferInsert> = {}) {
  const id = newId();
  const clientId = wish.clientId ?? (await client(shop));
  const { resellerId } = shop.actor;
  const link = { linkHash: id, linkEncrypted: 'x' };
  const values = { id, resellerId, planId: shop.planId, amountCents, currency: 'BRL' as const, ...link };
  await t.db.insert(invoices).values({ ...values, dueOn: '2027-01-01', ...wish, clientId });
  return id;
}

async function paid(shop: Shop, amountCents: number, paidAt: Date, wish: { voidedAt?: Date } = {}) {
  const invoiceId = await invoice(shop, amountCents);
  const dates = { paidAt, expiryBefore: paidAt, expiryAfter: paidAt };
  const { resellerId } = shop.actor;
  const by = { currency: 'BRL', source: 'manual', paidByName: 'Ana' } as const;
  await t.db.insert(payments).values({ resellerId, invoiceId, amountCents, ...by, ...dates, ...wish });
}

async function renewal(
  shop: Shop,
  state: (typeof renewalIntents.$inferInsert)['state'],
  verifiedAt: Date | null,
) {
  const clientId = await client(shop);
  const invoiceId = await invoice(shop, 100, { clientId });
  const { resellerId } = shop.actor;
  const about = { resellerId, clientId, invoiceId, serverId: shop.serverId, panelUsername: clientId };
  const terms = { serverVersion: 1, packageId: 'p', minDeltaMs: 1, periodMs: 1 };
  const when = { notBefore: now, nextRunAt: now, createdAt: now, verifiedAt };
  await t.db.insert(renewalIntents).values({ ...about, ...terms, ...when, state });
}
