import 'server-only';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { plans } from '@/db/schema/clients';
import { importBatches, importRows } from '@/db/schema/imports';
import { servers } from '@/db/schema/servers';
import { fingerprint } from '@/lib/crypto';
import type { ImportRefusal, Verdict } from '../messages';
import { type BatchRow, openCells, ownBatch, rowsOf } from '../queries';
import { onRows } from '../rows/commands';
import { readRow } from '../rows/schema';
import { knownUsernames, type Target, targetOf } from './queries';

export type Checked = { ok: true } | { ok: false; reason: ImportRefusal };
type Mapping = {
  id: string;
  fields: readonly string[];
  serverId: string;
  planId: string;
  existing: 'update' | 'skip';
  onPanel: boolean;
};
const PART = 1_000;
const MAX_NAMES = 50;

/** Keeps what the columns are and where the clients go, and reads every line by it: the dry run. */
export async function mapImport(resellerId: ResellerId, mapping: Mapping, now: Date): Promise<Checked> {
  const { id, serverId, existing } = mapping;
  return whileOpen(resellerId, id, async (tx, batch) => {
    const planId = mapping.planId || null;
    const refusal = await misplaced(tx, resellerId, serverId, planId);
    if (refusal) return { ok: false, reason: refusal };
    const fields = batch.headKeys.map((_, at) => mapping.fields[at] || null);
    const moved = batch.serverId !== serverId;
    const set = { fields, serverId, planId, existing, onPanel: mapping.onPanel };
    const planNames = moved ? {} : batch.planNames;
    return recheck(tx, { ...batch, ...set, planNames }, now);
  });
}

/** Runs a change of a batch that has not started, alone with it. */
export async function whileOpen(
  resellerId: ResellerId,
  id: string,
  change: (tx: Executor, batch: BatchRow) => Promise<Checked>,
): Promise<Checked> {
  return database().transaction(async (tx) => {
    const [batch] = await tx.select().from(importBatches).where(ownBatch(resellerId, id)).for('update');
    if (!batch) return { ok: false, reason: 'absent' };
    if (batch.state !== 'mapping' && batch.state !== 'checked') return { ok: false, reason: 'busy' };
    return change(tx, batch);
  });
}

async function misplaced(
  tx: Executor,
  resellerId: ResellerId,
  serverId: string,
  planId: string | null,
): Promise<ImportRefusal | null> {
  const live = and(eq(servers.resellerId, resellerId), eq(servers.id, serverId), isNull(servers.archivedAt));
  const [server] = await tx.select({ id: servers.id }).from(servers).where(live);
  if (!server) return 'server_absent';
  if (!planId) return null;
  const fits = and(
    eq(plans.resellerId, resellerId),
    eq(plans.id, planId),
    eq(plans.serverId, serverId),
    isNull(plans.archivedAt),
  );
  const [plan] = await tx.select({ id: plans.id }).from(plans).where(fits);
  return plan ? null : 'plan_absent';
}

/** Reads all lines by a changed batch, and keeps both. */
export async function recheck(tx: Executor, batch: BatchRow, now: Date): Promise<Checked> {
  const target = await targetOf(tx, batch, now);
  if (!target) return { ok: false, reason: 'server_absent' };
  const rows = await tx.select().from(importRows).where(rowsOf(batch)).orderBy(asc(importRows.n));
  const unknownPlans = await judge(tx, batch, target, rows);
  const { fields, serverId, planId, existing, onPanel, planNames } = batch;
  const set = { fields, serverId, planId, existing, onPanel, planNames, unknownPlans };
  await tx
    .update(importBatches)
    .set({ ...set, state: 'checked' })
    .where(ownBatch(batch.resellerId, batch.id));
  return { ok: true };
}

/** Gives each line its verdict; answers the plan names that mean nothing, with how often they occur. */
export async function judge(
  tx: Executor,
  batch: BatchRow,
  target: Target,
  rows: (typeof importRows.$inferSelect)[],
): Promise<Record<string, number>> {
  const read = rows.map((row) => {
    const result = readRow(openCells(batch.resellerId, batch.id, row.n, row.cellsSealed), target);
    const username = (result.ok ? result.values.username : result.username).toLowerCase();
    return { row, result, username };
  });
  const usernames = [...new Set(read.filter((r) => r.result.ok).map((r) => r.username))];
  const known = await knownUsernames(tx, batch.resellerId, target.serverId, usernames);
  const seen = new Set<string>();
  const unknown = new Map<string, number>();
  const verdicts = read.map(({ row, result, username }) => {
    const key = username ? keyOf(batch.id, username) : null;
    if (!result.ok) {
      const plan = result.unknownPlan;
      if (plan && (unknown.has(plan) || unknown.size < MAX_NAMES))
        unknown.set(plan, (unknown.get(plan) ?? 0) + 1);
      return { n: row.n, key, verdict: 'error' satisfies Verdict, problems: result.problems };
    }
    const first = known.has(username) ? (batch.existing === 'update' ? 'update' : 'known') : 'new';
    const verdict: Verdict = seen.has(username) ? 'twice' : first;
    if (!row.skip) seen.add(username);
    return { n: row.n, key, verdict, problems: {} };
  });
  for (let at = 0; at < verdicts.length; at += PART) {
    await onRows(
      tx,
      sql`update import_rows r set verdict = v.verdict, problems = v.problems, key = v.key
      from jsonb_to_recordset(${JSON.stringify(verdicts.slice(at, at + PART))}::jsonb)
        as v(n int, key text, verdict text, problems jsonb)
      where r.reseller_id = ${batch.resellerId} and r.batch_id = ${batch.id} and r.n = v.n`,
    );
  }
  return Object.fromEntries(unknown);
}

/** What makes two lines the same account; the batch in it keeps the hash from being compared with others. */
export const keyOf = (batchId: string, username: string): string =>
  fingerprint(`${batchId}:${username.toLowerCase()}`);
