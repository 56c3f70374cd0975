import 'server-only';
import { lt } from 'drizzle-orm';
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible';
import { database, type Executor } from '@/db/client';
import { rateLimits } from '@/db/schema/messages';
import { fingerprint } from '../crypto';
import { HOUR_MS } from '../time';

/** So many acts in so many seconds. */
export type Allowance = { points: number; seconds: number };
type LimitAnswer = { allowed: true } | { allowed: false; retryAt: Date };

/**
 * Takes one of the allowance's points for `key`, or says when to come back. One atomic upsert, so that
 * simultaneous tries cannot pass together (attack S21); shared by all processes through the database. In a
 * caller's transaction the point is taken only if that holds, and its connection is the only one needed.
 */
export async function limit(
  name: string,
  key: string,
  allowance: Allowance,
  now: Date,
  tx: Executor = database(),
): Promise<LimitAnswer> {
  try {
    await counter(name, allowance, tx).consume(fingerprint(key));
    return { allowed: true };
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return { allowed: false, retryAt: new Date(now.getTime() + refusal.msBeforeNext) };
  }
}

const PROOFS: Allowance = { points: 5, seconds: 60 };

/** Five proofs a minute of one's own password: a stolen session must not become a way to guess it. */
export const mayProvePassword = (userId: string, now: Date) => limit('password-proof', userId, PROOFS, now);

/** Gives one point back: the act turned out to be harmless. */
export async function giveBack(name: string, key: string, allowance: Allowance): Promise<void> {
  await counter(name, allowance).reward(fingerprint(key));
}

/** Forgets what `key` used up. */
export async function forgive(name: string, key: string, allowance: Allowance): Promise<void> {
  await counter(name, allowance).delete(fingerprint(key));
}

/** Deletes counters that ended an hour ago. */
export async function clearOldLimits(now: Date): Promise<void> {
  await database()
    .delete(rateLimits)
    .where(lt(rateLimits.expire, new Date(now.getTime() - HOUR_MS)));
}

const counter = (name: string, { points, seconds }: Allowance, tx: Executor = database()) =>
  new RateLimiterDrizzle({
    storeClient: tx,
    schema: rateLimits,
    keyPrefix: `${name}/${seconds}`,
    points,
    duration: seconds,
    clearExpiredByTimeout: false,
  });
