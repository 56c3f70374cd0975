import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import { createServer } from './commands';
import { readPanel, testConnection } from './jobs';
import { getServer, listPackages, openPanel } from './queries';

const now = new Date('2026-11-21T12:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const CANARY = '7|canary-token-of-panel-7f2c';
let t: TestDatabase;
let ana: Actor;
let bia: Actor;
let fake: FakePanel;

beforeAll(async () => {
  fake = await startFakePanel({ token: CANARY, username: 'estrela' });
  // Before anything reads the settings: they are read once.
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(fake.url).host;
  t = await testDatabase();
  ana = await t.reseller();
  bia = await t.reseller();
});
afterEach(() => fake.control.reset());
afterAll(() => Promise.all([t.drop(), fake.close()]));

async function added({ token = CANARY, username = 'estrela', url = fake.url } = {}): Promise<string> {
  const wish = { name: 's', billing: 'fixed', monthlyCents: 0, panelType: 'sigma' } as const;
  const written = await createServer(ana.resellerId, ana, { ...wish, panel: { url, username, token } }, now);
  if (!written.ok) throw new Error(written.reason);
  return written.id;
}
const open = async (id: string, at = now) => {
  const panel = await openPanel(ana.resellerId, id, at);
  if (!panel) throw new Error('no panel');
  return panel.adapter;
};
const acts = () => fake.control.calls.map((c) => c.act);

describe('an open panel', () => {
  test('finds its user once, keeps the id, and records the answer', async () => {
    const id = await added();
    fake.control.customer({ username: 'joao' });
    expect(await (await open(id)).readCustomer('joao')).toMatchObject({ kind: 'found' });
    expect(await (await open(id)).readCustomer('joao')).toMatchObject({ kind: 'found' });
    expect(acts()).toEqual(['user', 'customer', 'customer']);
    expect(await getServer(ana.resellerId, id, now)).toMatchObject({ circuit: 'closed', failuresInRow: 0 });
    expect((await getServer(ana.resellerId, id, now))?.lastOkAt).not.toBeNull();
  });

  test('is nobody else’s, and none where there is no panel', async () => {
    const id = await added();
    expect(await openPanel(bia.resellerId, id, now)).toBeNull();
    const plain = { name: 's', billing: 'fixed', monthlyCents: 0, panelType: 'none', panel: null } as const;
    const none = await createServer(ana.resellerId, ana, plain, now);
    expect(none.ok && (await openPanel(ana.resellerId, none.id, now))).toBeNull();
  });

  test('sends nothing when the address was changed behind the token’s back (S09)', async () => {
    const id = await added();
    await t.sql`update servers set panel_url = ${fake.url.replace('127.0.0.1', 'localhost')} where id = ${id}`;
    const panel = await open(id);
    expect(await panel.readCustomer('joao')).toMatchObject({
      kind: 'unreadable',
      trace: { reason: 'bad_token' },
    });
    expect(await panel.renew('joao', 'p')).toMatchObject({ class: 'not_sent', trace: { phase: 'blocked' } });
    expect(fake.control.calls).toEqual([]);
  });

  test('after a refused token: renewals wait untouched, one look a minute, and a good look reopens', async () => {
    const id = await added();
    fake.control.customer({ username: 'joao' });
    await (await open(id)).findUser();
    fake.control.script({ on: 'renew', fault: 'http 401' });
    expect(await (await open(id)).renew('joao', 'p')).toMatchObject({ class: 'rejected' });
    const seen = fake.control.calls.length;

    const shut = await open(id, later(30_000));
    expect(await shut.renew('joao', 'p')).toMatchObject({
      class: 'not_sent',
      trace: { reason: 'bad_token' },
    });
    expect(await shut.createCustomer(NEWCOMER)).toMatchObject({ class: 'not_sent' });
    expect(await shut.readCustomer('joao')).toMatchObject({ kind: 'unreadable' });
    expect(fake.control.calls).toHaveLength(seen);

    expect(await (await open(id, later(61_000))).readCustomer('joao')).toMatchObject({ kind: 'found' });
    expect(await getServer(ana.resellerId, id, now)).toMatchObject({ circuit: 'closed' });
  });

  test('without credits: no renewal goes out, readings do', async () => {
    const id = await added();
    fake.control.customer({ username: 'joao' });
    fake.control.script({ on: 'renew', fault: 'no credits' });
    const panel = await open(id);
    expect(await panel.renew('joao', 'p')).toMatchObject({
      class: 'rejected',
      trace: { reason: 'no_credits' },
    });
    expect(await panel.renew('joao', 'p')).toMatchObject({
      class: 'not_sent',
      trace: { reason: 'no_credits' },
    });
    expect(await panel.readCustomer('joao')).toMatchObject({ kind: 'found' });
    expect(acts().filter((a) => a === 'renew')).toHaveLength(1);
  });

  test('a user the panel does not have is no reason to send anything', async () => {
    const id = await added({ username: 'estrel' });
    const answer = await (await open(id)).renew('joao', 'p');
    expect(answer).toMatchObject({ class: 'not_sent', trace: { reason: 'user_not_found' } });
    expect(acts()).toEqual(['user']);
  });
});

describe('reading a panel', () => {
  test('keeps the packages of all pages and the zone', async () => {
    const id = await added();
    fake.control.set({ perPage: 9 });
    expect(await readPanel(ana.resellerId, id, now)).toMatchObject({ ok: true, complete: true });
    const packages = await listPackages(ana.resellerId, id);
    expect(packages).toHaveLength(17);
    expect(packages[0]).toMatchObject({ name: 'Teste 4 horas', trial: true, position: 0 });
    expect(await getServer(ana.resellerId, id, now)).toMatchObject({ panelTimezone: 'America/Sao_Paulo' });
  });

  test('that fails says why and keeps what was known', async () => {
    const id = await added();
    await readPanel(ana.resellerId, id, now);
    fake.control.script({ on: 'any', times: -1, fault: 'block page' });
    expect(await readPanel(ana.resellerId, id, later(5_000))).toMatchObject({
      ok: false,
      trace: { reason: 'block_page' },
    });
    expect(await listPackages(ana.resellerId, id)).toHaveLength(17);
    expect(await getServer(ana.resellerId, id, now)).toMatchObject({ circuit: 'open' });
  });
});

describe('a connection test', () => {
  const zone = 'America/Sao_Paulo';
  const tested = (
    id: string | undefined,
    over: { url?: string; username?: string; token?: string | null },
  ) => {
    const panel = { url: fake.url, username: 'estrela', token: null, ...over };
    return testConnection(ana.resellerId, { id, panelType: 'sigma', panel }, zone, now);
  };

  test('works with values nobody saved', async () => {
    const probe = await tested(undefined, { token: CANARY });
    expect(probe).toMatchObject({ ok: true, complete: true });
    expect(JSON.stringify(probe)).not.toContain('canary');
  });

  test.each([
    ['a wrong token', { token: 'wrong' }, 'bad_token'],
    ['an unknown user', { token: CANARY, username: 'outro' }, 'user_not_found'],
    ['the beginning of another user', { token: CANARY, username: 'estrel' }, 'user_not_found'],
    ['an address that must not be called', { token: CANARY, url: 'http://127.0.0.1:1' }, 'address_refused'],
  ])('says what is wrong: %s', async (_, over, reason) => {
    expect(await tested(undefined, over)).toMatchObject({ ok: false, trace: { reason } });
  });

  test('lends the stored token only to its own origin and owner (S09)', async () => {
    const id = await added();
    expect(await tested(id, {})).toMatchObject({ ok: true });
    const calls = fake.control.calls.length;
    expect(await tested(id, { url: 'https://evil.example' })).toBe('token_needed');
    const foreign = { id, panelType: 'sigma', panel: { url: fake.url, username: 'estrela', token: null } };
    expect(await testConnection(bia.resellerId, foreign, zone, now)).toBe('token_needed');
    expect(fake.control.calls).toHaveLength(calls);
  });

  test('of a saved server keeps what it read and reopens its circuit', async () => {
    const id = await added();
    await t.sql`update servers set circuit = 'open', circuit_reason = 'block_page', circuit_opened_at = now(),
      probe_at = now() + interval '1 hour' where id = ${id}`;
    expect(await tested(id, {})).toMatchObject({ ok: true });
    expect(await listPackages(ana.resellerId, id)).toHaveLength(17);
    expect(await getServer(ana.resellerId, id, now)).toMatchObject({ circuit: 'closed' });
  });
});

const NEWCOMER = {
  username: 'novo',
  password: 'senha1234',
  name: 'Novo',
  email: '',
  phone: '',
  note: '',
  packageId: 'p',
};
