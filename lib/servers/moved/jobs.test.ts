import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { renewalIntents } from '@/db/schema/invoices';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { addDebtor, openShop, type Shop } from '@/db/test-shop';
import type { Actor } from '@/lib/auth/rules';
import { payInvoice } from '@/lib/invoices/commands';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { dueRenewals, executeRenewal } from '@/lib/renewals/jobs';
import { MINUTE_MS } from '@/lib/time';
import { readPanel } from '../jobs';
import { getServer, tokenFor } from '../queries';
import { movePanel, tryMove } from './jobs';

const ZONE = 'America/Sao_Paulo';
const [OLD, NEW] = ['1|token-do-endereco-velho', '2|token-do-endereco-novo'];
let t: TestDatabase;
let old: FakePanel;
let fresh: FakePanel;
let ana: Actor;
let shop: Shop;
let now: Date;
const clock = async () => now;

beforeAll(async () => {
  old = await startFakePanel({ now: () => now, token: OLD });
  fresh = await startFakePanel({ now: () => now, token: NEW });
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = [old, fresh].map(({ url }) => new URL(url).host).join(',');
  t = await testDatabase();
});
afterAll(async () => {
  await Promise.all([old.close(), fresh.close(), t.drop()]);
});
beforeEach(async () => {
  now = new Date('2026-11-21T12:00:00Z');
  for (const panel of [old, fresh]) panel.control.reset();
  // What an earlier test left due is not this one's.
  await t.db.update(renewalIntents).set({ state: 'cancelled' });
  ana = await t.reseller();
  shop = await openShop(ana, old, now);
  fresh.control.calls = [];
});

const moving = (token = NEW) => ({ id: shop.serverId, panelUrl: fresh.url, token });
const go = (token = NEW) => movePanel(ana.resellerId, ana, moving(token), ZONE, now);
const tokens = (panel: FakePanel) => new Set(panel.control.calls.map((c) => c.authorization));
const server = () => getServer(ana.resellerId, shop.serverId, now);
const intents = () => t.db.select().from(renewalIntents).where(eq(renewalIntents.resellerId, ana.resellerId));

/** Paid clients who are on both addresses, and an old one that only shows a block page. */
async function held(many: number): Promise<string[]> {
  const names: string[] = [];
  for (let n = 0; n < many; n++) {
    const { invoiceId, username, expiresAt } = await addDebtor(t, ana, shop, old, now);
    await payInvoice(ana, { invoiceId, intentId: newId(), source: 'manual', holdMs: 0 }, now);
    fresh.control.customer({ username, packageId: shop.packageId, expiresAt: expiresAt.toISOString() });
    names.push(username);
  }
  old.control.script({ on: 'any', fault: 'block page', times: -1 });
  for (const { id } of await dueRenewals(now, 50)) await executeRenewal(id, clock);
  expect((await server())?.circuit).toBe('open');
  return names;
}

/** A client's account left on this server; answers where it is looked for by now. */
async function leftBehind() {
  const { clientId } = await addDebtor(t, ana, shop, old, now);
  const id = newId();
  const moved = { panel: { url: old.url, user: 'estrela' } };
  await t.sql`insert into account_tasks (id, reseller_id, client_id, server_id, kind, wanted, username, state, next_run_at, moved)
    values (${id}, ${ana.resellerId}, ${clientId}, ${shop.serverId}, 'status', 'suspended', 'velha', 'rejected', now(), ${t.sql.json(moved)})`;
  return async () =>
    (await t.sql`select moved -> 'panel' as panel from account_tasks where id = ${id}`)[0]?.panel;
}

test('a look that fails changes nothing, and the token of the old address never goes to the new one', async () => {
  await held(1);
  const before = await server();
  const refused = await go('9|token-errado');
  expect(refused).toMatchObject({ ok: false, probe: { trace: { reason: 'bad_token' } } });
  expect(await server()).toEqual(before);
  expect(await tokenFor(ana.resellerId, shop.serverId, old.url)).toBe(OLD);
  expect(fresh.control.calls.every((c) => c.method === 'GET')).toBe(true);
  expect(tokens(fresh)).not.toContain(`Bearer ${OLD}`);
});

test('what was held goes on at the new address, each after a reading, with the token typed for it', async () => {
  const names = await held(3);
  old.control.calls = [];
  expect(await tryMove(ana.resellerId, moving(), ZONE, now)).toMatchObject({ ok: true, differences: [] });
  expect((await server())?.panelUrl).toBe(old.url);
  const left = await leftBehind();
  expect(await go()).toEqual({ ok: true, id: shop.serverId });
  expect(await server()).toMatchObject({ panelUrl: fresh.url, circuit: 'closed', tokenMask: '••••novo' });
  expect(await left()).toEqual({ url: fresh.url, user: 'estrela' });
  const due = (await intents()).map((i) => (i.nextRunAt.getTime() - now.getTime()) / MINUTE_MS).sort();
  expect(due).toEqual([0, 1, 1.5]);
  fresh.control.calls = [];
  for (let n = 0; n < 4; n++, now = new Date(now.getTime() + MINUTE_MS / 2))
    for (const { id } of await dueRenewals(now, 50)) await executeRenewal(id, clock);
  expect((await intents()).map((i) => i.state)).toEqual(Array(3).fill('verified'));
  expect(fresh.ledger.map((e) => e.username).sort()).toEqual(names.sort());
  const acts = fresh.control.calls.flatMap((c) => (c.act === 'user' ? [] : [c.act]));
  expect(acts).toEqual(Array(3).fill(['customer', 'renew', 'customer']).flat());
  expect(tokens(fresh)).toEqual(new Set([`Bearer ${NEW}`]));
  expect(old.control.calls).toEqual([]);
  expect(await tokenFor(ana.resellerId, shop.serverId, old.url)).toBeNull();
});

test('another user id and packages that are gone or mean something else are told; a working panel may move, too', async () => {
  await readPanel(ana.resellerId, shop.serverId, now);
  const [pack] = fresh.control.packages.filter((one) => one.id === shop.packageId);
  const [user] = fresh.control.users.filter((one) => one.username === fresh.username);
  if (!pack || !user) throw new Error('the fake has no package or user');
  user.id = 'ZZZZZZZZZZ';
  pack.name = '12 meses';
  const about = { plan: 'Mensal', package: expect.any(String) };
  expect(await tryMove(ana.resellerId, moving(), ZONE, now)).toMatchObject({
    differences: [{ kind: 'other_user' }, { kind: 'changed', ...about }],
  });
  pack.id = 'YYYYYYYYYY';
  expect(await tryMove(ana.resellerId, moving(), ZONE, now)).toMatchObject({
    differences: [{ kind: 'other_user' }, { kind: 'gone', ...about }],
  });
  expect((await server())?.circuit).toBe('closed');
  const left = await leftBehind();
  expect(await go()).toMatchObject({ ok: true });
  expect(await left(), 'where a stranger may have that name').toMatchObject({ url: old.url });
  const bia = await t.reseller();
  expect(await movePanel(bia.resellerId, bia, moving(), ZONE, now)).toEqual({ ok: false, reason: 'absent' });
});
