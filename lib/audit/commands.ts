import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { auditEvents } from '@/db/schema/resellers';

/** Who acts: a signed-in person, or the product itself. */
export type Doer = { resellerId: ResellerId; userId: string | null; userName: string };

export type AuditEntry = {
  action: string;
  subjectType:
    | 'client'
    | 'invoice'
    | 'renewal'
    | 'server'
    | 'plan'
    | 'message'
    | 'user'
    | 'channel'
    | 'reseller'
    | 'import'
    | 'bulk'
    | 'package'
    | 'group'
    | 'sheet'
    | 'receipt'
    | 'sync';
  subjectId: string;
  clientId?: string | null;
  /** Before and after. Never a token, a password or a phone's full answer. */
  detail?: Record<string, unknown>;
};

/** The product acting on its own for one reseller: worker, cron. */
export const system = (resellerId: ResellerId): Doer => ({
  resellerId,
  userId: null,
  userName: 'UltraGestor',
});

/** Writes what was done, in the transaction that does it. */
export async function recordAudit(tx: Executor, doer: Doer, entry: AuditEntry, now: Date): Promise<void> {
  await recordAudits(tx, doer, [entry], now);
}

/** `recordAudit` for a file all of whose acts are about one kind of thing. */
export const auditOf =
  (subjectType: AuditEntry['subjectType']) =>
  (
    tx: Executor,
    doer: Doer,
    subjectId: string,
    action: string,
    detail: Record<string, unknown>,
    now: Date,
  ): Promise<void> =>
    recordAudit(tx, doer, { action, subjectType, subjectId, detail }, now);

/** The same for many acts at once, in one statement. */
export async function recordAudits(
  tx: Executor,
  doer: Doer,
  entries: AuditEntry[],
  now: Date,
): Promise<void> {
  if (entries.length === 0) return;
  await tx.insert(auditEvents).values(
    entries.map((entry) => ({
      resellerId: doer.resellerId,
      at: now,
      actorId: doer.userId,
      actorName: doer.userName,
      action: entry.action,
      subjectType: entry.subjectType,
      subjectId: entry.subjectId,
      clientId: entry.clientId ?? null,
      detail: entry.detail ?? {},
    })),
  );
}
