import { SECOND_MS } from '@/lib/time';
import type { Intent } from '../rules';

/** The panel as a person just saw it. */
export type Live = { expiresAt: Date; readAt: Date };
export const LIVE_MS = 60 * SECOND_MS;

export type ResendRefusal = 'stale' | 'not_quiet' | 'moved';

/**
 * Whether a person may have it sent again: an unmoved reading younger than 60 s, past the quiet window
 * (renewal-protocol.md section 7). An intent never sent has no date of its own to have moved from.
 */
export function mayResend(
  intent: Pick<Intent, 'expiresBefore' | 'quietUntil'>,
  live: Live,
  now: Date,
): 'ok' | ResendRefusal {
  if (now.getTime() - live.readAt.getTime() > LIVE_MS) return 'stale';
  if (intent.quietUntil && now < intent.quietUntil) return 'not_quiet';
  if (intent.expiresBefore && intent.expiresBefore.getTime() !== live.expiresAt.getTime()) return 'moved';
  return 'ok';
}
