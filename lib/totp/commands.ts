import 'server-only';
import { and, eq, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { generateSecret, generateURI, verify } from 'otplib';
import { toDataURL } from 'qrcode';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { users } from '@/db/schema/resellers';
import { type Doer, recordAudit } from '../audit/commands';
import { passwordMatches, seal, unseal } from '../crypto';
import { mayProvePassword } from '../limits/commands';
import { TOO_MANY_PROOFS } from '../limits/messages';
import { type ActionResult, done, refused } from '../result';

type Enrolment = { secret: string; qr: string };
/** A doer who is a person. */
type Person = Doer & { userId: string };

/** Makes a new secret for an app to scan. The second step is on only once `confirmTotp` saw a code of it. */
export async function startTotp(resellerId: ResellerId, doer: Person): Promise<ActionResult<Enrolment>> {
  const secret = generateSecret();
  const [user] = await database()
    .update(users)
    .set({ totpSecret: seal(secret, placeOf(resellerId, doer.userId)), totpLastStep: null })
    .where(and(own(resellerId, doer.userId), isNull(users.totpEnabledAt)))
    .returning({ email: users.email });
  if (!user) return refused('A verificação em duas etapas já está ligada.');
  const uri = generateURI({ issuer: 'UltraGestor', label: user.email, secret });
  return done({ secret, qr: await toDataURL(uri, { margin: 1, width: 240 }) });
}

/** Turns the second step on, with a code that proves the app has the secret. */
export async function confirmTotp(
  resellerId: ResellerId,
  doer: Person,
  code: string,
  now: Date,
): Promise<ActionResult> {
  const proof = await proofOf(resellerId, doer.userId, code, now);
  if (!proof)
    return refused('Confira os campos destacados.', {
      code: 'O código não confere. Veja o atual no aplicativo.',
    });
  return database().transaction(async (tx) => {
    const rows = await tx
      .update(users)
      .set({ totpEnabledAt: now, totpLastStep: proof.step })
      // The secret that was proved: another tab may have made a new one since, which no app has scanned.
      .where(
        and(own(resellerId, doer.userId), isNull(users.totpEnabledAt), eq(users.totpSecret, proof.sealed)),
      )
      .returning({ id: users.id });
    if (rows.length === 0)
      return refused(
        'O código QR foi trocado em outra aba ou a verificação já está ligada. Atualize a página.',
      );
    await recordAudit(tx, doer, { action: 'user.totp_on', subjectType: 'user', subjectId: doer.userId }, now);
    return done(undefined, 'Verificação em duas etapas ligada');
  });
}

/** Turns the second step off, for whoever knows the password. */
export async function turnOffTotp(
  resellerId: ResellerId,
  doer: Person,
  password: string,
  now: Date,
): Promise<ActionResult> {
  const turn = await mayProvePassword(doer.userId, now);
  if (!turn.allowed) return refused(TOO_MANY_PROOFS);
  const [user] = await database()
    .select({ hash: users.passwordHash })
    .from(users)
    .where(own(resellerId, doer.userId));
  if (!(await passwordMatches(user?.hash ?? null, password))) {
    return refused('Confira os campos destacados.', { password: 'A senha não confere.' });
  }
  return database().transaction(async (tx) => {
    await tx
      .update(users)
      .set({ totpSecret: null, totpEnabledAt: null, totpLastStep: null })
      .where(own(resellerId, doer.userId));
    await recordAudit(
      tx,
      doer,
      { action: 'user.totp_off', subjectType: 'user', subjectId: doer.userId },
      now,
    );
    return done(undefined, 'Verificação em duas etapas desligada');
  });
}

/** Uses a code up. The WHERE is the lock: of two sign-ins with one code, one updates the row. */
export async function spendCode(
  resellerId: ResellerId,
  userId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const proof = await proofOf(resellerId, userId, code, now);
  if (!proof) return false;
  const rows = await database()
    .update(users)
    .set({ totpLastStep: proof.step })
    .where(
      and(
        own(resellerId, userId),
        isNotNull(users.totpEnabledAt),
        eq(users.totpSecret, proof.sealed),
        or(isNull(users.totpLastStep), lt(users.totpLastStep, proof.step)),
      ),
    )
    .returning({ id: users.id });
  return rows.length === 1;
}

/**
 * The 30-second step a code belongs to, one step early or late allowed, and the sealed secret it is of; null
 * when it is wrong.
 */
async function proofOf(
  resellerId: ResellerId,
  userId: string,
  code: string,
  now: Date,
): Promise<{ step: number; sealed: string } | null> {
  const [user] = await database()
    .select({ sealed: users.totpSecret })
    .from(users)
    .where(own(resellerId, userId));
  if (!user?.sealed) return null;
  const secret = unseal(user.sealed, placeOf(resellerId, userId));
  const epoch = Math.floor(now.getTime() / 1000);
  const result = await verify({ secret, token: code, epoch, epochTolerance: 30 });
  return result.valid && 'timeStep' in result ? { step: result.timeStep, sealed: user.sealed } : null;
}

const own = (resellerId: ResellerId, userId: string) =>
  and(eq(users.resellerId, resellerId), eq(users.id, userId));

const placeOf = (resellerId: ResellerId, userId: string) => ({
  resellerId,
  recordId: userId,
  column: 'users.totp_secret',
});
