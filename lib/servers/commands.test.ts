import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import type { PanelPackage } from '@/lib/panels/rules';
import { archiveServer, createServer, savePackages, updateServer } from './commands';
import { getServer, listPackages, listServers, tokenFor } from './queries';
import type { ServerInput } from './schema';

const now = new Date('2026-11-21T12:00:00Z');
const CANARY = '7|canary-token-of-panel-7f2c';
let t: TestDatabase;
let ana: Actor;
let bia: Actor;

beforeAll(async () => {
  t = await testDatabase();
  ana = await t.reseller();
  bia = await t.reseller();
});
afterAll(() => t.drop());

const input = (over: Partial<ServerInput> = {}): ServerInput => ({
  name: 'Principal',
  billing: 'fixed',
  monthlyCents: 5000,
  panelType: 'sigma',
  panel: { url: 'https://painel.example', username: 'estrela', token: CANARY },
  ...over,
});
const panel = (url: string, token: string | null, username = 'estrela') =>
  input({ panel: { url, username, token } });

async function added(wish = input()): Promise<string> {
  const written = await createServer(ana.resellerId, ana, wish, now);
  if (!written.ok) throw new Error(written.reason);
  return written.id;
}
const rawServer = async (id: string) => (await t.sql`select * from servers where id = ${id}`)[0];
const rawLogin = async (id: string) =>
  (await t.sql`select * from sigma_credentials where server_id = ${id}`)[0];

describe('the token', () => {
  test('is sealed at once and in no row, query or audit in clear', async () => {
    const id = await added();
    const seen = JSON.stringify([
      await listServers(ana.resellerId, now),
      await getServer(ana.resellerId, id, now),
      await t.sql`select * from servers`,
      await t.sql`select * from sigma_credentials`,
      await t.sql`select * from audit_events`,
    ]);
    expect(seen).not.toContain('canary');
    expect((await getServer(ana.resellerId, id, now))?.tokenMask).toBe('••••7f2c');
    expect(JSON.stringify(await getServer(ana.resellerId, id, now))).not.toContain('v1.t1');
    expect(await tokenFor(ana.resellerId, id, 'https://painel.example')).toBe(CANARY);
  });

  test('goes to no other origin, not even for a test (S09)', async () => {
    const id = await added();
    for (const url of ['https://evil.example', 'http://painel.example', 'https://painel.example:8443'])
      expect(await tokenFor(ana.resellerId, id, url)).toBeNull();
    expect(await tokenFor(bia.resellerId, id, 'https://painel.example')).toBeNull();
  });

  test('a new address without a token is refused and changes nothing (S09)', async () => {
    const id = await added();
    const before = await rawServer(id);
    expect(await updateServer(ana.resellerId, ana, id, panel('https://evil.example', null), now)).toEqual({
      ok: false,
      reason: 'new_address_needs_token',
    });
    expect(await rawServer(id)).toEqual(before);
  });

  test('a new address with a token replaces it: the old one is gone', async () => {
    const id = await added();
    const wish = panel('https://novo.example', '9|another-token-b33f');
    expect(await updateServer(ana.resellerId, ana, id, wish, now)).toEqual({ ok: true, id });
    expect(await tokenFor(ana.resellerId, id, 'https://painel.example')).toBeNull();
    expect(await tokenFor(ana.resellerId, id, 'https://novo.example')).toBe('9|another-token-b33f');
    expect(await rawLogin(id)).toMatchObject({ token_origin: 'https://novo.example', panel_user_id: null });
  });

  test('one row’s ciphertext does not open in another', async () => {
    const [one, two] = [await added(), await added()];
    const sealed = (await rawLogin(one))?.token_encrypted;
    await t.sql`update sigma_credentials set token_encrypted = ${sealed} where server_id = ${two}`;
    expect(await tokenFor(ana.resellerId, two, 'https://painel.example')).toBeNull();
  });
});

