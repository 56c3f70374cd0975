import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { signIn } from '../auth/commands';
import { actorOf } from '../auth/queries';
import type { Actor, Role } from '../auth/rules';
import { TOO_MANY_PROOFS } from '../limits/messages';
import { turnOffTotp } from '../totp/commands';
import {
  ABSENT,
  addUser,
  changeOwnPassword,
  changeRole,
  endOwnSessions,
  resetUserPassword,
  setAccess,
} from './commands';
import { listUsers } from './queries';
import { newUser, passwordChange } from './schema';

const now = new Date('2026-11-21T12:00:00Z');
let t: TestDatabase;
let owner: Actor;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());
beforeEach(async () => {
  owner = await t.reseller();
});

let count = 0;
async function added(role: 'owner' | 'operator' | 'viewer', by = owner) {
  const email = `pessoa${++count}@exemplo.test`;
  const result = await addUser(by.resellerId, by, { name: 'Bia', email, role }, now);
  if (!result.ok) throw new Error(result.message);
  const actor = (await actorOf(result.data.userId, 1)) as Actor;
  return { ...result.data, email, actor };
}
const rowOf = async (id: string) => (await t.sql`select * from users where id = ${id}`)[0];

describe('adding', () => {
  it('makes a person who can sign in with the password shown', async () => {
    const bia = await added('operator');
    expect(bia.actor).toMatchObject({ role: 'operator', resellerId: owner.resellerId });
    expect((await signIn({ email: bia.email, password: bia.password }, 'x', now)).kind).toBe('ok');
  });

  it('refuses an e-mail that somebody has, in any case', async () => {
    const bia = await added('viewer');
    const again = { name: 'Outra', email: bia.email, role: 'viewer' } as const;
    expect(await addUser(owner.resellerId, owner, again, now)).toMatchObject({
      ok: false,
      fields: { email: expect.any(String) },
    });
  });

  it('gives nobody the role of the installation', () => {
    expect(newUser.safeParse({ name: 'X', email: 'x@x.com', role: 'admin' }).success).toBe(false);
  });
});

describe('sessions end at once (S18)', () => {
  const ends: [string, (id: string) => Promise<unknown>][] = [
    ['disabling', (userId) => setAccess(owner.resellerId, owner, { userId, enabled: false }, now)],
    ['another role', (userId) => changeRole(owner.resellerId, owner, { userId, role: 'viewer' }, now)],
    ['a reset password', (userId) => resetUserPassword(owner.resellerId, owner, userId, now)],
  ];
  it.each(ends)('by %s', async (_name, end) => {
    const bia = await added('operator');
    expect(await end(bia.userId)).toMatchObject({ ok: true });
    expect(await actorOf(bia.userId, 1)).toBeNull();
  });

  it("by a password of one's own and by leaving everywhere", async () => {
    const bia = await added('operator');
    const change = { current: bia.password, next: 'uma senha nova e longa' };
    expect(
      await changeOwnPassword(owner.resellerId, bia.actor, { ...change, current: 'errada' }, now),
    ).toMatchObject({ ok: false });
    expect(await changeOwnPassword(owner.resellerId, bia.actor, change, now)).toMatchObject({ ok: true });
    expect(await actorOf(bia.userId, 1)).toBeNull();
    expect(await actorOf(bia.userId, 2)).not.toBeNull();
    await endOwnSessions(owner.resellerId, bia.actor, now);
    expect(await actorOf(bia.userId, 2)).toBeNull();
    expect((await signIn({ email: bia.email, password: change.next }, 'x', now)).kind).toBe('ok');
  });

  it('but not to whoever guesses the password of a stolen session', async () => {
    const bia = await added('operator');
    const next = 'uma senha nova e longa';
    const guess = (current: string) => changeOwnPassword(owner.resellerId, bia.actor, { current, next }, now);
    await Promise.all(Array.from({ length: 5 }, (_, i) => guess(`errada ${i}`)));
    expect(await guess(bia.password)).toMatchObject({ ok: false, message: TOO_MANY_PROOFS });
    expect(await turnOffTotp(owner.resellerId, bia.actor, bia.password, now)).toMatchObject({
      ok: false,
      message: TOO_MANY_PROOFS,
    });
    expect(await actorOf(bia.userId, 1)).not.toBeNull();
  });

  it('and access given back opens no old session', async () => {
    const bia = await added('operator');
    await setAccess(owner.resellerId, owner, { userId: bia.userId, enabled: false }, now);
    await setAccess(owner.resellerId, owner, { userId: bia.userId, enabled: true }, now);
    expect(await actorOf(bia.userId, 1)).toBeNull();
    expect((await signIn({ email: bia.email, password: bia.password }, 'x', now)).kind).toBe('ok');
  });

  it('a reset password turns the second step off', async () => {
    const bia = await added('operator');
    await t.sql`update users set totp_enabled_at = now(), totp_secret = 'x' where id = ${bia.userId}`;
    const reset = await resetUserPassword(owner.resellerId, owner, bia.userId, now);
    expect(await rowOf(bia.userId)).toMatchObject({ totp_enabled_at: null, totp_secret: null });
    expect(
      reset.ok && (await signIn({ email: bia.email, password: reset.data.password }, 'x', now)).kind,
    ).toBe('ok');
  });
});

