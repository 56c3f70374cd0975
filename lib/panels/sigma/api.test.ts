import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PanelAccess } from '@/lib/panels/rules';
import { sigmaPanel } from './api';
import { hashId } from './fake-catalogue';
import { SILENT, UNREADABLE_FAULTS } from './fake-outcomes';
import { type FakePanel, startFakePanel } from './fake-panel';
import type { Variant } from './fake-variants';

let fake: FakePanel;
beforeAll(async () => {
  fake = await startFakePanel({ now: () => new Date('2026-11-21T12:00:00Z') });
});
afterAll(() => fake.close());
beforeEach(() => fake.control.reset());

const panel = (change: Partial<PanelAccess> = {}, timeoutMs = 2_000) =>
  sigmaPanel(
    {
      baseUrl: fake.url,
      username: 'estrela',
      userId: hashId(1),
      token: fake.token,
      timezone: 'America/Sao_Paulo',
      ...change,
    },
    { allowedPrivateHosts: [`127.0.0.1:${fake.port}`], timeoutMs, nextTurn: async () => null },
  );
const EXPIRY = '2026-12-21T02:59:59.000Z';
const ana = () => fake.control.customer({ username: 'ana', expiresAt: EXPIRY });

describe('finding our user', () => {
  test.each<Partial<Variant>>([
    {},
    { matching: 'partial' },
    { matching: 'partial', perPage: 1, paging: 'bare' },
    { perPage: 1, paging: 'repeat' },
  ])('by exact name: %j', async (variant) => {
    fake.control.set(variant);
    expect(await panel({ userId: null }).findUser()).toMatchObject({ ok: true, userId: hashId(1) });
  });

  test('a name the panel does not have is no error', async () => {
    fake.control.set({ matching: 'partial' });
    const found = await panel({ username: 'estrel' }).findUser();
    expect(found).toMatchObject({ ok: true, userId: null, trace: { reason: 'user_not_found' } });
  });

  test('a wrong token, another program and a wrong path say what they are', async () => {
    expect(await panel({ token: '9|x' }).findUser()).toMatchObject({
      ok: false,
      trace: { reason: 'bad_token' },
    });
    expect(await panel({ token: 'two\nlines' }).findUser()).toMatchObject({
      ok: false,
      trace: { reason: 'bad_token', phase: 'blocked' },
    });
    fake.control.script({ on: 'user', fault: 'login page' });
    expect(await panel().findUser()).toMatchObject({ ok: false, trace: { reason: 'not_a_panel' } });
    const elsewhere = panel({ baseUrl: `${fake.url}/sigma` });
    expect(await elsewhere.findUser()).toMatchObject({ ok: false, trace: { reason: 'not_a_panel' } });
  });
});

describe('packages', () => {
  test.each<Partial<Variant>>([
    {},
    { perPage: 5 },
    { perPage: 5, paging: 'bare' },
    { perPage: 5, paging: 'repeat' },
    { perPage: 20 },
    { perPage: 100, paging: 'bare' },
  ])('all pages are read: %j', async (variant) => {
    fake.control.set(variant);
    const list = await panel().listPackages();
    expect(list).toMatchObject({ ok: true, complete: true });
    const items = list.ok ? list.items : [];
    expect(items.map((p) => p.packageId)).toEqual(fake.control.packages.map((p) => p.id));
    expect(items.slice(0, 3).map((p) => [p.trial, p.active])).toEqual([
      [true, true],
      [false, false],
      [false, true],
    ]);
    expect(items[2]).toMatchObject({
      priceCents: 2500,
      credits: 1,
      duration: 1,
      durationUnit: 'MONTHS',
      screens: 1,
    });
  });

  test('a list cut at twenty pages says so, one broken in the middle is no list', async () => {
    const control = fake.control;
    const more = control.packages.map((p, i) => ({ ...p, id: hashId(100 + i) }));
    control.packages.push(...more);
    control.set({ perPage: 1 });
    expect(await panel().listPackages()).toMatchObject({ ok: true, complete: false });
    control.script({ on: 'package', times: 1 }, { on: 'package', fault: 'http 500' });
    expect(await panel().listPackages()).toMatchObject({ ok: false, trace: { reason: 'server_error' } });
  });
});