describe('a server', () => {
  test('a change of address, user or token is a new version with fresh health; a name is not', async () => {
    const id = await added();
    await t.sql`update servers set circuit = 'open', circuit_reason = 'bad_token', circuit_opened_at = now(),
      failures_in_row = 7, bad_in_row = 7 where id = ${id}`;
    // What the old address or token asked to be waited for is over with it.
    await t.sql`insert into sync_runs (id, reseller_id, server_id, origin, source, total, user_name, created_at, next_run_at, reason)
      values (${newId()}, ${ana.resellerId}, ${id}, 'o', 'person', 1, 'Ana', ${now}, '2026-11-21T13:00:00Z', 'rate_limited')`;
    const waits = async () =>
      (await t.sql`select reason from sync_runs where server_id = ${id} and next_run_at > ${now}`).length;
    await updateServer(
      ana.resellerId,
      ana,
      id,
      { ...panel('https://painel.example', null), name: 'Outro' },
      now,
    );
    expect(await rawServer(id)).toMatchObject({ name: 'Outro', version: 1, circuit: 'open' });
    expect(await waits()).toBe(1);
    await updateServer(ana.resellerId, ana, id, panel('https://painel.example', '1|a-new-token'), now);
    expect(await rawServer(id)).toMatchObject({
      version: 2,
      circuit: 'closed',
      failures_in_row: 0,
      bad_in_row: 0,
    });
    expect(await waits()).toBe(0);
    await updateServer(ana.resellerId, ana, id, panel('https://painel.example', null, 'lua'), now);
    expect(await rawServer(id)).toMatchObject({ version: 3 });
  });

  test('without a panel keeps no token', async () => {
    const id = await added();
    await updateServer(ana.resellerId, ana, id, input({ panelType: 'none', panel: null }), now);
    expect(await rawLogin(id)).toBeUndefined();
    expect(await rawServer(id)).toMatchObject({ panel_type: 'none', panel_url: null });
  });

  test.each([
    'https://127.0.0.1',
    'https://localhost',
    'https://[::ffff:a9fe:a9fe]',
    'http://painel.example',
    'https://painel.example:22',
  ])('an address that must not be called is refused: %s', async (url) => {
    const written = await createServer(ana.resellerId, ana, panel(url, 't'), now);
    expect(written).toEqual({ ok: false, reason: 'address_refused' });
  });

  test('another reseller’s server answers like an absent one and stays as it is', async () => {
    const id = await added();
    const before = await rawServer(id);
    const absent = { ok: false, reason: 'absent' };
    expect(await getServer(bia.resellerId, id, now)).toBeNull();
    expect(await getServer(bia.resellerId, 'not-an-id', now)).toBeNull();
    expect(await listPackages(bia.resellerId, id)).toEqual([]);
    expect(await updateServer(bia.resellerId, bia, id, input(), now)).toEqual(absent);
    expect(await updateServer(bia.resellerId, bia, newId(), input(), now)).toEqual(absent);
    expect(await archiveServer(bia.resellerId, bia, id, now)).toEqual(absent);
    const reading = { version: 1, items: [pack('p1')], complete: true, timezone: 'Africa/Maputo' };
    expect(await savePackages(bia.resellerId, id, reading, now)).toBe(false);
    expect(await rawServer(id)).toEqual(before);
  });

  test('with clients and plans is not archived, and counts the active ones', async () => {
    const id = await added(input({ billing: 'per_active', monthlyCents: 700 }));
    const planId = newId();
    const resellerId = ana.resellerId;
    await t.db
      .insert(plans)
      .values({ id: planId, resellerId, name: 'Trimestral', priceCents: 9000, days: 90, serverId: id });
    const client = (username: string, over = {}) => ({
      resellerId,
      serverId: id,
      planId,
      name: username,
      username,
      passwordEncrypted: 'x',
      expiresAt: new Date('2026-12-01T00:00:00Z'),
      search: username,
      panelState: 'linked' as const,
      ...over,
    });
    await t.db
      .insert(clients)
      .values([
        client('ativo'),
        client('suspenso', { status: 'suspended' }),
        client('vencido', { expiresAt: new Date('2026-11-01T00:00:00Z') }),
        client('arquivado', { archivedAt: now }),
      ]);
    expect(await getServer(resellerId, id, now)).toMatchObject({
      activeClients: 1,
      revenueCents: 3000,
      costCents: 700,
      margin: { cents: 2300, percent: 77 },
    });
    expect(await archiveServer(resellerId, ana, id, now)).toEqual({ ok: false, clients: 3, plans: 1 });
    const away = input({ panelType: 'none', panel: null });
    expect(await updateServer(resellerId, ana, id, away, now)).toEqual({ ok: false, reason: 'panel_in_use' });
    await t.sql`update clients set archived_at = now() where server_id = ${id}`;
    await t.sql`update plans set archived_at = now() where server_id = ${id}`;
    expect(await archiveServer(resellerId, ana, id, now)).toEqual({ ok: true });
    expect(await getServer(resellerId, id, now)).toBeNull();
  });
});

const pack = (packageId: string, over: Partial<PanelPackage> = {}): PanelPackage => ({
  packageId,
  name: packageId,
  active: true,
  trial: false,
  priceCents: 2500,
  credits: 1,
  duration: 1,
  durationUnit: 'MONTHS',
  screens: 1,
  ...over,
});

describe('packages', () => {
  test('follow the panel; only a complete reading tells that one is gone, and it may come back', async () => {
    const id = await added();
    const read = (items: PanelPackage[], complete: boolean, minute: number) =>
      savePackages(
        ana.resellerId,
        id,
        { version: 1, items, complete, timezone: null },
        new Date(now.getTime() + minute * 60_000),
      );
    const state = async () =>
      (await listPackages(ana.resellerId, id)).map(
        (p) => `${p.packageId} ${p.name}${p.goneAt ? ' gone' : ''}`,
      );
    await read([pack('a'), pack('b')], true, 0);
    await read([pack('b', { name: 'B novo' })], false, 1);
    expect(await state()).toEqual(['a a', 'b B novo']);
    await read([pack('b'), pack('c')], true, 2);
    expect(await state()).toEqual(['b b', 'c c', 'a a gone']);
    await read([pack('a'), pack('b'), pack('c')], true, 3);
    expect(await state()).toEqual(['a a', 'b b', 'c c']);
  });

  test('of a version that was replaced meanwhile are not kept', async () => {
    const id = await added();
    await t.sql`update servers set next_call_at = now() + interval '15 minutes' where id = ${id}`;
    await updateServer(ana.resellerId, ana, id, panel('https://novo.example', 't'), now);
    const reading = { version: 1, items: [pack('a')], complete: true, timezone: 'Africa/Maputo' };
    expect(await savePackages(ana.resellerId, id, reading, now)).toBe(false);
    expect(await listPackages(ana.resellerId, id)).toEqual([]);
    // Nor is how long the old address asked us to wait.
    expect(await rawServer(id)).toMatchObject({ panel_timezone: null, next_call_at: null });
  });
});
