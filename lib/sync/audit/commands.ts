import 'server-only';
import { and, count, eq, isNull, lt, lte, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { database, type Executor } from '@/db/client';
import { newId } from '@/db/ids';
import { auditFindings, panelAudits } from '@/db/schema/sync';
import { recordAudit, system } from '@/lib/audit/commands';
import { wake } from '@/lib/queue/api';
import { MINUTE_MS } from '@/lib/time';
import type { Place } from '../accounts/queries';
import { startableAudits } from './queries';
import type { Finding } from './rules';

export type AuditRow = typeof panelAudits.$inferSelect;

/** Longer than a slice of 30 s with its last reading (45 s): who is cut off is followed soon. */
const LEASE_MS = 2 * MINUTE_MS;

/** Begins the night's audit of every server whose reseller's clock is past three; one per server and day. */
export async function startAudits(now: Date): Promise<void> {
  for (const { resellerId, serverId, day } of await startableAudits(now)) {
    await database().transaction(async (tx) => {
      const id = newId();
      const values = { id, resellerId, serverId, day, nextRunAt: now, createdAt: now };
      const [made] = await tx.insert(panelAudits).values(values).onConflictDoNothing().returning();
      if (!made) return;
      await stopEarlier(tx, made, now);
      await wake(tx, { queue: 'audit', id, group: serverId, at: now });
    });
  }
}

/** A night's audit has begun: one that still reads from a night before stops. */
export async function stopEarlier(
  tx: Executor,
  { resellerId, serverId, day }: Pick<AuditRow, 'resellerId' | 'serverId' | 'day'>,
  now: Date,
): Promise<void> {
  await tx
    .update(panelAudits)
    .set({ state: 'stopped', finishedAt: now, leaseUntil: null })
    .where(
      and(
        eq(panelAudits.resellerId, resellerId),
        eq(panelAudits.serverId, serverId),
        eq(panelAudits.state, 'running'),
        lt(panelAudits.day, day),
      ),
    );
}

/** Takes a due audit under a lease; null when it is not due or another has it. */
export async function claimAudit(id: string, now: Date): Promise<AuditRow | null> {
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  return database().transaction(async (tx) => {
    const [row] = await tx
      .update(panelAudits)
      .set({ leaseToken: sql`${panelAudits.leaseToken} + 1`, leaseUntil })
      .where(
        and(
          eq(panelAudits.id, id),
          eq(panelAudits.state, 'running'),
          isNull(panelAudits.runId),
          lte(panelAudits.nextRunAt, now),
          sql`coalesce(${panelAudits.leaseUntil} < ${now.toISOString()}::timestamptz, true)`,
        ),
      )
      .returning();
    // Should this worker die, somebody goes on when its lease is over.
    const at = new Date(leaseUntil.getTime() + 1_000);
    if (row) await wake(tx, { queue: 'audit', id, group: row.serverId, at });
    return row ?? null;
  });
}

/** Keeps one customer's findings and the place reached; false when the lease was lost: then nothing is written. */
export async function keepReading(
  held: AuditRow,
  { place, findings, skipped }: { place: Place; findings: Finding[]; skipped: boolean },
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const moved = await advance(tx, held, {
      cursorMs: place.ms,
      cursorId: place.id,
      failures: 0,
      reason: null,
      ...(skipped
        ? { skippedCount: sql`${panelAudits.skippedCount} + 1` }
        : { readCount: sql`${panelAudits.readCount} + 1` }),
    });
    if (!moved || findings.length === 0) return moved;
    const of = { resellerId: held.resellerId, auditId: held.id, clientId: place.id };
    await tx
      .insert(auditFindings)
      .values(findings.map((finding) => ({ ...of, ...finding })))
      .onConflictDoNothing();
    return true;
  });
}

/** Gives the audit back until `at`. */
export async function pauseAudit(
  held: AuditRow,
  { reason, failures, at }: { reason: string | null; failures?: number; at: Date },
): Promise<void> {
  await database().transaction(async (tx) => {
    const set = { reason, leaseUntil: null, nextRunAt: at, ...(failures === undefined ? {} : { failures }) };
    if (await advance(tx, held, set))
      await wake(tx, { queue: 'audit', id: held.id, group: held.serverId, at });
  });
}

/** The end of a night's reading, in the server's history with what it found. */
export async function finishAudit(held: AuditRow, reason: string | null, now: Date): Promise<void> {
  await database().transaction(async (tx) => {
    const state = reason ? 'stopped' : 'done';
    if (!(await advance(tx, held, { state, reason, leaseUntil: null, finishedAt: now }))) return;
    await recordEnd(tx, held, { state, reason }, now);
  });
}

/** A night's end in its server's history, with how much it found. */
export async function recordEnd(
  tx: Executor,
  { id, resellerId, serverId }: Pick<AuditRow, 'id' | 'resellerId' | 'serverId'>,
  end: { state: 'done' | 'stopped'; reason: string | null },
  now: Date,
): Promise<void> {
  const [found] = await tx
    .select({ n: count() })
    .from(auditFindings)
    .where(and(eq(auditFindings.resellerId, resellerId), eq(auditFindings.auditId, id)));
  const entry = { action: 'server.audited', subjectType: 'server', subjectId: serverId } as const;
  const detail = { ...end, found: found?.n ?? 0 };
  await recordAudit(tx, system(resellerId), { ...entry, detail }, now);
}

async function advance(
  tx: Executor,
  held: AuditRow,
  set: PgUpdateSetSource<typeof panelAudits>,
): Promise<boolean> {
  const rows = await tx
    .update(panelAudits)
    .set(set)
    .where(
      and(
        eq(panelAudits.resellerId, held.resellerId),
        eq(panelAudits.id, held.id),
        eq(panelAudits.state, 'running'),
        eq(panelAudits.leaseToken, held.leaseToken),
      ),
    )
    .returning({ id: panelAudits.id });
  return rows.length === 1;
}
