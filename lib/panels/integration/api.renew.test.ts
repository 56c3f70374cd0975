import { describe, expect, test } from 'vitest';
import type { MutationClass, NewCustomer, PanelReason } from '@/lib/panels/rules';
import { SECOND_API_FAULTS } from '@/lib/panels/sigma/fake-outcomes';
import type { FaultName, Variant } from '@/lib/panels/sigma/fake-variants';
import { DUE, logIn, openFake } from './fake-login';

const fake = await openFake();

const month = () => fake.control.packages[2]?.id ?? '';
const ana = () => fake.control.customer({ username: 'ana', expiresAt: DUE, packageId: month() });
const renew = (timeoutMs = 5_000) => logIn(fake, {}, { timeoutMs }).renew('ana', month());
const made = (act: 'renew' | 'create') => fake.ledger.filter((e) => e.act === act).length;
const sent = (act: 'renew' | 'create') => fake.control.calls.filter((c) => c.act === act);

describe('renewing by the integration API', () => {
  test('names the customer by the id just read, sends no date, on a connection of its own', async () => {
    const { id } = ana();
    expect(await renew()).toMatchObject({
      class: 'applied',
      saidOk: true,
      expiresAt: new Date('2027-01-01T12:00:00Z'),
    });
    expect(fake.control.calls.map((c) => c.act)).toEqual(['customer', 'renew']);
    expect(sent('renew')[0]).toMatchObject({
      path: `/api/integration/v1/customers/${id}/renew`,
      authorization: `Bearer ${fake.token}`,
      reused: false,
      json: { packageId: month() },
    });
    expect(Object.keys(sent('renew')[0]?.json ?? {})).toEqual(['packageId']);
    expect(made('renew')).toBe(1);
  });

  test('reads no second time what its chain of calls has read', async () => {
    ana();
    const memory = { ids: new Map(), seen: new Map() };
    await logIn(fake, {}, { memory }).readCustomer('ana');
    expect(await logIn(fake, {}, { memory }).renew('ana', month())).toMatchObject({ class: 'applied' });
    expect(fake.control.calls.map((c) => c.act)).toEqual(['customer', 'renew']);
  });

  test.each<[Partial<Variant>, MutationClass, PanelReason]>([
    [{ matching: 'foreign' }, 'rejected', 'not_ours'],
    [{ unowned: true }, 'not_sent', 'bad_answer'],
    [{ integration: 'off' }, 'not_sent', 'no_permission'],
  ])('sends nothing when it cannot tell whom: %j', async (variant, expected, reason) => {
    ana();
    fake.control.set(variant);
    expect(await renew()).toMatchObject({ class: expected, saidOk: false, trace: { reason } });
    expect(sent('renew')).toEqual([]);
  });

  test('sends nothing without a turn, or to who is not there', async () => {
    expect(await renew()).toMatchObject({ class: 'rejected', trace: { reason: 'customer_absent' } });
    ana();
    const { trace } = await logIn(fake).readCustomer('ana');
    const held = logIn(fake, {}, { nextTurn: async () => ({ ...trace, reason: 'busy' }) });
    expect(await held.renew('ana', month())).toMatchObject({ class: 'not_sent', trace: { reason: 'busy' } });
    expect(sent('renew')).toEqual([]);
  });

  test('camel case and a date on the wall are read; without a date nothing is proved', async () => {
    ana();
    fake.control.set({ keys: 'camel', renewExpiry: 'sql' });
    expect(await renew()).toMatchObject({ class: 'applied', expiresAt: new Date('2027-01-01T12:00:00Z') });
    fake.control.set({ renewExpiry: 'absent' });
    expect(await renew()).toMatchObject({ class: 'unknown', saidOk: true, trace: { reason: 'unproved' } });
  });

  test.each(SECOND_API_FAULTS)('%s is %s', async (fault, expected, reason, done) => {
    ana();
    fake.control.script({ on: 'renew', fault });
    const answer = await renew(reason === 'timeout' ? 400 : 5_000);
    expect(answer).toMatchObject({ class: expected, trace: { reason } });
    expect(made('renew')).toBe(done);
    expect(sent('renew')).toHaveLength(1);
  });
});

const BLANK = { username: 'ana', password: 's3nha-da-ana', name: 'Ana', email: '', note: '' };
const create = (change?: Partial<NewCustomer>) =>
  logIn(fake).createCustomer({ ...BLANK, phone: '+5511999999999', packageId: month(), ...change });

describe('creating by the integration API', () => {
  test('sends what the API has a field for, the owner always', async () => {
    expect(await create()).toMatchObject({ class: 'applied', username: 'ana', password: 's3nha-da-ana' });
    expect(sent('create')[0]).toMatchObject({ path: '/api/integration/v1/customers' });
    expect(sent('create')[0]?.json).toEqual({
      packageId: month(),
      username: 'ana',
      password: 's3nha-da-ana',
      name: 'Ana',
      whatsapp: '55 11 99999 9999',
      status: 'ACTIVE',
      userId: fake.control.users[0]?.id,
    });
    expect(fake.control.customers).toMatchObject([{ username: 'ana', userId: fake.control.users[0]?.id }]);
  });

  test('a name for the panel to make is asked of the webhook API', async () => {
    expect(await create({ username: '', password: '' })).toMatchObject({ class: 'applied' });
    expect(sent('create')[0]?.path).toBe('/api/webhook/customer/create');
  });

  test.each<[FaultName | Partial<Variant>, MutationClass, PanelReason, number]>([
    [{ create: 'nameless' }, 'unknown', 'unproved', 1],
    [{ create: 'refused' }, 'rejected', 'validation', 0],
    [{ integration: 'off' }, 'not_sent', 'no_permission', 0],
    [{ integration: 'gone' }, 'not_sent', 'wrong_path', 0],
    ['no credits', 'rejected', 'no_credits', 0],
    ['drop after', 'unknown', 'timeout', 1],
    ['login page', 'unknown', 'not_a_panel', 0],
    ['challenge', 'edge_block', 'block_page', 0],
    ['http 523', 'not_sent', 'unreachable', 0],
  ])('%j is %s', async (trouble, expected, reason, done) => {
    if (typeof trouble === 'string') fake.control.script({ on: 'create', fault: trouble });
    else fake.control.set(trouble);
    expect(await create()).toMatchObject({ class: expected, username: null, trace: { reason } });
    expect(made('create')).toBe(done);
    expect(sent('create')).toHaveLength(1);
  });

  test('a refusal about the password says so, without it', async () => {
    fake.control.set({ create: 'refused' });
    const answer = await create({ password: 'A senha' });
    expect(answer.refused).toEqual({ username: false, password: true });
    expect(answer.trace.detail).toContain('[oculto] tem caracteres');
  });
});
