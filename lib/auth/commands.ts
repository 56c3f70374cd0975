import 'server-only';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { users } from '@/db/schema/resellers';
import { recordAudit } from '../audit/commands';
import { passwordMatches } from '../crypto';
import { type Allowance, clearOldLimits, forgive, giveBack, limit } from '../limits/commands';
import { spendCode } from '../totp/commands';
import type { Actor, Role } from './rules';
import { credentials } from './schema';

export type SignIn =
  | { kind: 'ok'; userId: string; sessionVersion: number }
  | { kind: 'wrong' }
  | { kind: 'code_needed' }
  | { kind: 'code_wrong' }
  | { kind: 'wait'; retryAt: Date };

// The longer a run of failures, the longer the wait; never so long that a stranger can lock somebody out.
const PER_ACCOUNT: Allowance[] = [
  { points: 5, seconds: 60 },
  { points: 20, seconds: 3600 },
];
const PER_ADDRESS: Allowance[] = [
  { points: 20, seconds: 60 },
  { points: 150, seconds: 3600 },
];

/**
 * Checks e-mail, password and, when the account has it, the second step. Counted before it is checked, so
 * that parallel guesses cannot share a try; the same work and the same answer whether the account exists or
 * not (attack S24).
 */
export async function signIn(typed: unknown, address: string, now: Date): Promise<SignIn> {
  const tried = await take('sign-in-address', address, PER_ADDRESS, now);
  if (tried) return tried;
  const parsed = credentials.safeParse(typed);
  if (!parsed.success) return { kind: 'wrong' };
  const { email, password, code } = parsed.data;
  const waits = await take('sign-in-account', email, PER_ACCOUNT, now);
  if (waits) return waits;

  const user = await userByEmail(email);
  const matches = await passwordMatches(user?.passwordHash ?? null, password);
  if (!user || !matches || user.disabledAt) return { kind: 'wrong' };
  if (user.totpEnabledAt) {
    if (code === undefined) {
      await Promise.all(
        [...PER_ACCOUNT.map((a) => giveBack('sign-in-account', email, a))].concat(
          PER_ADDRESS.map((a) => giveBack('sign-in-address', address, a)),
        ),
      );
      return { kind: 'code_needed' };
    }
    if (!(await spendCode(user.resellerId, user.id, code, now))) return { kind: 'code_wrong' };
  }
  await Promise.all([
    ...PER_ACCOUNT.map((a) => forgive('sign-in-account', email, a)),
    ...PER_ADDRESS.map((a) => giveBack('sign-in-address', address, a)),
    clearOldLimits(now),
  ]);
  return entered(user, now);
}

/** Keeps that somebody tried what their role does not allow (attack S13). */
export async function recordRefusal(actor: Actor, least: Role, now: Date): Promise<void> {
  const entry = {
    action: 'access.refused',
    subjectType: 'user',
    subjectId: actor.userId,
    detail: { least },
  } as const;
  await recordAudit(database(), actor, entry, now);
}

type Found = NonNullable<Awaited<ReturnType<typeof userByEmail>>>;

async function userByEmail(email: string) {
  const [user] = await database()
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email));
  return user;
}

// The version that was checked is the one entered: a password changed meanwhile lets nobody in.
async function entered(user: Found, now: Date): Promise<SignIn> {
  return database().transaction(async (tx) => {
    const rows = await tx
      .update(users)
      .set({ lastLoginAt: now })
      .where(
        and(
          eq(users.resellerId, user.resellerId),
          eq(users.id, user.id),
          eq(users.sessionVersion, user.sessionVersion),
          isNull(users.disabledAt),
        ),
      )
      .returning({ id: users.id });
    if (rows.length === 0) return { kind: 'wrong' };
    const doer = { resellerId: user.resellerId, userId: user.id, userName: user.name };
    await recordAudit(tx, doer, { action: 'user.signed_in', subjectType: 'user', subjectId: user.id }, now);
    return { kind: 'ok', userId: user.id, sessionVersion: user.sessionVersion };
  });
}

async function take(name: string, key: string, steps: Allowance[], now: Date): Promise<SignIn | null> {
  for (const step of steps) {
    const answer = await limit(name, key, step, now);
    if (!answer.allowed) return { kind: 'wait', retryAt: answer.retryAt };
  }
  return null;
}
