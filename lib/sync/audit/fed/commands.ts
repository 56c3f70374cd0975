import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Executor } from '@/db/client';
import { auditFindings, panelAudits } from '@/db/schema/sync';
import type { CustomerReading } from '@/lib/panels/rules';
import { renewalsOf } from '../../accounts/queries';
import type { RunRow } from '../../runs/commands';
import { zoneOf } from '../../runs/queries';
import { auditDay } from '../../schedule/rules';
import { recordEnd, stopEarlier } from '../commands';
import { judgeReading } from '../rules';

type Run = Pick<RunRow, 'id' | 'resellerId' | 'serverId'>;
type Heard = { clientId: string; planDays: number; panelExpiresAt: Date | null; reading: CustomerReading };

/**
 * The night's audit of a server whose comparison begins: it judges the same readings instead of asking for each
 * customer a second time. One per server and day, as if it read by itself: a comparison that is tried again goes on with
 * the one that stopped, whose findings stand. What they told of was taken over, so nobody would find it a second time.
 */
export async function beginFedAudit(tx: Executor, run: Run, now: Date): Promise<void> {
  const day = auditDay(now, await zoneOf(run.resellerId, tx));
  if (day === null) return;
  const { id: runId, resellerId, serverId } = run;
  const [made] = await tx
    .insert(panelAudits)
    .values({ resellerId, serverId, day, runId, nextRunAt: now, createdAt: now })
    .onConflictDoUpdate({
      target: [panelAudits.serverId, panelAudits.day],
      set: { runId, state: 'running', reason: null },
      setWhere: eq(panelAudits.state, 'stopped'),
    })
    .returning({ id: panelAudits.id });
  if (made) await stopEarlier(tx, { resellerId, serverId, day }, now);
}

/** Judges readings for the audit that a run feeds, if it does. */
export async function feedAudit(tx: Executor, run: Run, heard: Heard[], now: Date): Promise<void> {
  if (heard.length === 0) return;
  const read = heard.filter(({ reading }) => reading.kind !== 'unreadable');
  // Of one that stopped before, the end and the counts stand until this one has read somebody.
  const more = (counted: PgColumn, n: number) =>
    sql`case when ${panelAudits.finishedAt} is null then ${counted} else 0 end + ${n}`;
  const [row] = await tx
    .update(panelAudits)
    .set({
      readCount: more(panelAudits.readCount, read.length),
      skippedCount: more(panelAudits.skippedCount, heard.length - read.length),
      finishedAt: null,
    })
    .where(fedBy(run))
    .returning({ id: panelAudits.id });
  if (!row) return;
  const { resellerId } = run;
  const ids = read.map(({ clientId }) => clientId);
  const renewals = await renewalsOf(tx, resellerId, ids);
  const findings = read.flatMap(({ clientId, reading, planDays, panelExpiresAt }) => {
    const known = { panelExpiresAt, planDays, renewals: renewals.get(clientId) ?? [] };
    const of = { resellerId, auditId: row.id, clientId };
    return judgeReading(known, reading, now).map((finding) => ({ ...of, ...finding }));
  });
  if (findings.length > 0) await tx.insert(auditFindings).values(findings).onConflictDoNothing();
}

/** The run begins anew, at another panel: so does the audit. */
export async function beginFedAnew(tx: Executor, run: Pick<Run, 'id' | 'resellerId'>): Promise<void> {
  const [row] = await tx
    .update(panelAudits)
    .set({ readCount: 0, skippedCount: 0 })
    .where(fedBy(run))
    .returning({ id: panelAudits.id });
  if (!row) return;
  const found = and(eq(auditFindings.resellerId, run.resellerId), eq(auditFindings.auditId, row.id));
  await tx.delete(auditFindings).where(found);
}

/** The run's end is the audit's. */
export async function endFedAudit(
  tx: Executor,
  run: Pick<Run, 'id' | 'resellerId'>,
  { state, reason }: { state: 'done' | 'stopped'; reason: string | null },
  now: Date,
): Promise<void> {
  const [row] = await tx
    .update(panelAudits)
    .set({ state, reason, finishedAt: now })
    .where(fedBy(run))
    .returning({ id: panelAudits.id, serverId: panelAudits.serverId });
  if (row) await recordEnd(tx, { ...row, resellerId: run.resellerId }, { state, reason }, now);
}

const fedBy = ({ id, resellerId }: Pick<Run, 'id' | 'resellerId'>) =>
  and(eq(panelAudits.resellerId, resellerId), eq(panelAudits.runId, id), eq(panelAudits.state, 'running'));
