import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { bulkRows } from '@/db/schema/bulk';
import { accountTasks, clients, plans } from '@/db/schema/clients';
import { messages } from '@/db/schema/messages';
import { auditEvents } from '@/db/schema/resellers';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { archiveClient } from '@/lib/clients/status/commands';
import { seal } from '@/lib/crypto';
import { DAY_MS } from '@/lib/time';
import { retryFailed, stopBulk } from '../commands';
import { dueBulks, runBulk } from '../jobs';
import { bulkToWatch } from '../queries';
import { type ClientBatch, startClients } from './commands';
import { choiceSummary, getClientBulk, messagePreview } from './queries';
import { CLIENT_ACTS, previewOf } from './rules';

const now = new Date('2026-11-21T12:00:00Z');
const clock = () => now;
const ZONE = 'America/Sao_Paulo';
const PASSWORD = 'canary-client-password';
let t: TestDatabase;
let ana: Actor;
let bia: Actor;
let sigma: Place;
let plain: Place;

beforeAll(async () => {
  t = await testDatabase();
  [ana, bia] = [await t.reseller({ name: 'TV da Ana' }), await t.reseller({ name: 'Outra revenda' })];
  [sigma, plain] = [await place('Sigma', 'sigma'), await place('Sem painel', 'none')];
});
afterAll(() => t.drop());

test('all of a filter, far beyond one page, worked by four at once: each once, the panel asked once', async () => {
  const ids = await people(sigma, 130, { panelState: 'linked' });
  const choice = { filters: { server: sigma.serverId } };
  const bulkId = await start({ act: 'suspend', choice, expected: 130 });
  await start({ act: 'suspend', choice, expected: 130 }, bulkId);
  expect(await dueBulks(now, 10)).toEqual([{ id: bulkId, group: bulkId }]);
  await Promise.all(Array.from({ length: 4 }, () => runBulk(bulkId, clock)));
  expect(await tally(bulkId)).toEqual({ pending: 0, done: 130, skipped: 0, failed: 0 });
  expect(await t.db.$count(clients, eq(clients.status, 'suspended'))).toBe(130);
  expect(await t.db.$count(accountTasks)).toBe(130);
  const told = and(eq(auditEvents.action, 'client.suspended'), eq(auditEvents.actorName, ana.userName));
  expect(await t.db.$count(auditEvents, told)).toBe(130);
  expect(await runBulk(bulkId, clock)).toBeNull();

  const again = await start({ act: 'suspend', choice: { ids: ids.slice(0, 2) }, expected: 2 });
  await runBulk(again, clock);
  expect(await page(again)).toEqual([
    ['skipped', 'already'],
    ['skipped', 'already'],
  ]);
});

test('a turn ends in time and the rest stays due; a person may stop it', async () => {
  const ids = await people(plain, 3);
  const bulkId = await start({ act: 'suspend', choice: { ids }, expected: 3 });
  expect(await runBulk(bulkId, clock, 0)).toBe(0);
  expect((await dueBulks(now, 10)).map((due) => due.id)).toContain(bulkId);
  expect(await stopBulk(bia, bulkId, now)).toBe(0);
  expect(await stopBulk(ana, bulkId, now)).toBe(3);
  expect(await runBulk(bulkId, clock)).toBeNull();
  expect(await tally(bulkId)).toEqual({ pending: 0, done: 0, skipped: 3, failed: 0 });
});

test('a list that changed since it was counted is refused and leaves nothing behind', async () => {
  const ids = await people(plain, 2);
  const bulkId = newId();
  const batch = { bulkId, act: 'archive', choice: { ids }, expected: 3 } as const;
  expect(await startClients(ana, batch, now, ZONE)).toEqual({ ok: false, reason: 'changed', count: 2 });
  expect(await getClientBulk(ana.resellerId, bulkId, FIRST)).toBeNull();
  const nobody = { ...batch, choice: { ids: [newId()] } };
  expect(await startClients(ana, nobody, now, ZONE)).toEqual({ ok: false, reason: 'empty' });
});

test('moving a plan: those of another server stay; a plan gone meanwhile fails, and the retry does only that', async () => {
  const [one = '', two = ''] = await people(plain, 2);
  const [other = ''] = await people(sigma, 1);
  const planId = newId();
  const { resellerId } = ana;
  await t.db
    .insert(plans)
    .values({ id: planId, resellerId, serverId: plain.serverId, name: 'Trimestral', priceCents: 9000 });
  const ids = [one, two, other];
  const { groups, plan } = await choiceSummary(scope(ana), { ids }, planId);
  expect(previewOf(groups, { act: 'plan', plan })).toEqual({
    chosen: 3,
    count: 2,
    lines: [
      { label: 'Mudam', value: '2 clientes' },
      { label: 'De outro servidor', value: '1 cliente, fica como está' },
    ],
  });
  const bulkId = await start({ act: 'plan', choice: { ids }, planId, expected: 3 });
  await t.sql`update plans set archived_at = now() where id = ${planId}`;
  await runBulk(bulkId, clock);
  expect(await tally(bulkId)).toMatchObject({ done: 0, failed: 3 });
  expect(await bulkToWatch(ana.resellerId, CLIENT_ACTS, now)).toMatchObject({ id: bulkId, failed: 3 });
  await t.sql`update plans set archived_at = null where id = ${planId}`;
  expect(await retryFailed(bia, bulkId, now)).toBe(0);
  expect(await retryFailed(ana, bulkId, now)).toBe(3);
  await runBulk(bulkId, clock);
  expect(await page(bulkId)).toEqual([
    ['done', null],
    ['done', null],
    ['skipped', 'other_server'],
  ]);
  expect(await t.db.$count(clients, eq(clients.planId, planId))).toBe(2);
});

