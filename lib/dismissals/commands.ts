import 'server-only';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import { newId } from '@/db/ids';
import { dismissals } from '@/db/schema/dismissals';
import { type AuditEntry, type Doer, recordAudit } from '@/lib/audit/commands';
import { type DismissedKind, WAITS_IN } from './rules';

/** A renewal is closed instead, which frees its customer's place. */
type Kind = Exclude<DismissedKind, 'renewal'>;
type Noted = { kind: DismissedKind; rowId: string; was: string; asOf: Date; because: string };

/** Puts a dismissal down in the caller's transaction; one that no longer stood is replaced. */
export async function noteDismissal(tx: Executor, doer: Doer, noted: Noted, now: Date): Promise<void> {
  const { resellerId, userName } = doer;
  const said = { was: noted.was, asOf: noted.asOf, because: noted.because, userName, createdAt: now };
  await tx
    .insert(dismissals)
    .values({ id: newId(), resellerId, kind: noted.kind, rowId: noted.rowId, ...said })
    .onConflictDoUpdate({
      target: [dismissals.resellerId, dismissals.kind, dismissals.rowId],
      set: said,
    });
}

/** Takes a dismissal back in the caller's transaction, and answers it; null when there is none. */
export async function takeBackDismissal(tx: Executor, doer: Doer, kind: DismissedKind, rowId: string) {
  const [row] = await tx
    .delete(dismissals)
    .where(
      and(eq(dismissals.resellerId, doer.resellerId), eq(dismissals.kind, kind), eq(dismissals.rowId, rowId)),
    )
    .returning();
  return row ?? null;
}

/**
 * *Dispensar*: what waits for a person leaves the board. Its row stays as it is, so nothing is claimed and
 * nothing is sent. False when it is absent, another reseller's, or no longer waits. The row is held meanwhile:
 * a retry at the same moment comes before it, and then there is nothing to dismiss, or after it, and ends it.
 */
export async function dismiss(
  doer: Doer,
  { kind, id, because }: { kind: Kind; id: string; because: string },
  now: Date,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const row = await held(tx, doer, kind, id);
    if (!row || !(WAITS_IN[kind] as readonly string[]).includes(row.state)) return false;
    const noted = { kind, rowId: id, was: row.state, asOf: new Date(row.as_of), because };
    await noteDismissal(tx, doer, noted, now);
    await recordAudit(tx, doer, { action: 'delivery.dismissed', ...aboutOf(kind, row, { because }) }, now);
    return true;
  });
}

/** *Trazer de volta*: on the board again, as it was. False when it was not off it. */
export async function bringBack(doer: Doer, { kind, id }: { kind: Kind; id: string }, now: Date) {
  return database().transaction(async (tx) => {
    const row = await held(tx, doer, kind, id);
    if (!row || !(await takeBackDismissal(tx, doer, kind, id))) return false;
    await recordAudit(tx, doer, { action: 'delivery.brought_back', ...aboutOf(kind, row, {}) }, now);
    return true;
  });
}

type Row = {
  id: string;
  state: string;
  as_of: string;
  client_id: string | null;
  subject: string;
  label: string;
};

const FROM: Record<Kind, SQL> = {
  account: sql`select id, state, next_run_at as as_of, client_id, client_id as subject, kind as label from account_tasks`,
  sheet: sql`select id, state, next_run_at as as_of, null as client_id, coalesce(sheet_id, id) as subject,
    reference as label from sheet_rows`,
  message: sql`select id, state, next_run_at as as_of, client_id, id as subject, kind as label from messages`,
};

async function held(tx: Executor, doer: Doer, kind: Kind, id: string): Promise<Row | null> {
  const [row] = await tx.execute<Row>(
    sql`${FROM[kind]} where reseller_id = ${doer.resellerId} and id = ${id}::uuid for update`,
  );
  return row ?? null;
}

const SUBJECT = { account: 'client', sheet: 'sheet', message: 'message' } as const satisfies Record<
  Kind,
  AuditEntry['subjectType']
>;
const aboutOf = (kind: Kind, row: Row, detail: Record<string, unknown>) => ({
  ...{ subjectType: SUBJECT[kind], subjectId: row.subject, clientId: row.client_id },
  detail: { ...detail, kind, id: row.id, what: row.label, state: row.state },
});