describe('credentials', () => {
  test('follow the panel, and are unknown when it does not say', async () => {
    fake.control.set({ create: 'digits', zone: 'America/Manaus' });
    expect(await panel().credentialRules()).toEqual({
      format: 'numeric',
      minLength: 9,
      maxLength: 9,
      timezone: 'America/Manaus',
    });
    fake.control.script({ on: 'settings', fault: 'block page' });
    expect(await panel().credentialRules()).toBeNull();
    expect(fake.control.calls.every((c) => c.authorization === undefined)).toBe(true);
  });
});

describe('reading a customer', () => {
  test.each(['data', 'root', 'array', 'customer'] as const)('in the envelope %s', async (envelope) => {
    ana();
    fake.control.set({ envelope });
    expect(await panel().readCustomer('ana')).toMatchObject({
      kind: 'found',
      customer: { username: 'ana', status: 'active', expiresAt: new Date(EXPIRY), ownerId: hashId(1) },
      trace: { reason: 'ok', status: 200 },
    });
  });

  test.each(['iso', 'tz', 'tz offset', 'br', 'sql', 'day'] as const)(
    'with its date as %s',
    async (expiry) => {
      ana();
      fake.control.set({ expiry });
      expect(await panel().readCustomer('ana')).toMatchObject({ customer: { expiresAt: new Date(EXPIRY) } });
    },
  );

  test('without a date is found all the same', async () => {
    ana();
    fake.control.set({ expiry: 'absent' });
    expect(await panel().readCustomer('ana')).toMatchObject({ kind: 'found', customer: { expiresAt: null } });
  });

  test.each(['400', '404', '[]', '{}', 'null'] as const)(
    'who does not exist, said as %s',
    async (notFound) => {
      fake.control.set({ notFound });
      const reading = await panel().readCustomer('ana');
      expect(reading).toMatchObject({ kind: 'absent', trace: { reason: 'customer_absent' } });
    },
  );

  test.each(['partial', 'two'] as const)('takes only the exact name: %s', async (matching) => {
    fake.control.set({ matching });
    fake.control.customer({ username: 'ana2' });
    expect(await panel().readCustomer('ana')).toMatchObject({ kind: 'absent' });
    ana();
    expect(await panel().readCustomer('ana')).toMatchObject({ kind: 'found', customer: { username: 'ana' } });
  });

  test("another reseller's customer is not ours", async () => {
    ana();
    fake.control.set({ matching: 'foreign' });
    expect(await panel().readCustomer('ana')).toMatchObject({
      kind: 'absent',
      trace: { reason: 'not_ours' },
    });
  });

  test('suspended shows', async () => {
    fake.control.customer({ username: 'ana', status: 'INACTIVE' });
    expect(await panel().readCustomer('ana')).toMatchObject({ customer: { status: 'suspended' } });
  });

  test.each(UNREADABLE_FAULTS)('is unreadable, never absent: %s', async (fault) => {
    ana();
    fake.control.script({ on: 'customer', fault });
    expect(await panel({}, SILENT.has(fault) ? 400 : 5_000).readCustomer('ana')).toMatchObject({
      kind: 'unreadable',
    });
  });

  test('on a dead port is unreadable', async () => {
    const dead = sigmaPanel(
      { baseUrl: 'http://127.0.0.1:1', username: 'x', userId: 'x', token: 'x', timezone: 'UTC' },
      { allowedPrivateHosts: ['127.0.0.1:1'], nextTurn: async () => null },
    );
    expect(await dead.readCustomer('ana')).toMatchObject({
      kind: 'unreadable',
      trace: { reason: 'unreachable' },
    });
  });

  test('keeps no password, link or token', async () => {
    ana();
    const reading = JSON.stringify(await panel().readCustomer('ana'));
    for (const secret of ['senha-do-painel', 'get.php', 'EXTM3U', fake.token])
      expect(reading).not.toContain(secret);
  });
});

test('a redirect is shown, not followed; a wait is told', async () => {
  fake.control.script({ on: 'customer', fault: 'moved' }, { on: 'customer', fault: 'rate text' });
  expect(await panel().readCustomer('ana')).toMatchObject({
    trace: { reason: 'moved', movedTo: 'novo.example' },
  });
  expect(await panel().readCustomer('ana')).toMatchObject({
    trace: { reason: 'rate_limited', retryAfterMs: 47_000 },
  });
  expect(fake.control.calls).toHaveLength(2);
});