test('archived in bulk and brought back in bulk', async () => {
  const ids = await people(plain, 2);
  const [first = ''] = ids;
  await archiveClient(ana, first, now);
  await runBulk(await start({ act: 'archive', choice: { ids }, expected: 2 }), clock);
  const archived = { filters: { state: 'archived', server: plain.serverId } } as const;
  const { groups } = await choiceSummary(scope(ana), archived, null);
  expect(previewOf(groups, { act: 'restore', plan: null })).toMatchObject({ chosen: 2, count: 2 });
  const bulkId = await start({ act: 'restore', choice: archived, expected: 2 });
  await runBulk(bulkId, clock);
  expect(await tally(bulkId)).toMatchObject({ done: 2 });
});

test('one message each, filled for each, never twice; who has no phone is named; the password is not stored', async () => {
  const ids = await people(plain, 3, { name: 'Bruna' });
  const [mute = ''] = await people(plain, 1, { name: 'Sem Telefone', phone: null });
  const choice = { ids: [...ids, mute] };
  expect(await messagePreview(scope(ana), choice)).toMatchObject({
    chosen: 4,
    count: 3,
    withoutPhone: { count: 1, names: ['Sem Telefone'] },
    first: { name: 'Bruna 0', values: { cliente_nome: 'Bruna 0', empresa_nome: 'TV da Ana' } },
    gateway: false,
  });
  const text = 'Oi {{cliente_nome}}, senha {{cliente_senha}}, até {{cliente_vencimento}}';
  const bulkId = await start({ act: 'message', choice, text, expected: 4 });
  await Promise.all([runBulk(bulkId, clock), runBulk(bulkId, clock)]);
  expect(await page(bulkId)).toEqual([
    ['done', null],
    ['done', null],
    ['done', null],
    ['skipped', 'no_phone'],
  ]);
  const sent = await t.db.select().from(messages).where(eq(messages.period, bulkId));
  expect(sent.map((m) => m.body).sort()).toEqual(
    [0, 1, 2].map((n) => `Oi Bruna ${n}, senha {{cliente_senha}}, até 26/11/2026`),
  );
  expect(JSON.stringify(sent)).not.toContain(PASSWORD);
  // The note of a row was lost with its process: the message is there and stays the only one.
  await t.db
    .update(bulkRows)
    .set({ state: 'pending', settledAt: null })
    .where(and(eq(bulkRows.bulkId, bulkId), eq(bulkRows.position, 0)));
  await runBulk(bulkId, clock);
  expect((await page(bulkId))[0]).toEqual(['skipped', 'twice']);
  expect(await t.db.$count(messages, eq(messages.period, bulkId))).toBe(3);
});

test('another reseller chooses, sees and starts nothing of it', async () => {
  const ids = await people(plain, 2);
  const bulkId = await start({ act: 'activate', choice: { ids }, expected: 2 });
  expect(await getClientBulk(bia.resellerId, bulkId, FIRST)).toBeNull();
  expect(await bulkToWatch(bia.resellerId, CLIENT_ACTS, now)).toBeNull();
  expect(await choiceSummary(scope(bia), { ids }, null)).toEqual({ groups: [], plan: null });
  expect(await messagePreview(scope(bia), { ids })).toMatchObject({ chosen: 0, first: null });
  const theirs = { act: 'archive', choice: { ids }, expected: 2 } as const;
  expect(await startClients(bia, { ...theirs, bulkId }, now, ZONE)).toEqual({ ok: false, reason: 'empty' });
  expect(await startClients(bia, { ...theirs, bulkId: newId() }, now, ZONE)).toMatchObject({ ok: false });
});

/** Each expires after the one before: that is the order of a batch. */
let born = 0;
type Place = { serverId: string; planId: string };
type Wish = Partial<typeof clients.$inferInsert>;
const FIRST = { state: null, after: -1 };
const scope = ({ resellerId }: Actor) => ({ resellerId, now, zone: ZONE });

async function start(batch: DistributiveOmit<ClientBatch, 'bulkId'>, bulkId = newId()) {
  expect(await startClients(ana, { bulkId, ...batch }, now, ZONE)).toEqual({ ok: true });
  return bulkId;
}
type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;

const tally = async (bulkId: string) => (await getClientBulk(ana.resellerId, bulkId, FIRST))?.tally;
const page = async (bulkId: string) =>
  (await getClientBulk(ana.resellerId, bulkId, FIRST))?.rows.map((r) => [r.state, r.reason]) ?? [];

async function place(name: string, panelType: string): Promise<Place> {
  const { resellerId } = ana;
  const [serverId, planId] = [newId(), newId()];
  await t.db.insert(servers).values({ id: serverId, resellerId, name, panelType });
  await t.db.insert(plans).values({ id: planId, resellerId, serverId, name: 'Mensal', priceCents: 3590 });
  return { serverId, planId };
}

async function people(on: Place, count: number, { name = 'Cliente', ...wish }: Wish = {}): Promise<string[]> {
  const { resellerId } = ana;
  const rows = Array.from({ length: count }, (_, n) => {
    const id = newId();
    return {
      ...{ id, resellerId, ...on, username: id, phone: '+5511999990001', search: '' },
      name: count === 1 ? name : `${name} ${n}`,
      passwordEncrypted: seal(PASSWORD, { resellerId, recordId: id, column: 'password' }),
      expiresAt: new Date(now.getTime() + 5 * DAY_MS + born++),
      ...wish,
    };
  });
  await t.db.insert(clients).values(rows);
  return rows.map((row) => row.id);
}
