import 'server-only';
import type { ResellerId } from '@/db/ids';
import type { Doer } from '@/lib/audit/commands';
import { type Allowance, limit } from '@/lib/limits/commands';
import { type Answer, mercadopago } from './api';
import { type Seen, saveAccount } from './commands';
import { storedToken } from './queries';
import type { AccountInput } from './schema';

const ASKING: Allowance = { points: 10, seconds: 60 };

/** Ten looks a minute per person: the form must not become a way to try tokens. */
export const mayAskProvider = (userId: string, now: Date) => limit('mercadopago-test', userId, ASKING, now);

/** A harmless read with the typed token, or the stored one; null when there is none. Changes nothing. */
export async function testAccount(
  resellerId: ResellerId,
  { token: typed }: AccountInput,
): Promise<Seen | null> {
  const token = typed || (await storedToken(resellerId));
  return token ? seenOf(await mercadopago(token).whoAmI()) : null;
}

/** Looks, then keeps what was typed with the state just seen; null when the token must be typed. */
export async function connectAccount(doer: Doer, input: AccountInput, now: Date): Promise<Seen | null> {
  const seen = await testAccount(doer.resellerId, input);
  return seen && (await saveAccount(doer, input, seen, now)) ? seen : null;
}

const seenOf = (answer: Answer<string | null>): Seen =>
  answer.ok
    ? { state: 'ok', accountName: answer.value }
    : { state: answer.trouble === 'unauthorized' ? 'unauthorized' : 'unreachable', accountName: null };
