import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { searchText } from '@/lib/search';
import { findClients } from '../queries';
import type { Filters } from '../schema';
import { listClients } from './queries';

const now = new Date('2026-03-10T15:00:00Z');
const ZONE = 'America/Sao_Paulo';
const CANARY = 'sealed-canary';
let t: TestDatabase;
let actor: Actor;
let other: Actor;
let place: { serverId: string; planId: string };

beforeAll(async () => {
  t = await testDatabase();
  [actor, other] = [await t.reseller(), await t.reseller()];
  place = await placeFor(actor);
  const foreign = await placeFor(other);
  await add(other, foreign, { name: 'Ana de outra revenda' });
  await add(actor, place, {
    name: 'Ana Lúcia',
    username: 'ana1',
    phone: '+5511987654321',
    expiresAt: at(-40),
  });
  await add(actor, place, { name: 'José', username: 'ze_100%', phone: '+558433334444', expiresAt: at(2) });
  await add(actor, place, { name: 'Bia', username: 'bia', status: 'suspended', expiresAt: at(50) });
  for (let n = 0; n < 120; n++)
    await add(actor, place, {
      name: `Série ${n}`,
      username: `serie${n}`,
      expiresAt: at(1000 + Math.floor(n / 3)),
    });
});
afterAll(() => t.drop());

describe('finding clients', () => {
  const found = async (q: string) =>
    (await listClients(actor.resellerId, filters({ q }), now, ZONE)).rows.map((r) => r.name);
  it('finds by name without accents, by user, and by any spelling of the phone', async () => {
    expect(await found('lucia ANA')).toEqual(['Ana Lúcia']);
    expect(await found('ana1')).toEqual(['Ana Lúcia']);
    for (const phone of ['4321', '(11) 98765-4321', '98765-4321', '+55 11 98765 4321', '011987654321'])
      expect(await found(phone)).toEqual(['Ana Lúcia']);
  });
  it('takes wildcards literally', async () => {
    expect(await found('ze_100%')).toEqual(['José']);
    expect(await found('%')).toEqual(['José']);
    expect(await found('\\')).toEqual([]);
  });
  it('offers the same to a picker', async () => {
    const [hit, ...rest] = await findClients(actor.resellerId, '3333-4444');
    expect(hit).toMatchObject({ name: 'José', planName: 'Mensal', planPriceCents: 3590 });
    expect(rest).toEqual([]);
    expect(await findClients(actor.resellerId, 'outra revenda')).toEqual([]);
  });
});

describe('filters', () => {
  const names = async (wish: Partial<Filters>) =>
    (await listClients(actor.resellerId, filters(wish), now, ZONE)).rows.map((r) => r.name);
  it('knows active, suspended and expired', async () => {
    expect(await names({ state: 'expired' })).toEqual(['Ana Lúcia']);
    expect(await names({ state: 'suspended' })).toEqual(['Bia']);
    expect((await names({ state: 'active' }))[0]).toBe('José');
  });
  it('counts days on the reseller’s calendar', async () => {
    expect(await names({ due: 'today' })).toEqual(['José']);
    expect(await names({ due: '3' })).toEqual(['José', 'Bia']);
    expect(await names({ due: 'overdue' })).toEqual(['Ana Lúcia']);
  });
  it('keeps to the chosen server and plan, and never leaves the reseller', async () => {
    expect(await names({ server: newId() })).toEqual([]);
    expect((await names({ plan: place.planId })).length).toBe(50);
    expect(await names({ q: 'outra revenda' })).toEqual([]);
  });
});

describe('pages', () => {
  it('goes through everyone once, forward and back, although expiries repeat', async () => {
    const seen: string[] = [];
    let page = await listClients(actor.resellerId, filters({}), now, ZONE);
    const pages = [page.rows.map((r) => r.id)];
    while (page.next) {
      page = await listClients(actor.resellerId, filters({ after: page.next }), now, ZONE);
      pages.push(page.rows.map((r) => r.id));
    }
    seen.push(...pages.flat());
    expect([seen.length, new Set(seen).size]).toEqual([123, 123]);
    const back = await listClients(actor.resellerId, filters({ before: page.previous ?? '' }), now, ZONE);
    expect(back.rows.map((r) => r.id)).toEqual(pages[1]);
    const first = await listClients(actor.resellerId, filters({ before: back.previous ?? '' }), now, ZONE);
    expect(first.rows.map((r) => r.id)).toEqual(pages[0]);
    expect(first.previous).toBeNull();
  });
  it('starts over on a cursor that is none', async () => {
    const page = await listClients(actor.resellerId, filters({ after: "1.' or 1=1" }), now, ZONE);
    expect(page.rows[0]?.name).toBe('Ana Lúcia');
  });
  it('never reads the password', async () => {
    const page = await listClients(actor.resellerId, filters({}), now, ZONE);
    const picked = await findClients(actor.resellerId, 'ana');
    expect(JSON.stringify([page, picked])).not.toContain(CANARY);
  });
});

const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const filters = (wish: Partial<Filters>): Filters => ({ ...wish });

async function placeFor({ resellerId }: Actor) {
  const [serverId, planId] = [newId(), newId()];
  await t.db.insert(servers).values({ id: serverId, resellerId, name: 'Servidor' });
  await t.db.insert(plans).values({ id: planId, resellerId, serverId, name: 'Mensal', priceCents: 3590 });
  return { serverId, planId };
}

async function add(
  { resellerId }: Actor,
  where: { serverId: string; planId: string },
  wish: Partial<typeof clients.$inferInsert> & { name: string },
) {
  const id = newId();
  const row = {
    username: id,
    email: null,
    phone: null,
    expiresAt: at(1),
    passwordEncrypted: CANARY,
    ...wish,
  };
  await t.db.insert(clients).values({ id, resellerId, ...where, ...row, search: searchText(row) });
}
