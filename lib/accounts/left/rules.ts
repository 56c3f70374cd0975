import type { CustomerReading, PanelCustomer } from '@/lib/panels/rules';
import { type AccountTask, type Decision, stop, waited } from '../rules';
import { stillAwaits } from '../waits/rules';

/** Why an account left behind is a person's: nothing is sent. */
export const LEFT_STOPS = ['same_panel', 'other_panel'] as const;
export type LeftStop = (typeof LEFT_STOPS)[number];
export const isLeftStop = (reason: string | null): reason is LeftStop =>
  LEFT_STOPS.some((stop) => stop === reason);

/**
 * What the client's new account, read right after the old one, says about suspending the old one; null: nothing against
 * it. Two addresses may be one panel, and nothing in either tells. Ids, which count rows, would be no proof: every panel
 * writes row 1 alike (sigma-api.md section 4).
 */
export function besideNew(
  task: AccountTask,
  old: PanelCustomer,
  fresh: CustomerReading,
  now: Date,
): Decision | null {
  if (fresh.kind === 'unreadable') return waited(task, fresh.trace, now);
  if (fresh.kind === 'absent') return stillAwaits(task, now);
  return isAlike(old, fresh.customer) ? stop(task, 'rejected', 'same_panel', now) : null;
}

const isAlike = (one: PanelCustomer, other: PanelCustomer): boolean =>
  one.ownerId === other.ownerId &&
  one.packageId === other.packageId &&
  one.expiresAt?.getTime() === other.expiresAt?.getTime();

/** A panel and who speaks to it; null in `url` never meets one that is there. */
export type PanelPlace = { url: string | null; user: string };

/** Whether an account left behind on one panel would be looked for on another, or as somebody else. */
export const isElsewhere = (then: PanelPlace | undefined, today: PanelPlace | null): boolean =>
  then !== undefined && (then.url !== today?.url || then.user.toLowerCase() !== today?.user.toLowerCase());

/** Whether a creation welcomes whom it makes: a moved client has been, or a batch promised that no message goes out. */
export const welcomes = (moved: { welcome?: true } | null): boolean => !moved || moved.welcome === true;

type Held = { panelExpiresAt: Date | null; expiresAt: Date };

/**
 * How an account is made anew that the panel showed once and has no more: what is paid beyond `now` stays the client's
 * date, whatever the panel gives a new customer, and nobody is welcomed twice. Null: as for whoever is new.
 */
export const madeAnew = ({ panelExpiresAt, expiresAt }: Held, now: Date): Record<string, never> | null =>
  panelExpiresAt && expiresAt > now ? {} : null;

/**
 * Whether a client who leaves a server may leave an account on its panel: not where theirs is missing, unless a creation,
 * now `dropped`, may have arrived. Without a panel nobody knows, and it may get one.
 */
export const mayBeThere = (
  panelState: 'none' | 'missing' | 'linked',
  dropped: { kind: AccountTask['kind']; attempt: number }[],
): boolean =>
  panelState !== 'missing' || dropped.some(({ kind, attempt }) => kind === 'create' && attempt > 0);
