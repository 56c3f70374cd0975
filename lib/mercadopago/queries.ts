import 'server-only';
import { and, desc, eq, or, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { invoices } from '@/db/schema/invoices';
import { mercadopagoAccounts, mercadopagoCharges } from '@/db/schema/mercadopago';
import { fingerprint, sameSecret, unseal } from '@/lib/crypto';
import { log } from '@/lib/log';
import { mercadopago } from './api';

type AccountRow = typeof mercadopagoAccounts.$inferSelect;
export type ChargeRow = typeof mercadopagoCharges.$inferSelect;

/** What the settings page shows: nothing sealed is in it but the webhook's path, which must be copied. */
export async function readAccount(resellerId: ResellerId) {
  const row = await accountRow(resellerId);
  if (!row) return null;
  const { tokenLast4, secretEncrypted, payerEmail, accountName, state, checkedAt } = row;
  const key = opened(row, 'webhookKey', row.webhookKeyEncrypted);
  return {
    tokenMask: `••••${tokenLast4}`,
    hasSecret: secretEncrypted !== null,
    payerEmail,
    accountName,
    state,
    checkedAt,
    webhookPath: key && `/api/webhooks/mercadopago/${key}`,
  };
}
export type AccountView = NonNullable<Awaited<ReturnType<typeof readAccount>>>;

/** The account ready to be asked; null when none is connected or its token cannot be opened. */
export async function openAccount(resellerId: ResellerId) {
  const row = await accountRow(resellerId);
  const token = row && opened(row, 'token', row.tokenEncrypted);
  return token ? { row, api: mercadopago(token) } : null;
}

/** The stored token, to test the connection without typing it again. */
export async function storedToken(resellerId: ResellerId): Promise<string | null> {
  const row = await accountRow(resellerId);
  return row ? opened(row, 'token', row.tokenEncrypted) : null;
}

/** Whose webhook a key is, with the secret its notices are signed with; null for an unknown key. */
export async function accountOfKey(key: string) {
  if (!/^[\w-]{22}$/.test(key)) return null;
  const hash = fingerprint(key);
  const [row] = await database()
    .select()
    .from(mercadopagoAccounts)
    .where(eq(mercadopagoAccounts.webhookKeyHash, hash));
  if (!row || !sameSecret(row.webhookKeyHash, hash)) return null;
  return { row, secret: row.secretEncrypted && opened(row, 'secret', row.secretEncrypted) };
}

/** The PIX of an invoice to show the reseller: one that needs a person, else the newest; null when none was asked for. */
export async function latestCharge(resellerId: ResellerId, invoiceId: string): Promise<ChargeRow | null> {
  const [row] = await database()
    .select()
    .from(mercadopagoCharges)
    .where(and(eq(mercadopagoCharges.resellerId, resellerId), eq(mercadopagoCharges.invoiceId, invoiceId)))
    .orderBy(sql`${mercadopagoCharges.state} = 'review' desc`, desc(mercadopagoCharges.attempt))
    .limit(1);
  return row ?? null;
}

/** Money that moved and that only a person can judge or make way for. */
const needsPerson = (resellerId: ResellerId) =>
  and(
    eq(mercadopagoCharges.resellerId, resellerId),
    or(
      eq(mercadopagoCharges.state, 'review'),
      and(eq(mercadopagoCharges.state, 'pending'), eq(mercadopagoCharges.reason, 'plan_blocked')),
    ),
  );

/** The invoices that concerns, the newest first. */
export async function pixToReview(resellerId: ResellerId, limit = 10) {
  return database()
    .selectDistinctOn([mercadopagoCharges.invoiceId], {
      invoiceId: mercadopagoCharges.invoiceId,
      reason: mercadopagoCharges.reason,
      createdAt: mercadopagoCharges.createdAt,
      clientName: clients.name,
    })
    .from(mercadopagoCharges)
    .innerJoin(invoices, eq(invoices.id, mercadopagoCharges.invoiceId))
    .innerJoin(clients, eq(clients.id, invoices.clientId))
    .where(needsPerson(resellerId))
    .orderBy(desc(mercadopagoCharges.invoiceId))
    .limit(limit);
}

async function accountRow(resellerId: ResellerId): Promise<AccountRow | null> {
  const [row] = await database()
    .select()
    .from(mercadopagoAccounts)
    .where(eq(mercadopagoAccounts.resellerId, resellerId));
  return row ?? null;
}

function opened(row: AccountRow, column: 'token' | 'secret' | 'webhookKey', sealed: string): string | null {
  try {
    return unseal(sealed, { resellerId: row.resellerId, recordId: row.id, column });
  } catch (err) {
    log.error({ err, account: row.id, column }, 'sealed value cannot be opened');
    return null;
  }
}
