import { describe, expect, test } from 'vitest';
import { SILENT, UNREADABLE_FAULTS } from '@/lib/panels/sigma/fake-outcomes';
import type { Variant } from '@/lib/panels/sigma/fake-variants';
import { DUE, fill, logIn, openFake } from './fake-login';

const fake = await openFake();

const ana = () => fake.control.customer({ username: 'ana', expiresAt: DUE });
const read = (timeoutMs = 5_000) => logIn(fake, {}, { timeoutMs }).readCustomer('ana');

describe('reading a customer by the integration API', () => {
  test.each<Partial<Variant>>([
    {},
    { keys: 'camel' },
    { expiry: 'br' },
    { expiry: 'tz', keys: 'camel' },
    { paging: 'bare' },
  ])('finds who has exactly this name: %j', async (variant) => {
    ana();
    fake.control.set(variant);
    expect(await read()).toMatchObject({
      kind: 'found',
      customer: { username: 'ana', status: 'active', expiresAt: new Date(DUE) },
      trace: { reason: 'ok', status: 200 },
    });
    expect(fake.control.calls.map((c) => c.path)).toEqual([
      '/api/integration/v1/customers?username=ana&per_page=20',
    ]);
  });

  test.each<Partial<Variant>>([{}, { paging: 'bare' }, { paging: 'repeat' }])(
    'though the filter is partial and the name on a later page: %j',
    async (variant) => {
      for (let n = 1; n <= 45; n++) fake.control.customer({ username: `ana${n}` });
      fake.control.set({ matching: 'partial', ...variant });
      expect(await read()).toMatchObject({ kind: 'absent', trace: { reason: 'customer_absent' } });
      ana();
      expect(await read()).toMatchObject({ kind: 'found', customer: { username: 'ana' } });
    },
  );

  test('who is not in the list is absent; another reseller’s is not ours; nobody’s cannot be told', async () => {
    expect(await read()).toMatchObject({ kind: 'absent', trace: { reason: 'customer_absent' } });
    fake.control.script({ on: 'customer', fault: 'customer absent' });
    expect(await read()).toMatchObject({ kind: 'absent', trace: { status: 400 } });
    ana();
    fake.control.set({ matching: 'foreign' });
    expect(await read()).toMatchObject({ kind: 'absent', trace: { reason: 'not_ours' } });
    fake.control.set({ matching: 'exact', unowned: true });
    expect(await read()).toMatchObject({ kind: 'unreadable', trace: { reason: 'bad_answer' } });
  });

  test.each([...UNREADABLE_FAULTS, 'http 404'] as const)('is unreadable, never absent: %s', async (fault) => {
    ana();
    fake.control.script({ on: 'customer', fault });
    expect(await read(SILENT.has(fault) ? 400 : 5_000)).toMatchObject({ kind: 'unreadable' });
  });

  test.each<[Partial<Variant>, string]>([
    [{ integration: 'off' }, 'no_permission'],
    [{ integration: 'gone' }, 'wrong_path'],
  ])('an API that is not there is no missing customer: %j', async (variant, reason) => {
    fake.control.set(variant);
    expect(await read()).toMatchObject({ kind: 'unreadable', trace: { reason } });
  });

  test('stops at the pace’s word, and keeps no password, link or token', async () => {
    fill(fake, 30);
    fake.control.set({ matching: 'partial' });
    const held = { ...(await read()).trace, reason: 'busy' as const };
    const panel = logIn(fake, {}, { nextTurn: async () => held });
    expect(await panel.readCustomer('u')).toEqual({ kind: 'unreadable', trace: held });
    ana();
    const reading = JSON.stringify(await read());
    for (const secret of ['senha-do-painel', 'get.php', 'EXTM3U', fake.token])
      expect(reading).not.toContain(secret);
  });
});

describe('packages by the integration API', () => {
  test.each<Partial<Variant>>([
    {},
    { cap: 5 },
    { cap: 5, paging: 'bare', keys: 'camel' },
    { cap: 5, paging: 'repeat' },
  ])('all pages are read: %j', async (variant) => {
    fake.control.set(variant);
    const list = await logIn(fake).listPackages();
    expect(list).toMatchObject({ ok: true, complete: true });
    const items = list.ok ? list.items : [];
    expect(items.map((p) => p.packageId)).toEqual(fake.control.packages.map((p) => p.id));
    expect(items[2]).toMatchObject({ priceCents: 2500, durationUnit: 'MONTHS', trial: false, active: true });
  });
});

describe('what v1 has no contract for', () => {
  test('goes by the webhook API: our user, the rules for credentials, a status', async () => {
    ana();
    const panel = logIn(fake);
    expect(await panel.findUser()).toMatchObject({ userId: fake.control.users[0]?.id });
    expect(await panel.credentialRules()).toMatchObject({ timezone: 'America/Sao_Paulo' });
    expect(await panel.setStatus('ana', 'suspended')).toMatchObject({ class: 'applied' });
    expect(fake.control.calls.every((c) => !c.path.includes('/integration/'))).toBe(true);
    expect(await read()).toMatchObject({ customer: { status: 'suspended' } });
  });
});
