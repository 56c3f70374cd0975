import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { database } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { resellers, users } from '@/db/schema/resellers';
import { type Doer, recordAudit, system } from '../audit/commands';
import { fingerprint, hashPassword, randomToken } from '../crypto';
import { parsePhone } from '../phone';
import { type ActionResult, done, refused } from '../result';
import { newAccess } from '../users/commands';
import { PLACES, parsePixKey, ZONES } from './rules';
import { type companySettings, newReseller, recovery } from './schema';

type NewReseller = { resellerId: ResellerId; userId: string; apiKey: string };

/** Creates a reseller with its owner and an API key that is shown this once. An act of the installation's admin. */
export async function createReseller(
  typed: z.input<typeof newReseller>,
  now: Date,
): Promise<ActionResult<NewReseller>> {
  const parsed = newReseller.safeParse(typed);
  if (!parsed.success) return refused(parsed.error.issues.map((i) => i.message).join(' '));
  const { name, email, password, country } = parsed.data;
  const passwordHash = await hashPassword(password);
  const apiKey = `ug_${randomToken()}`;
  const resellerId = newId() as ResellerId;
  const userId = newId();
  try {
    await database().transaction(async (tx) => {
      const place = PLACES[country];
      await tx
        .insert(resellers)
        .values({ id: resellerId, name, country, ...place, apiKeyHash: fingerprint(apiKey) });
      const owner = { id: userId, resellerId, name, email, role: 'owner', passwordHash } as const;
      const rows = await tx.insert(users).values(owner).onConflictDoNothing().returning({ id: users.id });
      if (rows.length === 0) throw new EmailTaken();
      const entry = { action: 'reseller.created', subjectType: 'reseller', subjectId: resellerId } as const;
      await recordAudit(tx, system(resellerId), entry, now);
    });
  } catch (error) {
    if (error instanceof EmailTaken) return refused('Este e-mail já é de outra pessoa.');
    throw error;
  }
  return done({ resellerId, userId, apiKey });
}

/**
 * Gives the owner of an e-mail address a new password and turns the second step off: the way back in for
 * whoever lost both. An act of the installation's admin, at the machine's command line only.
 */
export async function resetPassword(typed: z.input<typeof recovery>, now: Date): Promise<ActionResult> {
  const parsed = recovery.safeParse(typed);
  if (!parsed.success) return refused(parsed.error.issues.map((i) => i.message).join(' '));
  const passwordHash = await hashPassword(parsed.data.password);
  return database().transaction(async (tx) => {
    const [user] = await tx
      .update(users)
      .set(newAccess(passwordHash))
      .where(eq(sql`lower(${users.email})`, parsed.data.email))
      .returning({ id: users.id, resellerId: users.resellerId });
    if (!user) return refused('Nenhum usuário tem este e-mail.');
    const entry = { action: 'user.password_reset', subjectType: 'user', subjectId: user.id } as const;
    await recordAudit(tx, system(user.resellerId), entry, now);
    return done(undefined, 'Senha redefinida; a verificação em duas etapas foi desligada.');
  });
}

/** Saves the company's settings. */
export async function saveCompany(
  resellerId: ResellerId,
  doer: Doer,
  input: z.output<typeof companySettings>,
  now: Date,
): Promise<ActionResult> {
  return database().transaction(async (tx) => {
    const [before] = await tx.select().from(resellers).where(eq(resellers.id, resellerId)).for('update');
    if (!before) return refused('Esta revenda não existe mais.');
    if (!ZONES[before.country].some((zone) => zone.value === input.timezone)) {
      return refused('Confira os campos destacados.', { timezone: 'Escolha um fuso da lista.' });
    }
    const phone = parsePhone(input.phone, before.country);
    if (input.phone.trim() && !phone) {
      const example = before.country === 'BR' ? 'com DDD, como 11 99999-9999' : 'como 84 512 3456';
      return refused('Confira os campos destacados.', { phone: `Escreva o número ${example}.` });
    }
    const after = {
      phone,
      name: input.name,
      timezone: input.timezone,
      invoiceLeadDays: input.invoiceLeadDays,
      neverResend: input.neverResend,
      digest: input.digest,
      pixKey: parsePixKey(input.pixKey),
      pixCity: input.pixCity || null,
    };
    await tx.update(resellers).set(after).where(eq(resellers.id, resellerId));
    const changed = Object.entries(after).filter(([k, v]) => before[k as keyof typeof after] !== v);
    const detail = Object.fromEntries(
      changed.map(([k, v]) => [k, { before: before[k as keyof typeof after], after: v }]),
    );
    const entry = {
      action: 'reseller.settings_saved',
      subjectType: 'reseller',
      subjectId: resellerId,
    } as const;
    await recordAudit(tx, doer, { ...entry, detail }, now);
    return done(undefined, 'Configurações salvas');
  });
}

class EmailTaken extends Error {}
