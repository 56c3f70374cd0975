import 'server-only';
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { users } from '@/db/schema/resellers';
import { auditOf } from '../audit/commands';
import { type Actor, allows } from '../auth/rules';
import { hashPassword, passwordMatches, temporaryPassword } from '../crypto';
import { mayProvePassword } from '../limits/commands';
import { TOO_MANY_PROOFS } from '../limits/messages';
import { type ActionResult, done, refused } from '../result';
import { type GivenRole, manages } from './rules';

export const ABSENT = 'Esta pessoa não existe mais.';

/** Adds a person. The password is generated and shown this once. */
export async function addUser(
  resellerId: ResellerId,
  doer: Actor,
  person: { name: string; email: string; role: GivenRole },
  now: Date,
): Promise<ActionResult<{ userId: string; password: string }>> {
  const password = temporaryPassword();
  const passwordHash = await hashPassword(password);
  return database().transaction(async (tx) => {
    const userId = newId();
    const rows = await tx
      .insert(users)
      .values({ id: userId, resellerId, ...person, passwordHash })
      .onConflictDoNothing()
      .returning({ id: users.id });
    if (rows.length === 0) {
      return refused('Confira os campos destacados.', { email: 'Este e-mail já é de outra pessoa.' });
    }
    await audit(tx, doer, userId, 'user.added', { role: person.role }, now);
    return done({ userId, password }, 'Usuário criado com sucesso');
  });
}

/** Lets somebody in or out; out ends their sessions at once (attack S18). */
export const setAccess = (
  resellerId: ResellerId,
  doer: Actor,
  { userId, enabled }: { userId: string; enabled: boolean },
  now: Date,
): Promise<ActionResult> =>
  changeOther(resellerId, doer, userId, async (tx, _other, ownerLeft) => {
    if (!enabled && !ownerLeft) return refused(LAST_OWNER);
    await tx
      .update(users)
      .set({ disabledAt: enabled ? null : now, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(one(resellerId, userId));
    await audit(tx, doer, userId, enabled ? 'user.enabled' : 'user.disabled', {}, now);
    return done(undefined, enabled ? 'Acesso liberado' : 'Acesso bloqueado e sessões encerradas');
  });

/** Gives somebody another role and ends their sessions. */
export const changeRole = (
  resellerId: ResellerId,
  doer: Actor,
  { userId, role }: { userId: string; role: GivenRole },
  now: Date,
): Promise<ActionResult> =>
  changeOther(resellerId, doer, userId, async (tx, { role: before }, ownerLeft) => {
    if (before === role) return done(undefined, 'O perfil já era este');
    if (role !== 'owner' && !ownerLeft) return refused(LAST_OWNER);
    await tx
      .update(users)
      .set({ role, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(one(resellerId, userId));
    await audit(tx, doer, userId, 'user.role_changed', { before, after: role }, now);
    return done(undefined, 'Perfil alterado');
  });

/** Gives somebody who is locked out a new password, without the second step; ends their sessions. */
export async function resetUserPassword(
  resellerId: ResellerId,
  doer: Actor,
  userId: string,
  now: Date,
): Promise<ActionResult<{ password: string }>> {
  const password = temporaryPassword();
  const passwordHash = await hashPassword(password);
  return changeOther(resellerId, doer, userId, async (tx) => {
    await tx.update(users).set(newAccess(passwordHash)).where(one(resellerId, userId));
    await audit(tx, doer, userId, 'user.password_reset', {}, now);
    return done({ password }, 'Senha redefinida');
  });
}

/** What a password that somebody else gave changes: the second step is off, and every session has ended. */
export const newAccess = (passwordHash: string) => ({
  passwordHash,
  totpSecret: null,
  totpEnabledAt: null,
  totpLastStep: null,
  sessionVersion: sql`${users.sessionVersion} + 1`,
});

/** Changes one's own password; ends all sessions, this one too. */
export async function changeOwnPassword(
  resellerId: ResellerId,
  doer: Actor,
  { current, next }: { current: string; next: string },
  now: Date,
): Promise<ActionResult> {
  const turn = await mayProvePassword(doer.userId, now);
  if (!turn.allowed) return refused(TOO_MANY_PROOFS);
  const [user] = await database()
    .select({ hash: users.passwordHash, version: users.sessionVersion })
    .from(users)
    .where(one(resellerId, doer.userId));
  if (!user || !(await passwordMatches(user.hash, current))) {
    return refused('Confira os campos destacados.', { current: 'A senha atual não confere.' });
  }
  const passwordHash = await hashPassword(next);
  return database().transaction(async (tx) => {
    // The version read above: of two changes at once, one wins and the other is told.
    const rows = await tx
      .update(users)
      .set({ passwordHash, sessionVersion: user.version + 1 })
      .where(and(one(resellerId, doer.userId), eq(users.sessionVersion, user.version)))
      .returning({ id: users.id });
    if (rows.length === 0) return refused('A senha foi mudada em outro lugar agora mesmo. Entre de novo.');
    await audit(tx, doer, doer.userId, 'user.password_changed', {}, now);
    return done(undefined, 'Senha alterada. Entre com a nova senha.');
  });
}

/** Ends all of one's own sessions, on every device. */
export async function endOwnSessions(resellerId: ResellerId, doer: Actor, now: Date): Promise<ActionResult> {
  return database().transaction(async (tx) => {
    await tx
      .update(users)
      .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(one(resellerId, doer.userId));
    await audit(tx, doer, doer.userId, 'user.sessions_ended', {}, now);
    return done(undefined, 'Você saiu de todos os aparelhos');
  });
}

const LAST_OWNER = 'Esta é a única pessoa responsável. Dê este perfil a outra antes.';

type Locked = { id: string; role: Actor['role']; disabledAt: Date | null };
type Change<T> = (tx: Executor, other: Locked, ownerLeft: boolean) => Promise<ActionResult<T>>;

/** Runs `change` on another person's locked row, if the doer may still manage them. */
async function changeOther<T>(
  resellerId: ResellerId,
  doer: Actor,
  userId: string,
  change: Change<T>,
): Promise<ActionResult<T>> {
  if (userId === doer.userId) return refused('Isto não pode ser feito na própria conta.');
  return database().transaction(async (tx) => {
    // All owners too, in the order of their keys: two of them removing each other wait, and one is refused.
    const locked = await tx
      .select({ id: users.id, role: users.role, disabledAt: users.disabledAt })
      .from(users)
      .where(
        and(
          eq(users.resellerId, resellerId),
          or(inArray(users.id, [userId, doer.userId]), inArray(users.role, ['owner', 'admin'])),
        ),
      )
      .orderBy(users.id)
      .for('update');
    const self = locked.find((u) => u.id === doer.userId && !u.disabledAt);
    const other = locked.find((u) => u.id === userId);
    if (!self || !other || !manages(self, other.role)) return refused(ABSENT);
    const ownerLeft = locked.some((u) => u.id !== userId && !u.disabledAt && allows(u.role, 'owner'));
    return change(tx, other, ownerLeft);
  });
}

const one = (resellerId: ResellerId, userId: string) =>
  and(eq(users.resellerId, resellerId), eq(users.id, userId));

const audit = auditOf('user');
