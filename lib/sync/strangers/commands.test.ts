import { beforeEach, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { ana, now, other, panel, setStage, shop, t } from '@/db/test-stage';
import { createClient } from '@/lib/clients/commands';
import { moveToServer } from '@/lib/clients/move/commands';
import { hasPassword } from '@/lib/clients/record/queries';
import { createInvoice, payInvoice, undoPayment } from '@/lib/invoices/commands';
import { createPlan } from '@/lib/plans/commands';
import { DAY_MS } from '@/lib/time';
import { undoBatch } from '../apply/undo/commands';
import { asListing, openListing } from '../fake-readers';
import { importedWords, undoneWords } from '../messages';
import { startSync } from '../runs/commands';
import { driveSync } from '../runs/jobs';
import { importStrangers } from './commands';
import { strangersByPackage } from './queries';

const START = new Date('2026-11-22T12:00:00Z');
const later = new Date(START.getTime() + 60_000);
const day = (n: number) => new Date(START.getTime() + n * DAY_MS);

setStage(START);
beforeEach(() => asListing({ t, shop, panel }, 100));

const premium = (on = panel) =>
  on.control.packages.find((p) => p.active && !p.trial && p.id !== shop.packageId)?.id ?? '';
const there = (username: string, more: object = {}, on = panel) =>
  on.control.customer({ username, packageId: shop.packageId, expiresAt: day(9).toISOString(), ...more });
async function read(serverId = shop.serverId, at = now) {
  const [runId = ''] = await startSync(ana, { serverId, source: 'person' }, at);
  expect(await driveSync(runId, async () => at, 10_000)).toBe('end');
  return runId;
}
const take = (runId: string, more: object = {}, doer = ana) =>
  importStrangers(doer, { runId, which: { filter: {} }, planId: null, country: 'BR', ...more }, later);
const clientsNow = () => t.sql`select * from clients where reseller_id = ${ana.resellerId} order by username`;
const everything = async () =>
  JSON.stringify([await clientsNow(), await t.sql`select * from sync_rows order by id`]);

test('whom the panel has and nobody here is comes in as the panel has them, and goes out as a whole', async () => {
  there('ana', { name: ' Ana  Souza ', whatsapp: '5511988887777', expiresAt: day(3).toISOString() });
  there('bia', { status: 'INACTIVE', whatsapp: 'liga pra mim' });
  const runId = await read();
  const before = await everything();
  const ledger = panel.ledger.length;
  expect(await strangersByPackage(ana.resellerId, runId, {})).toEqual([{ packageId: shop.packageId, n: 2 }]);
  const taken = await take(runId);
  expect(taken).toMatchObject({ ok: true, created: 2, left: {} });
  const [first, second] = await clientsNow();
  expect(first).toMatchObject({
    ...{ name: 'Ana Souza', username: 'ana', phone: '+5511988887777', search: 'ana souza ana 5511988887777' },
    ...{ plan_id: shop.planId, server_id: shop.serverId, panel_state: 'linked', status: 'active' },
    ...{ expires_at: day(3), panel_expires_at: day(3) },
  });
  expect(second).toMatchObject({ name: 'bia', phone: null, status: 'suspended', panel_state: 'linked' });
  expect(await hasPassword(ana.resellerId, first?.id)).toBe(false);
  for (const table of ['account_tasks', 'renewal_intents', 'messages'])
    expect(await t.sql`select 1 from ${t.sql(table)} where reseller_id = ${ana.resellerId}`).toEqual([]);
  expect(panel.ledger.length, 'nothing was sent to the panel').toBe(ledger);
  expect(await t.sql`select action from audit_events where client_id = ${first?.id}`).toMatchObject([
    { action: 'client.taken_in' },
  ]);
  expect(await take(runId)).toMatchObject({ ok: true, created: 0, left: {} });
  // A second comparison knows them, and finds nothing to say.
  const again = await read(shop.serverId, later);
  expect(await t.sql`select class from sync_rows where run_id = ${again}`).toEqual([]);

  const batchId = taken.ok ? taken.batchId : '';
  expect(await undoBatch(await t.reseller(), batchId, later)).toBeNull();
  expect(await undoBatch(ana, batchId, later)).toEqual({ removed: 2, kept: 0 });
  expect(await everything()).toBe(before);
  expect(await undoBatch(ana, batchId, later)).toBeNull();
  expect((await take(runId)).ok && (await clientsNow()).length).toBe(2);
});

test('who has been worked with since stays', async () => {
  for (const name of ['ana', 'bia', 'caio', 'duda', 'eva']) there(name);
  const taken = await take(await read());
  const [first, second, third, fourth, fifth] = await clientsNow();
  await createInvoice(
    ana,
    { clientId: first?.id, amountCents: 3590, dueOn: '2026-12-01', period: null },
    later,
  );
  // The routine's own invoice goes along with its client, and not when somebody has used it.
  const period = '2026-12-01';
  const made = { amountCents: 3590, dueOn: period, period };
  await createInvoice(ana, { ...made, clientId: fourth?.id }, later);
  const invoiceId = (await createInvoice(ana, { ...made, clientId: fifth?.id }, later)) ?? '';
  await payInvoice(ana, { invoiceId, intentId: newId(), source: 'manual', holdMs: 10_000 }, later);
  expect(await undoPayment(ana, invoiceId, later)).toEqual({ ok: true });
  await t.sql`delete from messages where reseller_id = ${ana.resellerId}`;
  await t.sql`update clients set name = 'Outro nome' where id = ${second?.id}`;
  await t.sql`update clients set archived_at = now() where id = ${third?.id}`;
  const back = await undoBatch(ana, taken.ok ? taken.batchId : '', later);
  expect(back).toEqual({ removed: 2, kept: 3 });
  expect((await clientsNow()).map((c) => c.username)).toEqual(['ana', 'bia', 'eva']);
  const left =
    await t.sql`select client_id from invoices where reseller_id = ${ana.resellerId} order by due_on`;
  expect(left.map((i) => i.client_id)).toEqual([first?.id, fifth?.id]);
  expect(back && undoneWords(back)).toBe(
    '2 clientes retirados do cadastro. Ficaram, porque já têm pagamento, mensagem ou outra mudança: 3.',
  );
});

test('a plan that sells the package alone, else the one a person picks; who cannot come in is counted', async () => {
  there('ana');
  there('bia', { packageId: premium() });
  there('caio', { status: 'BANNED' });
  there('com espaço');
  there('a'.repeat(41));
  there('velha', { status: 'EXPIRED', expiresAt: day(-3).toISOString() });
  const runId = await read();
  const offered = await strangersByPackage(ana.resellerId, runId, {});
  expect(
    offered.reduce((sum, { n }) => sum + n, 0),
    'as many as can come in',
  ).toBe(3);
  const taken = await take(runId);
  expect(taken).toMatchObject({ created: 2, left: { no_plan: 1, no_status: 1, username: 2 } });
  expect(taken.ok && importedWords(taken)).toBe(
    '2 clientes incluídos no cadastro. Ficaram de fora: 1 cliente cujo pacote não tem um plano só; 1 cliente em situação que não é ativa nem suspensa; 2 clientes com usuário que o cadastro não aceita.',
  );
  const foreign = await openListing(t, ana, other, now);
  expect(await take(runId, { planId: foreign.planId })).toEqual({ ok: false, reason: 'plan' });
  expect(await take(runId, { planId: shop.planId })).toMatchObject({ created: 1 });
  expect((await clientsNow()).map((c) => c.username)).toEqual(['ana', 'bia', 'velha']);
  expect((await clientsNow())[2]).toMatchObject({ status: 'active', expires_at: day(-3) });
  // Two plans with one package: nobody says which.
  const input = { name: 'Mensal 2', priceCents: 4990, days: 30, screens: 2, serverId: shop.serverId };
  await createPlan(ana.resellerId, ana, { ...input, packageId: shop.packageId }, now);
  there('zeca');
  const next = await read();
  expect(await take(next, { which: { filter: { q: 'zeca' } } })).toMatchObject({
    created: 0,
    left: { no_plan: 1 },
  });
});

test('a name taken meanwhile is left; by filter and one by one only who was meant comes in', async () => {
  for (const name of ['ana', 'bia', 'caio']) there(name, { name: name === 'caio' ? 'Caio Ação' : '' });
  const runId = await read();
  const [row] = await t.sql`select id from sync_rows where run_id = ${runId} and username = 'bia'`;
  expect(await take(runId, { which: { ids: [row?.id] } })).toMatchObject({ created: 1 });
  expect(await take(runId, { which: { filter: { q: 'acao' } } })).toMatchObject({ created: 1 });
  await t.sql`update clients set username = 'ANA' where username = 'bia' and reseller_id = ${ana.resellerId}`;
  expect(await take(runId)).toMatchObject({ created: 0, left: { taken: 1 } });
  expect(await take(runId, {}, await t.reseller())).toEqual({ ok: false, reason: 'absent' });
  const rows = await t.sql`select username, state from sync_rows where run_id = ${runId} order by 1`;
  expect(rows.map((r) => `${r.username} ${r.state}`)).toEqual(['ana stale', 'bia applied', 'caio applied']);
});

test('two people at once take each in once, by whichever server; two panels with one name are two clients', async () => {
  for (const name of ['ana', 'bia', 'caio']) there(name);
  const far = await openListing(t, ana, other, now, 100);
  const twin = await openListing(t, ana, panel, now, 100);
  there('ana', { expiresAt: day(99).toISOString() }, other);
  const [here, same, away] = [await read(), await read(twin.serverId), await read(far.serverId)];
  // Another server with the same login at the same panel shows the same accounts.
  const both = await Promise.all([here, here, same].map((runId) => take(runId)));
  expect(both.map((one) => one.ok && one.created).sort()).toEqual([0, 0, 3]);
  const taken = await t.sql`select class from sync_rows where run_id = ${await read(twin.serverId, later)}`;
  expect(taken, 'nobody of the one is unknown on the other').toEqual([]);
  expect(await take(away)).toMatchObject({ created: 1 });
  const made = (await clientsNow()).filter((c) => c.username === 'ana');
  const place = (id: string) => (id === far.serverId ? 'far' : 'near');
  expect(new Set(made.map((c) => `${place(c.server_id)} ${c.expires_at.toISOString()}`))).toEqual(
    new Set([`near ${day(9).toISOString()}`, `far ${day(99).toISOString()}`]),
  );
});

test('who was added and moved away since the reading is not taken in a second time', async () => {
  there('ana');
  const runId = await read();
  const far = await openListing(t, ana, other, now, 100);
  const id = newId();
  const { serverId, planId } = shop;
  const blank = {
    name: 'Ana',
    email: null,
    phone: null,
    notes: null,
    expiresAt: day(9),
    password: 'abc12345',
  };
  await createClient(ana, { id, ...blank, username: 'ana', serverId, planId }, now);
  const moving = { id, planId: far.planId, suspend: false };
  expect(await t.db.transaction((tx) => moveToServer(tx, ana, moving, now))).toBe('moved');
  expect(await take(runId)).toMatchObject({ created: 0, left: { taken: 1 } });
});
