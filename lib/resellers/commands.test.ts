import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { signIn } from '../auth/commands';
import { actorOf } from '../auth/queries';
import { fingerprint } from '../crypto';
import { createReseller, resetPassword, saveCompany } from './commands';
import { companyOf } from './queries';
import { companySettings } from './schema';

const now = new Date('2026-11-21T12:00:00Z');
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

const wish = {
  name: 'Estrela TV',
  email: 'Dona@Exemplo.test',
  password: 'uma senha longa',
  country: 'BR',
} as const;

describe('a new reseller', () => {
  it('has an owner who can sign in and a key kept only as a hash', async () => {
    const made = await createReseller(wish, now);
    if (!made.ok) throw new Error(made.message);
    expect(made.data.apiKey).toMatch(/^ug_[\w-]{22}$/);
    expect((await signIn({ email: 'dona@exemplo.test', password: wish.password }, 'x', now)).kind).toBe('ok');
    const [row] = await t.sql`select * from resellers where id = ${made.data.resellerId}`;
    expect(row?.api_key_hash).toBe(fingerprint(made.data.apiKey));
    expect(JSON.stringify(row)).not.toContain(made.data.apiKey);
    expect(await actorOf(made.data.userId, 1)).toMatchObject({
      role: 'owner',
      reseller: { country: 'BR', currency: 'BRL', locale: 'pt-BR', timezone: 'America/Sao_Paulo' },
    });
  });

  it('takes money, language and zone from its country', async () => {
    const made = await createReseller({ ...wish, email: 'mz@exemplo.test', country: 'MZ' }, now);
    expect(made.ok && (await actorOf(made.data.userId, 1))?.reseller).toEqual({
      name: 'Estrela TV',
      country: 'MZ',
      currency: 'MZN',
      locale: 'pt-MZ',
      timezone: 'Africa/Maputo',
    });
  });

  it('leaves nothing behind when the e-mail is taken or the words are wrong', async () => {
    const [before] = await t.sql`select count(*) from resellers`;
    expect((await createReseller(wish, now)).ok).toBe(false);
    expect((await createReseller({ ...wish, email: 'x' }, now)).ok).toBe(false);
    expect((await createReseller({ ...wish, email: 'n@exemplo.test', password: 'curta' }, now)).ok).toBe(
      false,
    );
    expect(await t.sql`select count(*) from resellers`).toEqual([before]);
  });
});

it('gives a locked-out owner the way back in, and ends the sessions', async () => {
  const owner = await t.reseller();
  const email = `${owner.userId}@exemplo.test`;
  await t.sql`update users set totp_enabled_at = now(), totp_secret = 'x' where id = ${owner.userId}`;
  expect((await resetPassword({ email, password: 'outra senha longa' }, now)).ok).toBe(true);
  expect(await actorOf(owner.userId, 1)).toBeNull();
  expect((await signIn({ email, password: 'outra senha longa' }, 'y', now)).kind).toBe('ok');
  expect((await resetPassword({ email: 'ninguem@exemplo.test', password: 'outra senha' }, now)).ok).toBe(
    false,
  );
});

it('saves settings of its own reseller only, with what changed', async () => {
  const [mine, other] = [await t.reseller(), await t.reseller()];
  const typed = {
    name: 'Nova',
    timezone: 'America/Manaus',
    invoiceLeadDays: '7',
    neverResend: true,
    digest: true,
    phone: '92 99999-0001',
    pixKey: 'Dona@Exemplo.test',
    pixCity: 'Manaus',
  };
  const input = companySettings.parse(typed);
  expect((await saveCompany(mine.resellerId, mine, input, now)).ok).toBe(true);
  expect(await companyOf(mine.resellerId)).toMatchObject({
    name: 'Nova',
    timezone: 'America/Manaus',
    invoiceLeadDays: 7,
    neverResend: true,
    digest: true,
    phone: '+5592999990001',
    pixKey: 'dona@exemplo.test',
    pixCity: 'Manaus',
  });
  expect((await companyOf(other.resellerId)).name).toBe('Revenda de teste');
  const [event] = await t.sql`select detail from audit_events where reseller_id = ${mine.resellerId}`;
  expect(event?.detail.invoiceLeadDays).toEqual({ before: 10, after: 7 });
  const abroad = await saveCompany(mine.resellerId, mine, { ...input, timezone: 'Africa/Maputo' }, now);
  expect(abroad).toMatchObject({ ok: false, fields: { timezone: expect.any(String) } });
});
