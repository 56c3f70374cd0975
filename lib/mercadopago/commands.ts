import 'server-only';
import { eq } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { mercadopagoAccounts } from '@/db/schema/mercadopago';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { fingerprint, randomToken, seal } from '@/lib/crypto';
import type { AccountState } from './rules';
import type { AccountInput } from './schema';

export type Seen = { state: AccountState; accountName: string | null };

/** Connects or changes the account; what is left empty stays. False when there is no token to keep. */
export async function saveAccount(doer: Doer, input: AccountInput, seen: Seen, now: Date): Promise<boolean> {
  const { resellerId } = doer;
  return database().transaction(async (tx) => {
    const [before] = await tx.select().from(mercadopagoAccounts).where(mine(resellerId)).for('update');
    const id = before?.id ?? newId();
    const place = (column: string) => ({ resellerId, recordId: id, column });
    const token = input.token && {
      tokenEncrypted: seal(input.token, place('token')),
      tokenLast4: input.token.slice(-4),
    };
    const secret = input.secret && { secretEncrypted: seal(input.secret, place('secret')) };
    const shown = { payerEmail: input.payerEmail, ...seen, checkedAt: now };
    if (before)
      await tx
        .update(mercadopagoAccounts)
        .set({ ...shown, ...(token || {}), ...(secret || {}) })
        .where(mine(resellerId));
    else if (token) {
      const key = randomToken();
      const webhook = {
        webhookKeyHash: fingerprint(key),
        webhookKeyEncrypted: seal(key, place('webhookKey')),
      };
      await tx
        .insert(mercadopagoAccounts)
        .values({ id, resellerId, ...shown, ...token, ...(secret || {}), ...webhook });
    } else return false;
    const detail = { state: seen.state, newToken: Boolean(token), newSecret: Boolean(secret) };
    await audit(tx, doer, 'payments.saved', detail, now);
    return true;
  });
}

/** Forgets the account, its token and its webhook address. What was charged stays on record. */
export async function disconnectAccount(doer: Doer, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const gone = await tx.delete(mercadopagoAccounts).where(mine(doer.resellerId)).returning();
    if (gone.length === 0) return false;
    await audit(tx, doer, 'payments.removed', {}, now);
    return true;
  });
}

/** Keeps what the provider's last answer says of the account. */
export async function recordAccountState(
  resellerId: ResellerId,
  state: AccountState,
  now: Date,
): Promise<void> {
  await database().update(mercadopagoAccounts).set({ state, checkedAt: now }).where(mine(resellerId));
}

const mine = (resellerId: ResellerId) => eq(mercadopagoAccounts.resellerId, resellerId);

const audit = (tx: Executor, doer: Doer, action: string, detail: Record<string, unknown>, now: Date) =>
  recordAudit(tx, doer, { action, subjectType: 'reseller', subjectId: doer.resellerId, detail }, now);
