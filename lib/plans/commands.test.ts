import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { panelPackages, servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { archivePlan, createPlan, updatePlan } from './commands';
import { listPlans } from './queries';
import { type PlanInput, planSchema } from './schema';

const now = new Date('2026-11-21T12:00:00Z');
let t: TestDatabase;
let ana: Actor;
let bia: Actor;
let sigma: string;
let plain: string;

beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller();
  bia = await t.reseller();
  sigma = await server('sigma');
  plain = await server('none');
  const pack = (packageId: string, over: Partial<typeof panelPackages.$inferInsert> = {}) => ({
    serverId: sigma,
    resellerId: ana.resellerId,
    packageId,
    name: packageId,
    active: true,
    trial: false,
    position: 0,
    readAt: now,
    ...over,
  });
  await t.db
    .insert(panelPackages)
    .values([
      pack('mensal'),
      pack('teste', { trial: true }),
      pack('antigo', { active: false }),
      pack('sumiu', { goneAt: now }),
    ]);
});
afterAll(() => t.drop());

async function server(panelType: string): Promise<string> {
  const id = newId();
  await t.db.insert(servers).values({ id, resellerId: ana.resellerId, name: panelType, panelType });
  return id;
}
const input = (over: Partial<PlanInput> = {}): PlanInput => ({
  name: 'Mensal',
  priceCents: 3590,
  days: 30,
  serverId: sigma,
  packageId: 'mensal',
  screens: 1,
  ...over,
});
const created = async (over: Partial<PlanInput> = {}) => {
  const written = await createPlan(ana.resellerId, ana, input(over), now);
  if (!written.ok) throw new Error(written.reason);
  return written.id;
};
const use = (planId: string, username: string) =>
  t.db.insert(clients).values({
    resellerId: ana.resellerId,
    serverId: sigma,
    planId,
    name: username,
    username,
    passwordEncrypted: 'x',
    expiresAt: now,
    search: username,
  });

describe('a plan', () => {
  test('pins a package that can be sold', async () => {
    const id = await created();
    const [plan] = (await listPlans(ana.resellerId)).filter((p) => p.id === id);
    expect(plan).toMatchObject({ packageId: 'mensal', problem: null, clients: 0, serverName: 'sigma' });
  });

  test.each([
    [null, 'unset'],
    ['never-listed', 'unset'],
    ['teste', 'trial'],
    ['antigo', 'inactive'],
    ['sumiu', 'gone'],
  ] as const)('is refused with package %s: %s', async (packageId, problem) => {
    const refusal = { ok: false, reason: 'package', problem };
    expect(await createPlan(ana.resellerId, ana, input({ packageId }), now)).toEqual(refusal);
  });

  test('on a server without a panel has none', async () => {
    const id = await created({ serverId: plain, packageId: 'mensal' });
    const [plan] = await listPlans(ana.resellerId, { serverId: plain });
    expect(plan).toMatchObject({ id, packageId: null, problem: null });
  });

  test('shows when its package stopped being sold', async () => {
    await t.db.insert(panelPackages).values({
      serverId: sigma,
      resellerId: ana.resellerId,
      packageId: 'vai-sair',
      name: 'Vai sair',
      active: true,
      trial: false,
      position: 9,
      readAt: now,
    });
    const id = await created({ packageId: 'vai-sair' });
    await t.sql`update panel_packages set gone_at = now() where package_id = 'vai-sair'`;
    expect((await listPlans(ana.resellerId)).find((p) => p.id === id)).toMatchObject({ problem: 'gone' });
  });

  test('in use is not archived and keeps its server; its price may change', async () => {
    const id = await created();
    await use(id, 'joao');
    await use(id, 'maria');
    const used = { ok: false, reason: 'in_use', clients: 2 };
    expect(await archivePlan(ana.resellerId, ana, id, now)).toEqual(used);
    expect(await updatePlan(ana.resellerId, ana, id, input({ serverId: plain }), now)).toEqual(used);
    expect(await updatePlan(ana.resellerId, ana, id, input({ priceCents: 4000 }), now)).toEqual({
      ok: true,
      id,
    });
    await t.sql`update clients set archived_at = now() where plan_id = ${id}`;
    expect(await archivePlan(ana.resellerId, ana, id, now)).toEqual({ ok: true, id });
    expect((await listPlans(ana.resellerId)).some((p) => p.id === id)).toBe(false);
  });

  test('of another reseller answers like an absent one; so does a server', async () => {
    const id = await created();
    const absent = { ok: false, reason: 'absent' };
    expect(await updatePlan(bia.resellerId, bia, id, input(), now)).toEqual(absent);
    expect(await updatePlan(bia.resellerId, bia, newId(), input(), now)).toEqual(absent);
    expect(await archivePlan(bia.resellerId, bia, id, now)).toEqual(absent);
    const noServer = { ok: false, reason: 'server_absent' };
    expect(await createPlan(bia.resellerId, bia, input(), now)).toEqual(noServer);
    expect(await createPlan(bia.resellerId, bia, input({ serverId: newId() }), now)).toEqual(noServer);
    expect(await listPlans(bia.resellerId)).toEqual([]);
    expect(await listPlans(ana.resellerId, { serverId: 'not-an-id' })).toEqual([]);
  });
});

describe('the form of a plan', () => {
  const form = { name: 'Mensal', price: '35,90', days: '30', serverId: newId(), packageId: '', screens: '2' };

  test('reads what a person types', () => {
    expect(planSchema.parse(form)).toMatchObject({ priceCents: 3590, days: 30, packageId: null, screens: 2 });
  });

  test('says everything that is wrong at once', () => {
    const wrong = { name: '', price: 'caro', days: '1,5', serverId: '', packageId: '', screens: '0' };
    const read = planSchema.safeParse(wrong);
    expect(read.error?.issues.map((i) => i.path[0]).sort()).toEqual([
      'days',
      'name',
      'price',
      'screens',
      'serverId',
    ]);
  });
});
