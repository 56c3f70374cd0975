import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import { searchText } from '@/lib/search';
import type { BatchRow } from '../queries';
import type { Written } from '../run/queries';

/** What became of one line; kept with the client's change or not at all. */
export type Outcome = {
  n: number;
  state: 'created' | 'updated' | 'left' | 'removed' | 'restored' | 'kept';
  reason?: string;
  clientId?: string;
  before?: Record<string, unknown>;
  written?: string;
};

/** Writes many clients' fields in one statement; with the text they are found by. */
export async function writeClients(
  tx: Executor,
  { resellerId }: Pick<BatchRow, 'resellerId'>,
  written: (Written & { id: string; username: string })[],
): Promise<void> {
  if (written.length === 0) return;
  const rows = JSON.stringify(written.map((w) => ({ ...w, search: searchText(w) })));
  await tx.execute(sql`update clients c set name = v.name, email = v.email, phone = v.phone, notes = v.notes,
      plan_id = v."planId", expires_at = v."expiresAt", password_encrypted = v."passwordEncrypted", search = v.search
    from jsonb_to_recordset(${rows}::jsonb) as v(id uuid, name text, email text, phone text, notes text,
      "planId" uuid, "expiresAt" timestamptz, "passwordEncrypted" text, search text)
    where c.reseller_id = ${resellerId} and c.id = v.id`);
}

/** Keeps what became of the lines. */
export async function settleRows(tx: Executor, batch: BatchRow, outcomes: Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await onRows(
    tx,
    sql`update import_rows r set state = v.state, reason = v.reason,
      client_id = coalesce(v."clientId", r.client_id), before = coalesce(v.before, r.before),
      written = coalesce(v.written, r.written)
    from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb)
      as v(n int, state text, reason text, "clientId" uuid, before jsonb, written text)
    where r.reseller_id = ${batch.resellerId} and r.batch_id = ${batch.id} and r.n = v.n`,
  );
}

/**
 * Updates many lines of one batch by their numbers. Of a batch it has no statistics about, the planner
 * expects one line and walks through all numbers for each of 5 000: two seconds instead of twenty milliseconds.
 */
export async function onRows(tx: Executor, update: SQL): Promise<void> {
  await tx.execute(sql`set local enable_nestloop = off`);
  await tx.execute(update);
  await tx.execute(sql`set local enable_nestloop = on`);
}
