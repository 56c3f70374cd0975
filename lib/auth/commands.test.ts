import { generateSync } from 'otplib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { hashPassword } from '../crypto';
import { confirmTotp, startTotp, turnOffTotp } from '../totp/commands';
import { signIn } from './commands';
import { actorOf } from './queries';
import type { Actor } from './rules';

const PASSWORD = 'uma senha longa de teste';
let t: TestDatabase;
let ana: Actor;
let email: string;
let hash: string;

beforeAll(async () => {
  t = await testDatabase();
  hash = await hashPassword(PASSWORD);
});
afterAll(() => t.drop());
beforeEach(async () => {
  await t.sql`delete from rate_limits`;
  ana = await t.reseller();
  email = `${ana.userId}@exemplo.test`;
  await t.sql`update users set password_hash = ${hash} where id = ${ana.userId}`;
});
afterEach(() => vi.useRealTimers());

const enter = (password = PASSWORD, code?: string, address = '192.0.2.1', now = new Date()) =>
  signIn({ email, password, code }, address, now);

describe('signing in', () => {
  it('lets the right password in, and the session names a row that holds', async () => {
    const answer = await enter();
    expect(answer).toEqual({ kind: 'ok', userId: ana.userId, sessionVersion: 1 });
    expect(await actorOf(ana.userId, 1)).toEqual(ana);
    const [row] = await t.sql`select last_login_at from users where id = ${ana.userId}`;
    expect(row?.last_login_at).not.toBeNull();
  });

  it('finds the account however the e-mail is written', async () => {
    const typed = ` ${email.toUpperCase().replace('@', '＠')} `;
    expect((await signIn({ email: typed, password: PASSWORD }, '192.0.2.1', new Date())).kind).toBe('ok');
  });

  it('says one thing for a wrong password, an unknown account and a disabled one (S24)', async () => {
    expect(await enter('errada')).toEqual({ kind: 'wrong' });
    expect(await signIn({ email: 'ninguem@exemplo.test', password: PASSWORD }, 'a', new Date())).toEqual({
      kind: 'wrong',
    });
    await t.sql`update users set disabled_at = now() where id = ${ana.userId}`;
    expect(await enter()).toEqual({ kind: 'wrong' });
  });

  it.each([
    null,
    'x',
    [],
    {},
    { email: 'x' },
    { email: { $ne: 1 }, password: [] },
    { email: 'a@x.com', password: 'x'.repeat(1e6) },
  ])('answers %j like a wrong password', async (typed) => {
    expect(await signIn(typed, 'b', new Date())).toEqual({ kind: 'wrong' });
  });
});

describe('back-off (S24)', () => {
  it('makes an account wait after five failures, whatever the password and the address', async () => {
    for (let i = 0; i < 5; i++) expect((await enter('errada', undefined, `10.0.0.${i}`)).kind).toBe('wrong');
    const now = new Date();
    const answer = await enter(PASSWORD, undefined, '10.0.0.9', now);
    expect(answer.kind).toBe('wait');
    expect(answer.kind === 'wait' && answer.retryAt.getTime() - now.getTime()).toBeGreaterThan(0);
    expect(answer.kind === 'wait' && answer.retryAt.getTime() - now.getTime()).toBeLessThanOrEqual(60_000);
  });

  it('makes an unknown account wait just the same', async () => {
    const ask = () => signIn({ email: 'ninguem@exemplo.test', password: 'x' }, '10.1.0.1', new Date());
    for (let i = 0; i < 5; i++) expect((await ask()).kind).toBe('wrong');
    expect((await ask()).kind).toBe('wait');
  });

  it('lets the account in again a minute later, and forgets the failures then', async () => {
    for (let i = 0; i < 6; i++) await enter('errada');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    expect((await enter()).kind).toBe('ok');
    for (let i = 0; i < 5; i++) expect((await enter('errada')).kind).toBe('wrong');
  });

  it('waits longer for a long run of failures', async () => {
    const start = Date.now();
    for (let minute = 0; minute < 4; minute++) {
      vi.useFakeTimers({ toFake: ['Date'], now: start + minute * 61_000 });
      for (let i = 0; i < 5; i++)
        expect((await enter('errada', undefined, `10.2.${minute}.1`)).kind).toBe('wrong');
    }
    vi.useFakeTimers({ toFake: ['Date'], now: start + 5 * 61_000 });
    const answer = await enter(PASSWORD, undefined, '10.2.9.1');
    expect(answer.kind === 'wait' && answer.retryAt.getTime() - Date.now()).toBeGreaterThan(10 * 60_000);
  });

  it('makes an address wait that tries many accounts', async () => {
    const spray = (i: number) =>
      signIn({ email: `pessoa${i}@exemplo.test`, password: 'x' }, '10.3.0.1', new Date());
    for (let i = 0; i < 20; i++) expect((await spray(i)).kind).toBe('wrong');
    expect((await spray(20)).kind).toBe('wait');
    expect((await enter(PASSWORD, undefined, '10.3.0.2')).kind).toBe('ok');
  });

  it('does not make those wait who sign in rightly', async () => {
    for (let i = 0; i < 30; i++) expect((await enter()).kind).toBe('ok');
  });

  it('gives parallel guesses no more tries (S21)', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, () => enter('errada')));
    expect(answers.filter((a) => a.kind === 'wrong')).toHaveLength(5);
    expect(answers.filter((a) => a.kind === 'wait')).toHaveLength(10);
  });

  it('keeps no e-mail and no address in its table', async () => {
    await enter('errada');
    const rows = await t.sql`select key from rate_limits`;
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/exemplo|192\.0/);
  });
});

