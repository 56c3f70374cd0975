import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import type { ResellerId } from '@/db/ids';
import type { CredentialRules } from '@/lib/panels/rules';
import { openPanel } from '@/lib/servers/queries';

/** What fits every panel known so far when this one cannot be asked (sigma-api.md section 5.4). */
const PLAIN: CredentialRules = { format: 'alphanumeric', minLength: 8, maxLength: 12, timezone: null };
const PATIENCE_MS = 4_000;

/** How a server's panel wants usernames and passwords; the plain rules without a panel or a timely answer. */
export async function credentialRulesOf(
  resellerId: ResellerId,
  serverId: string,
  now: Date,
): Promise<CredentialRules> {
  const panel = await openPanel(resellerId, serverId, now);
  if (!panel) return PLAIN;
  const late = new AbortController();
  const plain = wait(PATIENCE_MS, PLAIN, { signal: late.signal }).catch(() => PLAIN);
  try {
    return await Promise.race([panel.adapter.credentialRules().catch(() => PLAIN), plain]);
  } finally {
    late.abort();
  }
}
