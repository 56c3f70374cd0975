import 'server-only';
import { and, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { sheetGates, sheetRows } from '@/db/schema/sheets';
import { recordAudit, system } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import { SECOND_MS } from '@/lib/time';
import type { Reading, SheetReason } from '../answers/rules';
import type { SettledRow } from '../commands';
import { type Pace, ROW_LEASE_MS, START_AT_ONCE } from '../pace/rules';
import { isOpen, nextDueAt } from './queries';
import { tooSoon } from './spacing/commands';

/** A driver that is gone is replaced after this long. */
const LEASE_MS = 60 * SECOND_MS;

export type Lease = { urlHash: string; token: number; until: Date };

/**
 * Makes the caller the one driver of an address; null while another is, or while the address rests. One upsert:
 * of any number of callers, whoever changes the row drives.
 */
export async function takeLease(urlHash: string, now: Date): Promise<{ lease: Lease; pace: Pace } | null> {
  const until = new Date(now.getTime() + LEASE_MS);
  const [gate] = await database()
    .insert(sheetGates)
    .values({ urlHash, allowed: START_AT_ONCE, leaseToken: 1, leaseUntil: until })
    .onConflictDoUpdate({
      target: sheetGates.urlHash,
      set: { leaseToken: sql`${sheetGates.leaseToken} + 1`, leaseUntil: until },
      setWhere: and(
        or(isNull(sheetGates.leaseUntil), lte(sheetGates.leaseUntil, now)),
        or(isNull(sheetGates.blockedUntil), lte(sheetGates.blockedUntil, now)),
      ),
    })
    .returning();
  if (!gate) return null;
  const { allowed, failures } = gate;
  const reason = gate.reason as SheetReason | null;
  return {
    lease: { urlHash, token: gate.leaseToken, until },
    pace: { allowed, failures, reason, blockedUntil: null, good: 0, epoch: 0 },
  };
}

/** Keeps the place for another while; null when it was lost. */
export async function renewLease(lease: Lease, now: Date): Promise<Lease | null> {
  const until = new Date(now.getTime() + LEASE_MS);
  const kept = await database()
    .update(sheetGates)
    .set({ leaseUntil: until })
    .where(held(lease))
    .returning({ urlHash: sheetGates.urlHash });
  return kept.length > 0 ? { ...lease, until } : null;
}

/** Gives the place back and leaves a wake-up for what of these sheets is due later. */
export async function freeLease(lease: Lease, pace: Pace, sheetIds: string[], now: Date): Promise<void> {
  await database().transaction(async (tx) => {
    await savePace(tx, lease, pace);
    await tx.update(sheetGates).set({ leaseUntil: null }).where(held(lease));
    const due = await nextDueAt(tx, sheetIds);
    if (!due) return;
    const { urlHash: id } = lease;
    const at = new Date(Math.max(due.getTime(), pace.blockedUntil?.getTime() ?? 0, now.getTime()));
    await wake(tx, { queue: 'sheet', id, group: id, at });
  });
}

/**
 * Claims due rows, fairly over the resellers who share the address. From here each row's attempt counts: a
 * driver killed after this may have posted it, so nobody looks at it again before its lease is over.
 */
export async function claimRows(
  tx: Executor,
  { sheetIds, busy, limit }: { sheetIds: string[]; busy: string[]; limit: number },
  now: Date,
): Promise<SettledRow[]> {
  const at = now.toISOString();
  const interrupted = JSON.stringify([{ at, kind: 'interrupted' }]);
  const picked = sql`array(
    select due.id
    from jsonb_array_elements_text(${JSON.stringify(sheetIds)}::jsonb) sheet
    cross join lateral (
      select id, row_number() over () as turn
      from (select id from sheet_rows
            where sheet_id = sheet.value::uuid and state in ('queued', 'sending') and next_run_at <= ${at}
              and recalled_at is null and not ${tooSoon(at)}
              and ref_key not in (select value from jsonb_array_elements_text(${JSON.stringify(busy)}::jsonb))
            order by next_run_at limit ${limit}) first
    ) due
    order by due.turn limit ${limit})`;
  return tx
    .update(sheetRows)
    .set({
      state: 'sending',
      attempts: sql`${sheetRows.attempts} + 1`,
      leaseToken: sql`${sheetRows.leaseToken} + 1`,
      nextRunAt: new Date(now.getTime() + ROW_LEASE_MS),
      evidence: sql`case when ${sheetRows.state} = 'sending' then ${sheetRows.evidence} || ${interrupted}::jsonb
                    else ${sheetRows.evidence} end`,
    })
    .where(and(sql`${sheetRows.id} = any(${picked})`, isOpen, lte(sheetRows.nextRunAt, now)))
    .returning();
}

/** Gives claimed rows back that were certainly not posted; answers those that were still the caller's. */
export async function releaseRows(tx: Executor, rows: SettledRow[], now: Date): Promise<SettledRow[]> {
  if (rows.length === 0) return [];
  return tx
    .update(sheetRows)
    .set({ state: 'queued', attempts: sql`${sheetRows.attempts} - 1`, nextRunAt: now })
    .where(
      and(
        sql`(${sheetRows.id}, ${sheetRows.leaseToken}) in
          (select id, token from jsonb_to_recordset(${JSON.stringify(
            rows.map((row) => ({ id: row.id, token: row.leaseToken })),
          )}::jsonb) as d(id uuid, token int))`,
        eq(sheetRows.state, 'sending'),
      ),
    )
    .returning();
}

/** What became of one claimed row. */
export type Settlement = {
  row: SettledRow;
  state: 'done' | 'review' | 'queued';
  reason: SheetReason | null;
  /** Certainly not sent: the attempt does not count. */
  unsent: boolean;
  failed: boolean;
  nextRunAt: Date;
  at: Date;
  entry: { kind: Reading['kind']; proof?: string; stored?: string } & Record<string, unknown>;
};

/**
 * Writes what became of many rows, in one statement, with whatever `onSettled` makes of them in the same
 * transaction. A row that another driver has meanwhile is left to it.
 */
export async function settleRows(
  settlements: Settlement[],
  { lease, pace }: { lease: Lease; pace: Pace },
  onSettled: (tx: Executor, rows: SettledRow[], now: Date) => Promise<void>,
  now: Date,
): Promise<void> {
  await database().transaction(async (tx) => {
    await savePace(tx, lease, pace, now);
    const changes = JSON.stringify(
      settlements.map(({ row, state, reason, unsent, failed, nextRunAt, at, entry }) => ({
        ...{ id: row.id, token: row.leaseToken, state, reason, next_run_at: nextRunAt },
        unsent: unsent ? 1 : 0,
        failed: failed ? 1 : 0,
        done_at: state === 'done' ? at : null,
        at,
        entry: [entry],
      })),
    );
    const moved = await tx.execute<{ id: string }>(sql`
      update sheet_rows r
      set state = d.state, reason = d.reason, attempts = r.attempts - d.unsent, failures = r.failures + d.failed,
          next_run_at = d.next_run_at, done_at = d.done_at, evidence = r.evidence || d.entry,
          posted_at = case when d.unsent = 1 then r.posted_at else d.at end
      from jsonb_to_recordset(${changes}::jsonb) as d(id uuid, token int, state text, reason text, unsent int,
        failed int, next_run_at timestamptz, done_at timestamptz, at timestamptz, entry jsonb)
      where r.id = d.id and r.lease_token = d.token and r.state = 'sending'
      returning r.id`);
    if (moved.length === 0) return;
    const rows = await tx
      .select()
      .from(sheetRows)
      .where(
        inArray(
          sheetRows.id,
          moved.map(({ id }) => id),
        ),
      );
    for (const row of rows) if (row.state === 'review') await auditReview(tx, row, now);
    await onSettled(tx, rows, now);
  });
}

const held = ({ urlHash, token }: Lease) =>
  and(eq(sheetGates.urlHash, urlHash), eq(sheetGates.leaseToken, token));

async function savePace(tx: Executor, lease: Lease, pace: Pace, answeredAt?: Date): Promise<void> {
  const { allowed, failures, blockedUntil, reason } = pace;
  await tx
    .update(sheetGates)
    .set({ allowed, failures, blockedUntil, reason, ...(answeredAt ? { answeredAt } : {}) })
    .where(held(lease));
}

const auditReview = (tx: Executor, row: SettledRow, now: Date) =>
  recordAudit(
    tx,
    system(row.resellerId),
    {
      ...{ action: 'sheet.row_review', subjectType: 'sheet', subjectId: row.sheetId ?? row.id },
      detail: { reference: row.reference, book: row.book, reason: row.reason },
    },
    now,
  );
