import 'server-only';
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { bulkRows } from '@/db/schema/bulk';
import { clients, plans } from '@/db/schema/clients';
import { queueCustom } from '@/lib/channels/bulk/commands';
import { type Choice, chosen } from '@/lib/clients/list/queries';
import { moveToPlan } from '@/lib/clients/plan/commands';
import { own } from '@/lib/clients/record/queries';
import { bringBack, changeStatus, putAway } from '@/lib/clients/status/commands';
import { hasBulk, launchBulk, openBulk, type Person, settleRow, stillPending } from '../commands';
import type { DueRow } from '../jobs';
import { moveDetail, moveRow } from '../moves/commands';
import type { MoveTarget } from '../moves/rules';
import type { Settled } from '../rules';
import { type ClientAct, type ClientReason, MOST_MESSAGES } from './rules';

export type ClientBatch = { bulkId: string; choice: Choice; expected: number } & (
  | { act: Exclude<ClientAct, 'plan' | 'message' | 'move'> }
  | { act: 'plan'; planId: string }
  | { act: 'message'; text: string }
  | ({ act: 'move' } & MoveTarget)
);
type Started =
  | { ok: true }
  | { ok: false; reason: 'empty' | 'plan_absent' | 'too_many' }
  | { ok: false; reason: 'changed'; count: number };

/**
 * Makes a batch out of the chosen clients as they are at this instant, in one statement however many they are,
 * and wakes the worker. The same key again is the same batch. Refused when they are not as many as the person
 * was told.
 */
export async function startClients(
  doer: Person,
  batch: ClientBatch,
  now: Date,
  zone: string,
): Promise<Started> {
  const { resellerId } = doer;
  const { bulkId, act, choice } = batch;
  return database()
    .transaction(async (tx): Promise<Started> => {
      const detail = await detailOf(tx, resellerId, batch);
      if (!detail) return { ok: false, reason: 'plan_absent' };
      // 100,000 rows and their keys take seconds where everything else takes milliseconds.
      await tx.execute(sql`set local statement_timeout = '60s'`);
      if (!(await openBulk(tx, doer, { bulkId, act, detail }, now)))
        return (await hasBulk(tx, resellerId, bulkId)) ? { ok: true } : { ok: false, reason: 'empty' };
      const count = await fill(tx, batch, and(...chosen(resellerId, choice, now, zone)), now);
      if (count === batch.expected && !(act === 'message' && count > MOST_MESSAGES)) {
        await launchBulk(tx, doer, { bulkId, act }, count, now);
        return { ok: true };
      }
      throw new Refused(
        count === 0
          ? { ok: false, reason: 'empty' }
          : count !== batch.expected
            ? { ok: false, reason: 'changed', count }
            : { ok: false, reason: 'too_many' },
      );
    })
    .catch((error: unknown) => {
      if (error instanceof Refused) return error.answer;
      throw error;
    });
}

/** What the rows of a batch need beside themselves; null when a plan or server it names is not there. */
async function detailOf(tx: Executor, resellerId: ResellerId, batch: ClientBatch): Promise<Detail | null> {
  if (batch.act === 'message') return { text: batch.text };
  if (batch.act === 'move') return moveDetail(tx, resellerId, batch);
  if (batch.act !== 'plan') return {};
  const plan = await planOf(tx, resellerId, batch.planId);
  return plan && { planId: plan.id, plan: plan.name };
}

type Detail = DueRow['detail'];

/** Takes back what the transaction wrote before it knew. */
class Refused extends Error {
  constructor(readonly answer: Extract<Started, { ok: false }>) {
    super(answer.reason);
  }
}

async function fill(tx: Executor, batch: ClientBatch, which: SQL | undefined, now: Date): Promise<number> {
  const [made] = await tx.execute<{ n: number }>(sql`
    with made as (
      insert into ${bulkRows} (id, reseller_id, bulk_id, client_id, position, next_run_at)
      select gen_random_uuid(), ${clients.resellerId}, ${batch.bulkId}::uuid, ${clients.id},
        row_number() over (order by ${clients.expiresAt}, ${clients.id}) - 1, ${now.toISOString()}::timestamptz
      from ${clients} where ${which} returning 1)
    select count(*)::int as n from made`);
  return made?.n ?? 0;
}

async function planOf(tx: Executor, resellerId: ResellerId, planId: string) {
  const [plan] = await tx
    .select({ id: plans.id, name: plans.name })
    .from(plans)
    .where(and(eq(plans.resellerId, resellerId), eq(plans.id, planId), isNull(plans.archivedAt)));
  return plan ?? null;
}

/**
 * Does the act to one client of a batch and notes it, in one transaction that holds the row: any number of
 * executors, and one that died half way, do it once.
 */
export async function actOnClient(row: DueRow, now: Date): Promise<void> {
  await database().transaction(async (tx) => {
    const [held] = await tx
      .select({ clientId: bulkRows.clientId, position: bulkRows.position })
      .from(bulkRows)
      .where(stillPending(row))
      .for('update');
    if (!held?.clientId) return;
    const { clientId, position } = held;
    await settleRow(tx, row, await act(tx, row, { clientId, position }, now), now);
  });
}

type Place = { clientId: string; position: number };

async function act(
  tx: Executor,
  row: DueRow,
  { clientId, position }: Place,
  now: Date,
): Promise<Settled<ClientReason>> {
  const { resellerId, bulkId, detail } = row;
  const doer = { resellerId, userId: row.userId, userName: row.userName };
  const away = await isAway(tx, resellerId, clientId);
  if (row.act === 'archive' || row.act === 'restore') {
    if (away === (row.act === 'archive')) return skipped('already');
    const moved = await (row.act === 'archive' ? putAway : bringBack)(tx, doer, clientId, now);
    return moved.ok ? DONE : failed(moved.reason);
  }
  if (away) return skipped('archived');
  if (row.act === 'suspend' || row.act === 'activate') {
    const status = row.act === 'suspend' ? 'suspended' : 'active';
    return (await changeStatus(tx, doer, clientId, status, now)) ? DONE : skipped('already');
  }
  if (row.act === 'plan') {
    const moved = await moveToPlan(tx, doer, { id: clientId, planId: detail.planId ?? '' }, now);
    if (moved === 'moved') return DONE;
    if (moved === 'plan_absent') return failed(moved);
    return skipped(moved === 'same' ? 'already' : moved);
  }
  if (row.act === 'move') return moveRow(tx, doer, { clientId, detail }, now);
  const queued = await queueCustom(
    tx,
    { resellerId, clientId, bulkId, text: detail.text ?? '', position },
    now,
  );
  if (queued.ok) return DONE;
  return queued.reason === 'no_phone' || queued.reason === 'twice'
    ? skipped(queued.reason)
    : failed(queued.reason);
}

const DONE: Settled<ClientReason> = { state: 'done', reason: null };
const skipped = (reason: ClientReason): Settled<ClientReason> => ({ state: 'skipped', reason });
const failed = (reason: ClientReason): Settled<ClientReason> => ({ state: 'failed', reason });

async function isAway(tx: Executor, resellerId: ResellerId, clientId: string): Promise<boolean> {
  const [client] = await tx
    .select({ archivedAt: clients.archivedAt })
    .from(clients)
    .where(own(resellerId, clientId));
  return client?.archivedAt != null;
}
