import type { ResellerId } from '@/db/ids';
import type { Doer } from '@/lib/audit/commands';
import { dayOf, HOUR_MS, MINUTE_MS, wallClock } from '@/lib/time';
import type { AppliedClass } from '../apply/rules';
import { AUDIT_FROM_HOUR } from '../audit/rules';
import { needsPerson } from '../reading/rules';

/** How often a server's panel is compared by itself. */
export const EVERY = ['off', 'hourly', 'daily'] as const;
export type Every = (typeof EVERY)[number];

/** What may be taken over without a person: never that an account is missing, on either side. */
export const AUTOMATIC = ['later', 'earlier', 'blocked', 'package'] as const satisfies AppliedClass[];
export type AutomaticClass = (typeof AUTOMATIC)[number];

export type Settings = { every: Every; apply: AutomaticClass[] };
/** Every night, and dates that differ (product.md section 6). */
export const DEFAULTS: Settings = { every: 'daily', apply: ['later', 'earlier'] };

/** A reseller's servers begin one after the other: within two hours of the night, or all over the hour. */
const APART = { daily: 10 * MINUTE_MS, hourly: 7 * MINUTE_MS };
const WITHIN = { daily: 2 * HOUR_MS, hourly: HOUR_MS };

type Server = { every: Every; position: number; createdAt: Date; zone: string };

/**
 * The day (`2026-11-22`, the reseller's) or hour (`2026-11-22T06`, UTC) whose comparison a server owes; null when none
 * is due. `position` counts the reseller's servers from 0. A night that was missed is made up for on its own day, an
 * hour until the next begins; a server of today is compared from tomorrow on.
 */
export function owedSlot({ every, position, createdAt, zone }: Server, now: Date): string | null {
  if (every === 'off') return null;
  const offset = (position * APART[every]) % WITHIN[every];
  if (every === 'hourly') {
    const begun = Math.floor((now.getTime() - offset) / HOUR_MS) * HOUR_MS;
    return new Date(begun).toISOString().slice(0, 13);
  }
  const day = auditDay(new Date(now.getTime() - offset), zone);
  return day !== null && dayOf(createdAt, zone) < day ? day : null;
}

type Last = { slot: string | null; state: string; reason: string | null; finishedAt: Date | null };

/**
 * The slot to begin for what is owed; null when its comparison was begun. One that ended because the panel was away, not
 * because a person is needed, is tried again an hour later: `2026-11-22+1`, then `+2`, while the day is owed.
 */
export function slotToBegin(owed: string, last: Last | null, now: Date): string | null {
  const [slot, tries = '0'] = last?.slot?.split('+') ?? [];
  if (!last || slot !== owed) return owed;
  const away = last.state === 'stopped' && last.reason !== null && !needsPerson(last.reason);
  if (!away || !last.finishedAt || now.getTime() - last.finishedAt.getTime() < HOUR_MS) return null;
  return `${owed}+${Number(tries) + 1}`;
}

/** The reseller's day whose night reading may have begun; null before the hour from which it may. */
export function auditDay(now: Date, zone: string): string | null {
  const day = dayOf(now, zone);
  const begins = wallClock(`${day}T${String(AUDIT_FROM_HOUR).padStart(2, '0')}:00:00`, zone);
  return begins !== null && now >= begins ? day : null;
}

/** The product itself, as it compares and takes over without a person. */
export const byItself = (resellerId: ResellerId): Doer => ({
  resellerId,
  userId: null,
  userName: 'Comparação automática',
});
