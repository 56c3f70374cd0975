import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import type { ResellerId } from '@/db/ids';
import type { CredentialRules } from '@/lib/panels/rules';
import { openPanel } from '@/lib/servers/queries';
import { type CredentialSource, PLAIN } from './credentials/rules';

const PATIENCE_MS = 4_000;

/**
 * How to make a client's credentials on a server now: by its panel's rules, or by the plain ones when it gives
 * no timely answer; `from` says which. Without a panel nothing will ever refuse them: they stand as made.
 */
export async function credentialRulesOf(
  resellerId: ResellerId,
  serverId: string,
  now: Date,
): Promise<{ rules: CredentialRules; from: CredentialSource }> {
  const panel = await openPanel(resellerId, serverId, now);
  if (!panel) return { rules: PLAIN, from: 'fixed' };
  const late = new AbortController();
  const silent = wait(PATIENCE_MS, null, { signal: late.signal }).catch(() => null);
  try {
    const rules = await Promise.race([panel.adapter.credentialRules().catch(() => null), silent]);
    return rules ? { rules, from: 'ruled' } : { rules: PLAIN, from: 'guessed' };
  } finally {
    late.abort();
  }
}