describe('who may not be changed', () => {
  it('oneself', async () => {
    for (const answer of [
      await setAccess(owner.resellerId, owner, { userId: owner.userId, enabled: false }, now),
      await changeRole(owner.resellerId, owner, { userId: owner.userId, role: 'viewer' }, now),
      await resetUserPassword(owner.resellerId, owner, owner.userId, now),
    ]) {
      expect(answer.ok).toBe(false);
    }
    expect(await actorOf(owner.userId, 1)).not.toBeNull();
  });

  it('the last owner, also when two owners remove each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const a = await t.reseller();
      const b = await added('owner', a);
      const answers = await Promise.all([
        setAccess(a.resellerId, a, { userId: b.userId, enabled: false }, now),
        setAccess(a.resellerId, b.actor, { userId: a.userId, enabled: false }, now),
      ]);
      expect(answers.filter((r) => r.ok)).toHaveLength(1);
      const active = (await listUsers(a.resellerId)).filter((u) => !u.disabledAt);
      expect(active).toHaveLength(1);
    }
  });

  it('somebody above oneself, by whoever is no owner any more', async () => {
    const admin = await t.reseller({ role: 'admin' });
    const boss = await added('owner', admin);
    expect(
      await setAccess(admin.resellerId, boss.actor, { userId: admin.userId, enabled: false }, now),
    ).toMatchObject({ message: ABSENT });
    const bia = await added('operator', admin);
    const claims: Actor = { ...bia.actor, role: 'owner' as Role };
    expect(
      await changeRole(admin.resellerId, claims, { userId: boss.userId, role: 'viewer' }, now),
    ).toMatchObject({ message: ABSENT });
  });

  it('anybody of another reseller, who answers like nobody (S11)', async () => {
    const other = await t.reseller();
    const bia = await added('operator', other);
    const before = await rowOf(bia.userId);
    const nobody = '01900000-0000-7000-8000-000000000000';
    for (const userId of [bia.userId, nobody]) {
      for (const answer of [
        await setAccess(owner.resellerId, owner, { userId, enabled: false }, now),
        await changeRole(owner.resellerId, owner, { userId, role: 'viewer' }, now),
        await resetUserPassword(owner.resellerId, owner, userId, now),
      ]) {
        expect(answer).toEqual({ ok: false, message: ABSENT, fields: undefined });
      }
    }
    expect(await rowOf(bia.userId)).toEqual(before);
    expect((await listUsers(owner.resellerId)).map((u) => u.id)).toEqual([owner.userId]);
  });
});

it('wants a new password that differs', () => {
  expect(passwordChange.safeParse({ current: 'uma senha longa', next: 'uma senha longa' }).success).toBe(
    false,
  );
});