describe('the second step', () => {
  const code = (secret: string, at: Date) => generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) });
  const now = new Date('2026-11-21T12:00:00Z');

  async function turnOn(): Promise<string> {
    const started = await startTotp(ana.resellerId, ana);
    if (!started.ok) throw new Error(started.message);
    const wrong = await confirmTotp(ana.resellerId, ana, '000000', now);
    expect(wrong.ok).toBe(false);
    const on = await confirmTotp(ana.resellerId, ana, code(started.data.secret, now), now);
    expect(on.ok).toBe(true);
    return started.data.secret;
  }

  it('is not asked for before a code confirmed it', async () => {
    await startTotp(ana.resellerId, ana);
    expect((await enter()).kind).toBe('ok');
  });

  it('asks for the code only after the right password', async () => {
    await turnOn();
    expect((await enter()).kind).toBe('code_needed');
    expect((await enter('errada')).kind).toBe('wrong');
    expect((await enter('errada', '123456')).kind).toBe('wrong');
  });

  it('takes a code once, even from two sign-ins at once, and none of before', async () => {
    const secret = await turnOn();
    // The code that confirmed the enrolment is spent too.
    expect((await enter(PASSWORD, code(secret, now), 'c', now)).kind).toBe('code_wrong');
    const later = new Date(now.getTime() + 60_000);
    const both = await Promise.all([1, 2].map((i) => enter(PASSWORD, code(secret, later), `c${i}`, later)));
    expect(both.map((a) => a.kind).sort()).toEqual(['code_wrong', 'ok']);
    const old = new Date(later.getTime() - 30_000);
    expect((await enter(PASSWORD, code(secret, old), 'c', later)).kind).toBe('code_wrong');
  });

  it('counts wrong codes as failures', async () => {
    await turnOn();
    for (let i = 0; i < 5; i++) expect((await enter(PASSWORD, '000000')).kind).toBe('code_wrong');
    expect((await enter(PASSWORD, '000000')).kind).toBe('wait');
  });

  it('keeps the secret encrypted, bound to its person', async () => {
    const secret = await turnOn();
    const [row] = await t.sql`select totp_secret from users where id = ${ana.userId}`;
    expect(row?.totp_secret).toMatch(/^v1\./);
    expect(row?.totp_secret).not.toContain(secret);
    const bob = await t.reseller();
    await t.sql`update users set totp_secret = ${row?.totp_secret}, totp_enabled_at = now() where id = ${bob.userId}`;
    await expect(confirmTotp(bob.resellerId, bob, code(secret, now), now)).rejects.toThrow();
  });

  it('is not turned on with a secret that another tab replaced meanwhile', async () => {
    const started = await startTotp(ana.resellerId, ana);
    if (!started.ok) throw new Error(started.message);
    let confirming: ReturnType<typeof confirmTotp> | undefined;
    await t.sql.begin(async (tx) => {
      await tx`update users set totp_secret = 'of the other tab' where id = ${ana.userId}`;
      confirming = confirmTotp(ana.resellerId, ana, code(started.data.secret, now), now);
      const waiting = () => t.sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(waiting).toHaveLength(1);
    });
    expect((await confirming)?.ok).toBe(false);
    expect((await enter()).kind).toBe('ok');
  });

  it('cannot be replaced while it is on, and goes off with the password only', async () => {
    await turnOn();
    expect((await startTotp(ana.resellerId, ana)).ok).toBe(false);
    expect((await turnOffTotp(ana.resellerId, ana, 'errada', now)).ok).toBe(false);
    expect((await enter()).kind).toBe('code_needed');
    expect((await turnOffTotp(ana.resellerId, ana, PASSWORD, now)).ok).toBe(true);
    expect((await enter()).kind).toBe('ok');
  });
});
