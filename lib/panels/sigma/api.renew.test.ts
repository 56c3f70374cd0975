import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sigmaPanel } from './api';
import { RENEWAL_FAULTS } from './fake-outcomes';
import { type FakePanel, startFakePanel } from './fake-panel';
import type { Variant } from './fake-variants';

const NOW = '2026-11-21T12:00:00.000Z';
const DUE = '2026-12-01T12:00:00.000Z';
let fake: FakePanel;
beforeAll(async () => {
  fake = await startFakePanel({ now: () => new Date(NOW) });
});
afterAll(() => fake.close());
beforeEach(() => fake.control.reset());

const panel = (timeoutMs = 2_000) =>
  sigmaPanel(
    {
      baseUrl: `${fake.url}`,
      username: 'estrela',
      userId: fake.control.users[0]?.id ?? '',
      token: fake.token,
      timezone: 'America/Sao_Paulo',
    },
    { allowedPrivateHosts: [`127.0.0.1:${fake.port}`], timeoutMs, nextTurn: async () => null },
  );
const month = () => fake.control.packages[2]?.id ?? '';
const ana = (expiresAt = DUE) => fake.control.customer({ username: 'ana', expiresAt, packageId: month() });
const renew = (timeoutMs?: number) => panel(timeoutMs).renew('ana', month());
/** What the ledger says, against what the adapter says. */
const renewals = () => fake.ledger.filter((e) => e.act === 'renew').length;

describe('renewing', () => {
  test.each(['data', 'root', 'array', 'customer'] as const)(
    'answers the new date in the envelope %s',
    async (envelope) => {
      ana();
      fake.control.set({ envelope });
      const answer = await renew();
      expect(answer).toMatchObject({
        class: 'applied',
        saidOk: true,
        expiresAt: new Date('2027-01-01T12:00:00Z'),
      });
      expect(renewals()).toBe(1);
    },
  );

  test.each(['iso', 'tz', 'tz offset', 'br', 'sql'] as const)('reads the date as %s', async (renewExpiry) => {
    ana();
    fake.control.set({ renewExpiry });
    expect(await renew()).toMatchObject({ class: 'applied', expiresAt: new Date('2027-01-01T12:00:00Z') });
  });

  test('without a date the panel said yes, but nothing is proved', async () => {
    ana();
    fake.control.set({ renewExpiry: 'absent' });
    expect(await renew()).toMatchObject({ class: 'unknown', saidOk: true, trace: { reason: 'unproved' } });
    expect(renewals()).toBe(1);
  });

  test.each<[Partial<Variant>, string, string]>([
    [{}, DUE, '2027-01-01T12:00:00.000Z'],
    [{ base: 'now' }, DUE, '2026-12-21T12:00:00.000Z'],
    [{ base: 'due' }, '2026-11-01T12:00:00.000Z', '2026-12-01T12:00:00.000Z'],
    [{}, '2026-11-01T12:00:00.000Z', '2026-12-21T12:00:00.000Z'],
    [{ month: '30 days' }, DUE, '2026-12-31T12:00:00.000Z'],
    [{ endOfDay: true }, DUE, '2027-01-02T02:59:59.000Z'],
    [{}, '2027-01-31T12:00:00.000Z', '2027-02-28T12:00:00.000Z'],
    [{ effect: 'unmoved' }, DUE, DUE],
    [{ effect: 'double' }, DUE, '2027-02-01T12:00:00.000Z'],
    [{ effect: 'backwards' }, DUE, '2026-11-01T12:00:00.000Z'],
  ])('passes on the panel’s own date: %j from %s is %s', async (variant, due, until) => {
    ana(due);
    fake.control.set(variant);
    expect((await renew()).expiresAt?.toISOString()).toBe(until);
    expect(await panel().readCustomer('ana')).toMatchObject({ customer: { expiresAt: new Date(until) } });
  });

  test('goes once, on a connection of its own, with the token in the header only', async () => {
    ana();
    await panel().readCustomer('ana');
    await renew();
    const [read, sent] = fake.control.calls;
    expect([read?.reused, sent?.reused]).toEqual([false, false]);
    expect(sent).toMatchObject({
      path: '/api/webhook/customer/renew',
      authorization: `Bearer ${fake.token}`,
      json: { userId: fake.control.users[0]?.id, username: 'ana', packageId: month() },
    });
    fake.control.script({ on: 'renew', fault: 'reset when reused' });
    expect(await renew()).toMatchObject({ class: 'applied' });
  });

  test.each(RENEWAL_FAULTS)('%s is %s', async (fault, expected, reason, done) => {
    ana();
    fake.control.script({ on: 'renew', fault });
    // Short where the panel keeps silent, long where it answers at once on a busy machine.
    const answer = await renew(reason === 'timeout' ? 400 : 5_000);
    expect(answer).toMatchObject({ class: expected, trace: { reason } });
    expect(renewals()).toBe(done);
    expect(fake.control.calls.filter((c) => c.act === 'renew')).toHaveLength(1);
  });

  test('a change that comes late comes', async () => {
    ana();
    fake.control.script({ on: 'renew', fault: 'late', lateMs: 870_000 });
    expect(await renew()).toMatchObject({ class: 'unknown' });
    expect(renewals()).toBe(0);
    fake.control.advance(870_000);
    expect(renewals()).toBe(1);
  });

  test('an inactive package and an id of another table are refused by the panel, not by luck', async () => {
    ana();
    const off = fake.control.packages.find((p) => !p.active)?.id ?? '';
    expect(await panel().renew('ana', off)).toMatchObject({
      class: 'rejected',
      trace: { reason: 'package_gone' },
    });
  });
});
