import { SECOND_MS } from '@/lib/time';
import type { Intent } from '../rules';

/** The panel as a person just saw it; `readAt` is when it was asked. */
export type Live = { expiresAt: Date; readAt: Date };
const LIVE_MS = 60 * SECOND_MS;

/**
 * The date a renewal of this payment has to have moved from. `own`: this intent read it from the panel
 * itself; else it is what we knew when the payment was made.
 */
export type Base = { at: Date; own: boolean };

/** What is known of the panel's date before a renewal, best first; `claimed` is what another one since proved. */
type Known = {
  own: Date | null;
  lastKnown: Date | null;
  paidFrom: Date | null;
  claimed: Date | null;
};

/**
 * Where a movement is measured from. A date that another payment's renewal has proved meanwhile is that
 * one's: two payments never live on one movement.
 */
export function baseOf({ own, lastKnown, paidFrom, claimed }: Known): Base | null {
  const before = own ?? lastKnown ?? paidFrom;
  const at = before && claimed && claimed > before ? claimed : (before ?? claimed);
  return at && { at, own: own !== null };
}

export type Away = 'other_server' | 'client_archived';

/** Why a renewal is no longer its client's: nothing is sent to, or believed of, a server they left; null when it is. */
export function awayFrom(
  intent: { serverId: string },
  client: { serverId: string; archivedAt: Date | null },
): Away | null {
  if (client.serverId !== intent.serverId) return 'other_server';
  return client.archivedAt ? 'client_archived' : null;
}

export type AcceptRefusal = 'busy' | 'stale' | 'no_base' | 'unmoved' | 'moved_oddly';

/** Whether a reading proves a renewal (I3): moved by two thirds of a package, as the protocol itself asks. */
export function mayAccept(
  base: Base | null,
  minDeltaMs: number,
  live: Live,
  now: Date,
): 'ok' | Exclude<AcceptRefusal, 'busy'> {
  if (isStale(live, now)) return 'stale';
  if (!base) return 'no_base';
  const movedMs = live.expiresAt.getTime() - base.at.getTime();
  if (movedMs >= minDeltaMs) return 'ok';
  return movedMs === 0 ? 'unmoved' : 'moved_oddly';
}

export type ResendRefusal = 'stale' | 'not_quiet' | 'moved';

/**
 * Whether a person may have it sent again: an unmoved reading younger than 60 s, past the quiet window
 * (renewal-protocol.md section 7). Against a date that this intent did not read itself, less than a renewal
 * is no movement: nothing of it was sent.
 */
export function mayResend(
  intent: Pick<Intent, 'minDeltaMs' | 'quietUntil'>,
  base: Base | null,
  live: Live,
  now: Date,
): 'ok' | ResendRefusal {
  if (isStale(live, now)) return 'stale';
  if (!isQuiet(intent, now)) return 'not_quiet';
  const movedMs = base ? live.expiresAt.getTime() - base.at.getTime() : 0;
  return (base?.own ? movedMs !== 0 : movedMs >= intent.minDeltaMs) ? 'moved' : 'ok';
}

/** Whether nothing of an intent can still be on its way into the panel. */
export const isQuiet = ({ quietUntil }: Pick<Intent, 'quietUntil'>, now: Date): boolean =>
  quietUntil === null || now >= quietUntil;

/** The panel's date after one renewal, as nearly as can be said: one package from the later of base and payment. */
export const expectedAfter = (base: Base, paidAt: Date, periodMs: number): Date =>
  new Date(Math.max(base.at.getTime(), paidAt.getTime()) + periodMs);

const isStale = (live: Live, now: Date): boolean => now.getTime() - live.readAt.getTime() > LIVE_MS;
