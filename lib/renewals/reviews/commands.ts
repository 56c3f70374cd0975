import { and, eq, inArray } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { breaks, database } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import { cancelRenewed } from '@/lib/channels/commands';
import { noteDismissal, takeBackDismissal } from '@/lib/dismissals/commands';
import { wake } from '@/lib/queue/api';
import { adoptPanelDate, appendEvidence, type IntentRow, wakeNext } from '../commands';
import { anotherMoves, asSoldNow, readBase } from './queries';
import {
  type AcceptRefusal,
  type Away,
  awayFrom,
  type Base,
  isQuiet,
  type Live,
  mayAccept,
  mayResend,
  type ResendRefusal,
} from './rules';

/** What a person's decision came to; a refusal names the date that was known before the renewal. */
type Decided<R> = { ok: true } | { ok: false; reason: 'absent' | 'moved_on' | Away | R; base: Base | null };

/**
 * *O painel já renovou - aceitar* and *Renovei à mão*: a review or a refusal ends as proved, by the panel's
 * own date of this minute and only when it moved as one renewal moves it (I3). Nobody's word is a date.
 */
export async function settleByPerson(
  doer: Doer,
  id: string,
  { warning, live }: { warning: 'accepted' | 'by_hand'; live: Live },
  now: Date,
): Promise<Decided<AcceptRefusal>> {
  return decide(doer, id, SETTLED_FROM, async (tx, row, base) => {
    const verdict = mayAccept(base, row.minDeltaMs, live, now);
    if (verdict !== 'ok') return verdict;
    if (await anotherMoves(row, tx)) return 'busy';
    const said = { warning, expiresAt: live.expiresAt };
    await end(tx, row, {
      state: 'verified',
      warning,
      expiresAfter: live.expiresAt,
      verifiedAt: now,
      evidence: appendEvidence([{ ...personSays(doer, now), ...said }]),
    });
    await adoptPanelDate(tx, row, live.expiresAt, now);
    await wakeNext(tx, row, now);
    const moved = { from: base?.at, to: live.expiresAt };
    await recordAudit(tx, doer, entry(row, `renewal.${warning}`, moved), now);
    return 'ok';
  });
}

/**
 * *Encerrar sem prova*: a person gives up waiting for a panel that cannot prove anything any more. It ends
 * as `closed`, never as renewed: no date is taken over and the client is told nothing. Only past the quiet
 * window, because it frees the customer's place for the next payment. `because`: the person's reason, kept with it.
 */
export async function closeUnproved(
  doer: Doer,
  { id, because }: { id: string; because: string },
  now: Date,
): Promise<Decided<'not_quiet'>> {
  const close = async (tx: Transaction, row: IntentRow) => {
    if (!isQuiet(row, now)) return 'not_quiet';
    await end(tx, row, {
      state: 'closed',
      // What it waited with: it says so again should it be brought back.
      reason: row.reason,
      evidence: appendEvidence([{ ...personSays(doer, now), closed: true, because }]),
    });
    const noted = { kind: 'renewal', rowId: row.id, was: row.state, asOf: row.nextRunAt, because } as const;
    await noteDismissal(tx, doer, noted, now);
    await cancelRenewed(tx, doer, { resellerId: doer.resellerId, intentId: row.id }, now);
    await wakeNext(tx, row, now);
    await recordAudit(tx, doer, entry(row, 'renewal.closed', { because }), now);
    return 'ok';
  };
  // Wherever the client is by now: it is the way out.
  return decide<'not_quiet'>(doer, id, SETTLED_FROM, close, { anywhere: true });
}

/**
 * *Trazer de volta*: what was closed waits for a person again, in the state it was closed in. Nothing is sent, and
 * its message to the client stays discarded. `busy`: the customer's place has meanwhile gone to another renewal.
 */
export async function reopenClosed(doer: Doer, id: string, now: Date): Promise<Decided<'busy'>> {
  try {
    return await decide<'busy'>(doer, id, ['closed'], async (tx, row) => {
      const noted = await takeBackDismissal(tx, doer, 'renewal', id);
      const state = noted?.was === 'rejected' ? 'rejected' : 'review';
      await end(tx, row, {
        state,
        reason: row.reason,
        evidence: appendEvidence([{ ...personSays(doer, now), reopened: true }]),
      });
      await recordAudit(tx, doer, entry(row, 'renewal.reopened', { after: state }), now);
      return 'ok';
    });
  } catch (error) {
    if (!breaks(error, 'one_open_per_customer')) throw error;
    return { ok: false, reason: 'busy', base: null };
  }
}

