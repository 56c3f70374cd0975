import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { panelAudits } from '@/db/schema/sync';
import type { CustomerReading, PanelAdapter } from '@/lib/panels/rules';
import { openPanel } from '@/lib/servers/queries';
import { MINUTE_MS, SECOND_MS } from '@/lib/time';
import { type Account, nextAccounts, type Place, renewalsOf } from '../accounts/queries';
import { type AuditRow, claimAudit, finishAudit, keepReading, pauseAudit, startAudits } from './commands';
import { judgeReading } from './rules';

type Clock = () => Promise<Date>;

/** Half of the panel's pace is left to whoever pays, creates or asks meanwhile. */
const READ_EVERY_MS = 2 * SECOND_MS;
/** Between two slices: whoever did the one before gets on with other work. */
const BREATH_MS = 5 * SECOND_MS;
/** A panel that cannot be read is left alone for this long. */
const PAUSE_MS = 10 * MINUTE_MS;
/** After so many vain tries one customer is passed over. */
const TRIES = 3;

/** The audits to go on with, after starting those that the night owes. `group` is the panel's server. */
export async function dueAudits(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  await startAudits(now);
  return database()
    .select({ id: panelAudits.id, group: panelAudits.serverId })
    .from(panelAudits)
    .where(
      and(
        eq(panelAudits.state, 'running'),
        isNull(panelAudits.runId),
        lte(panelAudits.nextRunAt, now),
        sql`coalesce(${panelAudits.leaseUntil} < ${now.toISOString()}::timestamptz, true)`,
      ),
    )
    .orderBy(asc(panelAudits.nextRunAt))
    .limit(limit);
}

/**
 * Reads on in one server's audit for about `forMs`. It only reads, and changes neither a client nor the
 * panel; killed midway, it goes on at the next customer. Null when it is not due or another has it.
 */
export async function driveAudit(id: string, clock: Clock, forMs: number): Promise<string | null> {
  const held = await claimAudit(id, await clock());
  if (!held) return null;
  const { resellerId, serverId } = held;
  const panel = await openPanel(resellerId, serverId, await clock());
  if (!panel) {
    await finishAudit(held, 'capability_off', await clock());
    return 'stopped';
  }
  const ended = await readOn(held, panel.adapter, clock, forMs);
  if (ended === 'end') await finishAudit(held, null, await clock());
  if (ended === 'time')
    await pauseAudit(held, { reason: null, at: new Date((await clock()).getTime() + BREATH_MS) });
  return ended;
}

/**
 * Reads accounts one after the other, inside the panel's pace. Ends with the list, with the time, at the first unreadable
 * answer (token refused, block page, panel away: nobody knocks on), or when the lease was lost.
 */
async function readOn(
  held: AuditRow,
  panel: Pick<PanelAdapter, 'readCustomer'>,
  clock: Clock,
  forMs: number,
): Promise<'end' | 'time' | 'unreadable' | 'stopped'> {
  const list = { resellerId: held.resellerId, serverId: held.serverId, from: held.createdAt };
  const until = performance.now() + forMs;
  for (let place = placeOf(held); ; ) {
    const [account] = await nextAccounts(list, place, 1);
    if (!account) return 'end';
    place = account;
    const began = performance.now();
    const reading = await panel.readCustomer(account.username);
    if (!(await hear(held, account, reading, clock))) return 'stopped';
    if (reading.kind === 'unreadable') return 'unreadable';
    if (performance.now() > until) return 'time';
    await wait(Math.max(0, began + READ_EVERY_MS - performance.now()));
  }
}

const placeOf = ({ cursorMs, cursorId }: AuditRow): Place | null =>
  cursorMs === null || cursorId === null ? null : { ms: cursorMs, id: cursorId };

async function hear(
  held: AuditRow,
  account: Account,
  reading: CustomerReading,
  clock: Clock,
): Promise<boolean> {
  const now = await clock();
  const place = { ms: account.ms, id: account.id };
  if (reading.kind === 'unreadable') {
    // Held back by our own gate it says nothing of this customer.
    const failures = held.failures + (reading.trace.phase === 'blocked' ? 0 : 1);
    if (failures >= TRIES && !(await keepReading(held, { place, findings: [], skipped: true }))) return false;
    const at = new Date(now.getTime() + PAUSE_MS);
    await pauseAudit(held, { reason: reading.trace.reason, failures: failures >= TRIES ? 0 : failures, at });
    return true;
  }
  held.failures = 0;
  const renewals = await renewalsOf(database(), held.resellerId, [account.id]);
  const known = { ...account, renewals: renewals.get(account.id) ?? [] };
  const findings = judgeReading(known, reading, now);
  return keepReading(held, { place, findings, skipped: false });
}
