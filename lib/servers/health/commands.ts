import 'server-only';
import { and, eq, ne, type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { servers, sigmaCredentials } from '@/db/schema/servers';
import { type Doer, recordAudit, system } from '@/lib/audit/commands';
import { env } from '@/lib/env';
import type { CallTrace } from '@/lib/panels/rules';
import { tellOfStop } from '../credits/commands';
import { replayHeld, resumeHeld } from '../held/commands';
import { countAnswer } from '../hours/commands';
import { afterAnswer, BURST, type Circuit, CLOSED, isAnswer, type PanelCall, PROBE_EVERY_MS } from './rules';

type Turn =
  | { waitMs: number }
  | { held: 'circuit' | 'busy' | 'changed' | 'restored'; circuit: Circuit; circuitReason: string | null };

/**
 * Reserves the panel's next call and says how long to wait for it. One UPDATE is the whole rate limiter
 * (GCRA over servers.next_call_at) and the probe's claim, so it holds across processes: whoever changes
 * the row has the turn. Open lets one read a minute through; paused, and the hold after a restore, only what costs
 * no credit.
 */
export async function takeTurn(
  resellerId: ResellerId,
  serverId: string,
  turn: { call: PanelCall | 'more'; version: number; maxWaitMs: number },
  now: Date,
): Promise<Turn> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const arrival = sql`greatest(coalesce(${servers.nextCallAt}, ${at}), ${at})`;
  const everyMs = env().PANEL_CALL_EVERY_MS;
  const slackMs = (BURST - 1) * everyMs;
  const [taken] = await database()
    .update(servers)
    .set({
      nextCallAt: sql`${arrival} + ${ms(everyMs)}`,
      probeAt: sql`case when ${servers.circuit} = 'open' then ${at} + ${ms(PROBE_EVERY_MS)} else ${servers.probeAt} end`,
    })
    .where(
      and(
        own(resellerId, serverId),
        eq(servers.version, turn.version),
        isOpenTo(turn.call, at),
        sql`${arrival} <= ${at} + ${ms(slackMs + turn.maxWaitMs)}`,
      ),
    )
    .returning({ nextCallAt: servers.nextCallAt });
  if (taken?.nextCallAt) {
    return { waitMs: Math.max(0, taken.nextCallAt.getTime() - everyMs - slackMs - now.getTime()) };
  }
  return whyHeld(resellerId, serverId, turn, now);
}

/** The circuit as a WHERE; what was let out may send the rest of its requests. */
function isOpenTo(call: PanelCall | 'more', at: SQL): SQL | undefined {
  if (call === 'more') return undefined;
  if (call === 'status') return sql`${servers.circuit} <> 'open'`;
  if (call === 'credit')
    return sql`${servers.circuit} = 'closed' and coalesce(${servers.holdUntil} <= ${at}, true)`;
  return sql`(${servers.circuit} <> 'open' or coalesce(${servers.probeAt}, ${at}) <= ${at})`;
}

async function whyHeld(
  resellerId: ResellerId,
  serverId: string,
  turn: { call: PanelCall | 'more'; version: number },
  now: Date,
): Promise<Turn> {
  const [row] = await database()
    .select({
      version: servers.version,
      circuit: servers.circuit,
      circuitReason: servers.circuitReason,
      holdUntil: servers.holdUntil,
    })
    .from(servers)
    .where(own(resellerId, serverId));
  if (!row || row.version !== turn.version)
    return { held: 'changed', circuit: 'closed', circuitReason: null };
  const shut =
    (turn.call !== 'more' && row.circuit === 'open') || (row.circuit === 'paused' && turn.call === 'credit');
  const restored = turn.call === 'credit' && row.holdUntil !== null && row.holdUntil > now;
  const held = shut ? 'circuit' : restored ? 'restored' : 'busy';
  return { held, circuit: row.circuit, circuitReason: row.circuitReason };
}

/**
 * Keeps what one answer says about the panel's health. Answers to an address or token that was replaced
 * meanwhile (another version) say nothing about the new one. Opening and closing the circuit is audited.
 */
