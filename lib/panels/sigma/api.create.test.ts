import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewCustomer } from '@/lib/panels/rules';
import { sigmaPanel } from './api';
import { type FakePanel, startFakePanel } from './fake-panel';

const NOW = '2026-11-21T12:00:00.000Z';
const DUE = '2026-12-01T12:00:00.000Z';
let fake: FakePanel;
beforeAll(async () => {
  fake = await startFakePanel({ now: () => new Date(NOW) });
});
afterAll(() => fake.close());
beforeEach(() => fake.control.reset());

const panel = () =>
  sigmaPanel(
    {
      baseUrl: `${fake.url}`,
      username: 'estrela',
      userId: fake.control.users[0]?.id ?? '',
      token: fake.token,
      timezone: 'America/Sao_Paulo',
    },
    { allowedPrivateHosts: [`127.0.0.1:${fake.port}`], nextTurn: async () => null },
  );
const month = () => fake.control.packages[2]?.id ?? '';
const ana = (expiresAt = DUE) => fake.control.customer({ username: 'ana', expiresAt, packageId: month() });
const newAna = (change: Partial<NewCustomer> = {}): NewCustomer => ({
  username: 'ana',
  password: 's3nha-da-ana',
  name: 'Ana',
  email: '',
  phone: '+5511999999999',
  note: 'sala',
  packageId: month(),
  ...change,
});
describe('creating', () => {
  test('sends what was asked, in the panel’s forms', async () => {
    const answer = await panel().createCustomer(newAna());
    expect(answer).toMatchObject({ class: 'applied', username: 'ana', password: 's3nha-da-ana' });
    expect(answer.expiresAt?.toISOString()).toBe('2026-12-21T12:00:00.000Z');
    expect(fake.control.calls[0]?.json).toEqual({
      userId: fake.control.users[0]?.id,
      packageId: month(),
      username: 'ana',
      password: 's3nha-da-ana',
      name: 'Ana',
      email: '',
      whatsapp: '55 11 99999 9999',
      note: 'sala',
    });
  });

  test.each(['data', 'root', 'array', 'customer'] as const)(
    'in the envelope %s, with 201',
    async (envelope) => {
      fake.control.set({ envelope, createStatus: 201 });
      expect(await panel().createCustomer(newAna())).toMatchObject({ class: 'applied', username: 'ana' });
    },
  );

  test('the panel’s own credentials come back, and blank ones let it choose', async () => {
    fake.control.set({ create: 'generated' });
    const generated = await panel().createCustomer(newAna());
    expect(generated.class).toBe('applied');
    expect(generated.username).toMatch(/^9\d{8}$/);
    const blank = await panel().createCustomer(newAna({ username: '', password: '', phone: '' }));
    expect(blank.password).toMatch(/^8\d{8}$/);
  });

  test('200 with an empty username is no success', async () => {
    fake.control.set({ create: 'nameless' });
    const answer = await panel().createCustomer(newAna());
    expect(answer).toMatchObject({ class: 'unknown', username: null, trace: { reason: 'unproved' } });
  });

  test('what the panel refuses is told without the password', async () => {
    fake.control.script({ on: 'create', variant: { create: 'refused' } });
    const answer = await panel().createCustomer(newAna({ password: 'A senha' }));
    expect(answer).toMatchObject({ class: 'rejected', trace: { reason: 'validation' } });
    expect(answer.trace.detail).toContain('[oculto] tem caracteres');
    fake.control.set({ create: 'digits' });
    expect(await panel().createCustomer(newAna())).toMatchObject({ class: 'rejected' });
    fake.control.set({ create: 'own' });
    await panel().createCustomer(newAna());
    expect(await panel().createCustomer(newAna())).toMatchObject({ class: 'rejected' });
    expect(fake.ledger).toHaveLength(1);
  });
});

describe('status', () => {
  test('is applied only when a reading shows it', async () => {
    ana();
    expect(await panel().setStatus('ana', 'suspended')).toMatchObject({ class: 'applied' });
    expect(await panel().setStatus('ana', 'active')).toMatchObject({ class: 'applied' });
    fake.control.set({ status: 'ignored' });
    expect(await panel().setStatus('ana', 'suspended')).toMatchObject({ class: 'unknown' });
    fake.control.script({ on: 'status', fault: 'http 403' });
    expect(await panel().setStatus('ana', 'suspended')).toMatchObject({ class: 'rejected' });
    expect(fake.ledger.map((e) => e.act)).toEqual(['status', 'status', 'status']);
  });
});
