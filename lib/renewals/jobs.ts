import { and, asc, inArray, lte, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import { renewalIntents } from '@/db/schema/invoices';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import type { CallTrace, PanelAdapter } from '@/lib/panels/rules';
import { openPanel } from '@/lib/servers/queries';
import { SECOND_MS } from '@/lib/time';
import {
  beginAttempt,
  type Claimed,
  claimRenewal,
  type Evidence,
  type IntentRow,
  settleRenewal,
} from './commands';
import { afterLostLease, afterReading, afterSend, type Change, isMoving, SEND_GUARD_MS } from './rules';
import { whileBeingMade, whileBusy, whilePaused } from './waits/rules';

/** Where instants come from: the worker asks the database, so that machines' clocks need not agree (fault F37). */
type Clock = () => Promise<Date>;

/** The ids of intents whose moment has come, oldest first, with the server their panel's limits apply to. */
export async function dueRenewals(now: Date, limit: number): Promise<{ id: string; group: string }[]> {
  return database()
    .select({ id: renewalIntents.id, group: renewalIntents.serverId })
    .from(renewalIntents)
    .where(
      and(
        inArray(renewalIntents.state, ['pending', 'sending', 'unknown']),
        lte(renewalIntents.nextRunAt, now),
        sql`(${renewalIntents.leaseUntil} is null or ${renewalIntents.leaseUntil} < ${now.toISOString()}::timestamptz)`,
      ),
    )
    .orderBy(asc(renewalIntents.nextRunAt))
    .limit(limit);
}

/** Does what one intent needs now. The only door to a panel's renew; any number of callers, at once or late. */
export async function executeRenewal(id: string, clock: Clock): Promise<IntentRow | null> {
  let row: IntentRow | null = null;
  // An accepted renewal is due again at once, to be proved by a reading; a cut-off one, to be reconciled.
  for (let round = 0; round < 3; round++) {
    const next = await runOnce(id, clock);
    if (!next) break;
    row = next;
    if (!isMoving(row.state) || row.nextRunAt > (await clock())) break;
  }
  if (row) log.info({ intent: id, state: row.state, reason: row.reason }, 'renewal');
  return row;
}

async function runOnce(id: string, clock: Clock): Promise<IntentRow | null> {
  const claimed = await claimRenewal(id, await clock());
  if (!claimed) return null;
  const panel = await openPanel(claimed.intent.resellerId, claimed.intent.serverId, await clock());
  if (!panel)
    return settleRenewal(claimed.intent, { state: 'review', reason: 'no_panel' }, [], await clock());
  if (panel.server.circuit === 'paused' && claimed.intent.state === 'pending')
    return settleRenewal(claimed.intent, whilePaused(await clock()), [], await clock());
  const quiet = {
    ms: Math.max(env().RENEWAL_QUIET_SECONDS, panel.server.quietSeconds ?? 0) * SECOND_MS,
    serverVersion: panel.server.version,
  };
  return driveRenewal(claimed, {
    panel: panel.adapter,
    begin: (intent, expiresBefore, now) => beginAttempt(intent, expiresBefore, now, quiet),
    settle: settleRenewal,
    clock,
    monotonicMs: () => performance.now(),
    random: Math.random,
  });
}

/** What the driver needs of the world; the simulation gives it another one. */
export type World = {
  panel: Pick<PanelAdapter, 'readCustomer' | 'renew'>;
  begin(held: IntentRow, expiresBefore: Date, now: Date): Promise<IntentRow | null>;
  settle(held: IntentRow, change: Change, seen: Evidence[], now: Date): Promise<IntentRow | null>;
  clock: Clock;
  monotonicMs(): number;
  random(): number;
};

/**
 * One run of the protocol over a leased intent: read, make the attempt durable, send once, write what was
 * learnt. Ends at the first write that gives the lease back; null when the lease was lost on the way.
 */
export async function driveRenewal({ intent, ...outside }: Claimed, world: World): Promise<IntentRow | null> {
  if (intent.state === 'sending')
    return world.settle(intent, afterLostLease(intent, await world.clock()), [], await world.clock());
  if (intent.state === 'pending' && outside.making === 'going')
    return world.settle(intent, whileBeingMade(await world.clock()), [], await world.clock());

  const reading = await world.panel.readCustomer(intent.panelUsername);
  const now = await world.clock();
  const expiry = reading.kind === 'found' ? reading.customer.expiresAt : null;
  const seen: Evidence[] = [{ ...evidenceOf('read', now, reading.trace), found: reading.kind, expiry }];
  const decision = afterReading(intent, reading, { now, random: world.random(), ...outside });
  if (decision.do === 'write') return world.settle(intent, decision.change, seen, now);

  // Before the commit, not after: a process frozen inside it must not look fresh.
  const begunAt = world.monotonicMs();
  const begun = await world.begin(intent, decision.expiresBefore, now);
  // Undone, stolen, or another renewal of this customer is in doubt: look again in a while.
  if (!begun) return world.settle(intent, whileBusy(intent.state, now), seen, now);

  return send(begun, begunAt, seen, world);
}

async function send(
  begun: IntentRow,
  begunAt: number,
  seen: Evidence[],
  world: World,
): Promise<IntentRow | null> {
  if (world.monotonicMs() - begunAt > SEND_GUARD_MS) {
    // Frozen between the durable attempt and the first byte: whoever thawed may be late, so nothing is sent.
    const now = await world.clock();
    const back = { state: 'pending', attempt: begun.attempt - 1, reason: null, nextRunAt: now } as const;
    return world.settle(begun, back, [...seen, { at: now.toISOString(), call: 'guard' }], now);
  }
  const answer = await world.panel.renew(begun.panelUsername, begun.packageId);
  const now = await world.clock();
  const sent = { ...evidenceOf('renew', now, answer.trace), class: answer.class, expiry: answer.expiresAt };
  const change = afterSend(begun, answer, { now, random: world.random() });
  return world.settle(begun, change, [...seen, sent], now);
}

const evidenceOf = (call: 'read' | 'renew', at: Date, trace: CallTrace) => ({
  at: at.toISOString(),
  call,
  ...trace,
});