/**
 * *Não renovou - reenviar*: only from review, with an unmoved reading younger than 60 s, past quiet. The
 * attempt becomes 1 and the date just read becomes the base, so step 3 compares with what the person saw.
 */
export async function resendByPerson(
  doer: Doer,
  id: string,
  live: Live,
  now: Date,
): Promise<Decided<ResendRefusal>> {
  return decide(doer, id, ['review'], async (tx, row, base) => {
    const verdict = mayResend(row, base, live, now);
    if (verdict !== 'ok') return verdict;
    await requeue(doer, row, { attempt: 1, expiresFirst: live.expiresAt }, now, tx);
    await recordAudit(tx, doer, entry(row, 'renewal.resent', { seen: live.expiresAt }), now);
    return 'ok';
  });
}

/** A refusal was mended (credits, package, account): in the queue again, on the plan's package of today. */
export async function retryRejected(doer: Doer, id: string, now: Date): Promise<Decided<never>> {
  return decide<never>(doer, id, ['rejected'], async (tx, row) => {
    await requeue(doer, row, {}, now, tx);
    await recordAudit(tx, doer, entry(row, 'renewal.retried', {}), now);
    return 'ok';
  });
}

type State = IntentRow['state'];
const SETTLED_FROM: State[] = ['review', 'rejected'];

/**
 * Holds the client and the row while `act` judges them: nothing that it was judged by can change before it is
 * written. The client first, as a payment, a move and an archiving lock: none of them comes in between.
 */
async function decide<R extends string>(
  doer: Doer,
  id: string,
  from: State[],
  act: (tx: Transaction, row: IntentRow, base: Base | null) => Promise<'ok' | R>,
  { anywhere } = { anywhere: false },
): Promise<Decided<R>> {
  return database().transaction(async (tx) => {
    const whose = tx.select({ id: renewalIntents.clientId }).from(renewalIntents).where(mine(doer, id));
    const [client] = await tx
      .select({ serverId: clients.serverId, archivedAt: clients.archivedAt })
      .from(clients)
      .where(and(eq(clients.resellerId, doer.resellerId), inArray(clients.id, whose)))
      .for('update');
    const [row] = await tx.select().from(renewalIntents).where(mine(doer, id)).for('update');
    if (!row || !client) return { ok: false, reason: 'absent', base: null };
    if (!from.includes(row.state)) return { ok: false, reason: 'moved_on', base: null };
    const away = anywhere ? null : awayFrom(row, client);
    if (away) return { ok: false, reason: away, base: null };
    const base = await readBase(row, tx);
    const verdict = await act(tx, row, base);
    return verdict === 'ok' ? { ok: true } : { ok: false, reason: verdict, base };
  });
}

type Transaction = Parameters<Parameters<ReturnType<typeof database>['transaction']>[0]>[0];

async function requeue(doer: Doer, row: IntentRow, change: Partial<IntentRow>, now: Date, tx: Transaction) {
  await end(tx, row, {
    ...(await asSoldNow(row, tx)),
    ...change,
    state: 'pending',
    failures: 0,
    nextRunAt: now,
    evidence: appendEvidence([{ ...personSays(doer, now), again: true }]),
  });
  await wake(tx, { queue: 'renewal', id: row.id, group: row.serverId, at: now });
  // One that waited behind this review may be older, and goes first.
  if (row.state === 'review') await wakeNext(tx, row, now);
}

/** Leaves the state it was judged in, in one statement that names it: another row count than one is a bug. */
async function end(tx: Transaction, row: IntentRow, set: PgUpdateSetSource<typeof renewalIntents>) {
  const left = await tx
    .update(renewalIntents)
    .set({ reason: null, ...set })
    .where(
      and(
        eq(renewalIntents.resellerId, row.resellerId),
        eq(renewalIntents.id, row.id),
        eq(renewalIntents.state, row.state),
      ),
    )
    .returning({ id: renewalIntents.id });
  if (left.length !== 1) throw new Error(`renewal ${row.id} left ${row.state} under its lock`);
}

const personSays = (doer: Doer, now: Date) => ({
  at: now.toISOString(),
  call: 'person' as const,
  by: doer.userName,
});

const mine = (doer: Doer, id: string) =>
  and(eq(renewalIntents.resellerId, doer.resellerId), eq(renewalIntents.id, id));

const entry = (row: IntentRow, action: string, detail: Record<string, unknown>) => ({
  action,
  subjectType: 'renewal' as const,
  subjectId: row.id,
  clientId: row.clientId,
  detail: { before: row.state, reason: row.reason, ...detail },
});