export async function recordPanelAnswer(
  resellerId: ResellerId,
  serverId: string,
  answer: { call: PanelCall; version: number; trace: CallTrace },
  now: Date,
): Promise<void> {
  await database().transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(servers)
      .where(and(own(resellerId, serverId), eq(servers.version, answer.version)))
      .for('no key update');
    if (!before) return;
    const after = afterAnswer(before, answer, now);
    const { circuit, circuitReason, circuitOpenedAt, probeAt, creditsOutAt } = after;
    const { failuresInRow, badInRow, lastOkAt, lastLatencyMs } = after;
    const nextCallAt = afterRetryHint(before.nextCallAt, answer.trace, now);
    await tx
      .update(servers)
      .set({
        ...{ circuit, circuitReason, circuitOpenedAt, probeAt, creditsOutAt },
        ...{ failuresInRow, badInRow, lastOkAt, lastLatencyMs, nextCallAt },
      })
      .where(own(resellerId, serverId));
    const { reason, latencyMs } = answer.trace;
    await countAnswer(tx, { resellerId, serverId, good: isAnswer(reason), tookMs: latencyMs }, now);
    if (!before.creditsOutAt && creditsOutAt) await tellOfStop(tx, resellerId, before, now);
    if (before.circuit === circuit) return;
    if (before.circuit === 'open') await replayHeld(tx, resellerId, serverId, 'panel', now);
    await recordAudit(
      tx,
      system(resellerId),
      {
        action: circuit === 'closed' ? 'server.circuit_closed' : 'server.circuit_opened',
        subjectType: 'server',
        subjectId: serverId,
        detail: { from: before.circuit, to: circuit, reason: circuit === 'paused' ? circuitReason : reason },
      },
      now,
    );
  });
}

/** Keeps the panel's id of the server's user, found by exact name. */
export async function keepPanelUser(
  resellerId: ResellerId,
  serverId: string,
  found: { username: string; panelUserId: string },
): Promise<void> {
  await database()
    .update(sigmaCredentials)
    .set({ panelUserId: found.panelUserId })
    .where(
      and(
        eq(sigmaCredentials.resellerId, resellerId),
        eq(sigmaCredentials.serverId, serverId),
        // The user may have been edited while the panel was answering.
        eq(sigmaCredentials.username, found.username),
      ),
    );
}

const own = (resellerId: ResellerId, serverId: string) =>
  and(eq(servers.resellerId, resellerId), eq(servers.id, serverId));

const ms = (value: number) => sql`${value} * interval '1 millisecond'`;

/** A panel that said "wait N" gets its turn no earlier; the slack of a burst does not shorten it. */
function afterRetryHint(nextCallAt: Date | null, trace: CallTrace, now: Date): Date | null {
  if (!trace.retryAfterMs) return nextCallAt;
  const waitMs = Math.min(trace.retryAfterMs, MAX_RETRY_MS) + (BURST - 1) * env().PANEL_CALL_EVERY_MS;
  return new Date(Math.max(nextCallAt?.getTime() ?? 0, now.getTime() + waitMs));
}

const MAX_RETRY_MS = 15 * 60_000;

/** Lets the next read through an open circuit at once: a person asked for it. */
export async function allowProbe(resellerId: ResellerId, serverId: string, now: Date): Promise<void> {
  await database()
    .update(servers)
    .set({ probeAt: now })
    .where(and(own(resellerId, serverId), eq(servers.circuit, 'open')));
}

/**
 * Closes the circuit by a person's word, after a good look at the panel; what was held goes on. False: it was closed, as
 * a rule by that look, whose word leaves a comparison waiting that was blocked itself: the person's does not.
 */
export async function closeCircuit(
  resellerId: ResellerId,
  doer: Doer,
  serverId: string,
  now: Date,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const closed = await tx
      .update(servers)
      .set({ ...CLOSED, failuresInRow: 0 })
      .where(and(own(resellerId, serverId), ne(servers.circuit, 'closed')))
      .returning({ id: servers.id });
    if (closed.length !== 1) {
      await resumeHeld(tx, { resellerId, serverId }, 'person', now);
      return false;
    }
    await replayHeld(tx, resellerId, serverId, 'person', now);
    const entry = { action: 'server.circuit_closed', subjectType: 'server', subjectId: serverId } as const;
    await recordAudit(tx, doer, entry, now);
    return true;
  });
}
