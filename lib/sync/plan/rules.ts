import type { Side } from '@/db/schema/sides';
import type { CustomerReading } from '@/lib/panels/rules';
import { dayOf } from '@/lib/time';

export type { Columns, Side } from '@/db/schema/sides';

/**
 * What a client here and the customer there may differ in (product.md section 6). Only what was read and
 * understood is a difference; `unread` and `in_flight` say why there is none.
 */
export const SYNC_CLASSES = [
  'later',
  'earlier',
  'missing_there',
  'missing_here',
  'blocked',
  'package',
  'in_flight',
  'unread',
] as const;
export type SyncClass = (typeof SYNC_CLASSES)[number];

/** A client as our rows know them. */
export type Ours = {
  expiresAt: Date;
  status: 'active' | 'suspended';
  /** The plan's package on the panel; null when the plan has none. */
  packageId: string | null;
  /** A renewal or an account task is under way: its protocol owns the client (F69). */
  inFlight: boolean;
  /** When something was last done on the account, or learned of it, as proved; null: never. */
  actedAt: Date | null;
};

/** A client beside a reading of `readAt`: what was done on the account since is not in it. */
export const asOf = (ours: Ours, readAt: Date): Ours => ({
  ...ours,
  inFlight: ours.inFlight || (ours.actedAt !== null && ours.actedAt > readAt),
});

type Difference = { class: SyncClass; theirs: Side | null; reason: string | null };

/**
 * How one reading differs from what we know; nothing when it is the same. Dates are the same when they fall on
 * one day of the reseller's `zone`: panels end a day at their own hour. An error is never an absence.
 */
function planSync(ours: Ours, reading: CustomerReading, zone: string): Difference[] {
  if (ours.inFlight) return [{ class: 'in_flight', theirs: null, reason: null }];
  if (reading.kind === 'unreadable') return [unread(reading.trace.reason)];
  if (reading.kind === 'absent') {
    const { reason } = reading.trace;
    // The name is there: a question of whose it is, which nothing here answers.
    if (reason === 'not_ours') return [unread(reason)];
    return [{ class: 'missing_there', theirs: null, reason }];
  }
  const { expiresAt, status, packageId } = reading.customer;
  if (!expiresAt) return [unread('unproved')];
  const theirs: Side = { expiresAt: expiresAt.toISOString(), status, packageId };
  return differing(ours, { expiresAt, status, packageId }, zone).map((one) => ({
    ...{ class: one, theirs, reason: null },
  }));
}

type Account = Pick<Ours, 'expiresAt' | 'packageId'> & { status: Side['status'] };

function differing(ours: Account, { expiresAt, status, packageId }: Account, zone: string): SyncClass[] {
  const found: SyncClass[] = [];
  if (dayOf(expiresAt, zone) !== dayOf(ours.expiresAt, zone))
    found.push(expiresAt > ours.expiresAt ? 'later' : 'earlier');
  if (status !== 'other' && status !== ours.status) found.push('blocked');
  if (packageId && ours.packageId && packageId !== ours.packageId) found.push('package');
  return found;
}

/**
 * What a difference is, held against a client who has changed since: a date may have gone to the other side. Null: both
 * sides agree by now. One that has no account there to compare stays what it is.
 */
export function anewOf(
  row: { class: SyncClass; theirs: Side | null },
  ours: Account,
  zone: string,
): SyncClass | null {
  if (!row.theirs?.expiresAt) return row.class;
  const theirs = { ...row.theirs, expiresAt: new Date(row.theirs.expiresAt) };
  const isDate = (one: SyncClass) => one === 'later' || one === 'earlier';
  const same = (one: SyncClass) => one === row.class || (isDate(one) && isDate(row.class));
  return differing(ours, theirs, zone).find(same) ?? null;
}

type Read = { clientId: string; username: string; reading: CustomerReading; readAt: Date };
type Compared = Ours & {
  found: Difference[];
  /** Something was done on the account since it was read: the reading tells nothing of it. */
  overtaken: boolean;
};

/** Readings beside our clients as they are; who is not in `ours` was archived, moved or unlinked: nobody's difference. */
export const compare = <T extends Read>(
  heard: T[],
  ours: ReadonlyMap<string, Ours>,
  zone: string,
): (T & Compared)[] =>
  heard.flatMap((one) => {
    const stored = ours.get(one.clientId);
    if (!stored) return [];
    const known = asOf(stored, one.readAt);
    const overtaken = known.inFlight && !stored.inFlight;
    return [{ ...one, ...known, found: planSync(known, one.reading, zone), overtaken }];
  });

/** What was found, as rows of a run. */
export const rowsOf = <R>(
  { id: runId, resellerId }: { id: string; resellerId: R },
  some: (Read & Compared)[],
) =>
  some.flatMap(({ clientId, username, readAt, found, ...known }) =>
    found.map((one) => ({ resellerId, runId, clientId, username, ...one, ours: sideOf(known), readAt })),
  );

const unread = (reason: string): Difference => ({ class: 'unread', theirs: null, reason });

/** A client's side of a difference, as a row keeps it. */
export const sideOf = ({ expiresAt, status, packageId }: Account): Side => ({
  expiresAt: expiresAt.toISOString(),
  status,
  packageId,
});
