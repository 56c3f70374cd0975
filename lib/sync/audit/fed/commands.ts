import 'server-only';
import { and, count, eq, inArray, lt, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Executor } from '@/db/client';
import { renewalIntents } from '@/db/schema/invoices';
import { auditFindings, panelAudits } from '@/db/schema/sync';
import { recordAudit, system } from '@/lib/audit/commands';
import type { CustomerReading } from '@/lib/panels/rules';
import type { RunRow } from '../../runs/commands';
import { zoneOf } from '../../runs/queries';
import { auditDay } from '../../schedule/rules';
import { judge, type Known } from '../rules';

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
  if (!made) return;
  await tx
    .update(panelAudits)
    .set({ state: 'stopped', finishedAt: now, leaseUntil: null })
    .where(
      and(eq(panelAudits.serverId, serverId), eq(panelAudits.state, 'running'), lt(panelAudits.day, day)),
    );
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
  const renewals = await renewalsByClient(tx, run, read);
  const findings = read.flatMap(({ clientId, reading, planDays, panelExpiresAt }) => {
    const seen = reading.kind === 'found' ? reading.customer.expiresAt : null;
    // Found, but without a date that can be read: nothing can be said.
    if (reading.kind === 'found' && !seen) return [];
    const known = { panelExpiresAt, planDays, renewals: renewals.get(clientId) ?? [] };
    const of = { resellerId: run.resellerId, auditId: row.id, clientId };
    return judge(known, seen, now).map((finding) => ({ ...of, ...finding }));
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
  if (row) await tx.delete(auditFindings).where(eq(auditFindings.auditId, row.id));
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
  if (!row) return;
  const [found] = await tx
    .select({ n: count() })
    .from(auditFindings)
    .where(eq(auditFindings.auditId, row.id));
  const entry = { action: 'server.audited', subjectType: 'server', subjectId: row.serverId } as const;
  await recordAudit(
    tx,
    system(run.resellerId),
    { ...entry, detail: { state, reason, found: found?.n ?? 0 } },
    now,
  );
}

const fedBy = ({ id, resellerId }: Pick<Run, 'id' | 'resellerId'>) =>
  and(eq(panelAudits.resellerId, resellerId), eq(panelAudits.runId, id), eq(panelAudits.state, 'running'));

/** Renewals as they were sent, the newest first; cancelled ones left out. */
async function renewalsByClient(
  tx: Executor,
  { resellerId }: Run,
  heard: Heard[],
): Promise<Map<string, Known['renewals']>> {
  const ids = heard.map(({ clientId }) => clientId);
  const rows = await tx
    .select()
    .from(renewalIntents)
    .where(
      and(
        eq(renewalIntents.resellerId, resellerId),
        inArray(renewalIntents.clientId, ids),
        sql`${renewalIntents.state} <> 'cancelled'`,
      ),
    )
    .orderBy(sql`${renewalIntents.createdAt} desc`);
  const byClient = new Map<string, Known['renewals']>();
  for (const row of rows) byClient.set(row.clientId, [...(byClient.get(row.clientId) ?? []), row]);
  return byClient;
}
