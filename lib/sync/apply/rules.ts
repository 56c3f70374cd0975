import type { Columns, Side, SyncClass } from '../plan/rules';

/** Classes that a person may take over; the others say why there is nothing to take. */
export const APPLIED = ['later', 'earlier', 'blocked', 'package', 'missing_there'] as const;
export type AppliedClass = (typeof APPLIED)[number];
export const isApplied = (one: SyncClass): one is AppliedClass =>
  (APPLIED as readonly string[]).includes(one);

type Change = { was: Partial<Columns>; became: Partial<Columns> };
type Row = { class: SyncClass; ours: Side | null; theirs: Side | null; readAt: Date };
/** A client as it is at this instant. */
type Current = Columns & { packageId: string | null };

/** Why a difference cannot be taken over: the client is no longer as it was when it was read, or no single plan fits. */
type NoChange = 'changed' | 'no_plan';

/** A row with its client as they are at this instant; `actedAt`: when something was last done on the account, or read. */
type Open<R> = { row: R; clientId: string; current: Current; actedAt: Date | null };
export type Decided<R> = {
  changes: { row: R; clientId: string; change: Change }[];
  /** What the clients who change become. */
  became: Map<string, Columns>;
  /** Rows that are no longer as they were read. */
  stale: string[];
  noPlan: number;
};

/** What taking rows over does, in their order: of one client, a row meets what the rows before have made of them. */
export function decide<R extends Row & { id: string }>(
  rows: Open<R>[],
  planOf: (packageId: string | null) => string | null,
): Decided<R> {
  const became = new Map<string, Current>();
  const decided: Decided<R> = { changes: [], became, stale: [], noPlan: 0 };
  for (const { row, clientId, current, actedAt } of rows) {
    const known = became.get(clientId) ?? current;
    const isOld = actedAt !== null && actedAt > row.readAt;
    const change = isOld ? 'changed' : changeOf(row, known, planOf(row.theirs?.packageId ?? null));
    if (change === 'changed') decided.stale.push(row.id);
    else if (change === 'no_plan') decided.noPlan++;
    else {
      became.set(clientId, { ...known, ...change.became });
      decided.changes.push({ row, clientId, change });
    }
  }
  return decided;
}

/**
 * What taking a difference over does to a client's columns: the panel's date, its status, the plan that has its
 * package (`planId`, null when none or several do), or that the account is gone. Nothing is sent to the panel.
 */
function changeOf(row: Row, now: Current, planId: string | null): Change | NoChange {
  const became = becomes(row, now, planId);
  if (typeof became === 'string') return became;
  const was = Object.fromEntries(Object.keys(became).map((key) => [key, now[key as keyof Columns]]));
  return { was, became };
}

function becomes({ class: kind, ours, theirs, readAt }: Row, now: Current, planId: string | null) {
  if (kind === 'missing_there')
    return now.panelState === 'linked' ? { panelState: 'missing' as const } : 'changed';
  if (!ours || !theirs) return 'changed';
  if (kind === 'blocked') {
    const known = theirs.status === 'active' || theirs.status === 'suspended' ? theirs.status : null;
    return known && now.status === ours.status ? { status: known } : 'changed';
  }
  if (kind === 'package' && now.packageId === ours.packageId) return planId ? { planId } : 'no_plan';
  if ((kind !== 'later' && kind !== 'earlier') || !theirs.expiresAt || now.expiresAt !== ours.expiresAt)
    return 'changed';
  const { expiresAt } = theirs;
  return { expiresAt, panelExpiresAt: expiresAt, panelReadAt: readAt.toISOString() };
}

/**
 * Whether a row tells of the account that its client has at this instant: read from this server under this name. After a
 * move or a new name it is about an account that is somebody's, or nobody's, and no longer this client's; an archived
 * client's is not compared.
 */
export const isAboutAccount = (
  row: { username: string },
  client: { serverId: string; username: string; archivedAt: Date | null },
  serverId: string,
): boolean => client.archivedAt === null && client.serverId === serverId && client.username === row.username;

/**
 * Which changes, the last one first, can be taken back, and what their clients become. `plans`: the server's plans in use;
 * nobody goes back to another.
 */
export function decideUndo(
  rows: { id: string; clientId: string; change: Change | null; current: Columns }[],
  plans: ReadonlySet<string>,
) {
  const became = new Map<string, Columns>();
  const back = rows.flatMap(({ id, clientId, change, current }) => {
    const before = change && undone(change, became.get(clientId) ?? current, plans);
    if (!before) return [];
    became.set(clientId, before);
    return { id, clientId };
  });
  return { back, became };
}

/** The columns as they were before a change; null when one of them has moved on since, or the plan is not in use any more. */
function undone({ was, became }: Change, now: Columns, plans: ReadonlySet<string>): Columns | null {
  const same = Object.entries(became).every(([key, value]) => now[key as keyof Columns] === value);
  const before = { ...now, ...was };
  return same && (before.planId === now.planId || plans.has(before.planId)) ? before : null;
}
