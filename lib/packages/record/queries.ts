import 'server-only';
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { packageSlots, packageSubscriptions } from '@/db/schema/packages';
import { auditEvents } from '@/db/schema/resellers';
import { sheetRows, sheets } from '@/db/schema/sheets';
import type { TimelineEvent } from '@/lib/audit/queries';
import type { Cursor } from '@/lib/clients/rules';
import { unseal } from '@/lib/crypto';

/** One package with its group; null for an unknown or foreign id. */
export async function packageRecord(resellerId: ResellerId, id: string) {
  const [row] = await database()
    .select({ subscription: packageSubscriptions, groupName: groups.name })
    .from(packageSubscriptions)
    .leftJoin(
      groups,
      and(
        eq(groups.resellerId, packageSubscriptions.resellerId),
        eq(groups.id, packageSubscriptions.groupId),
      ),
    )
    .where(and(eq(packageSubscriptions.resellerId, resellerId), eq(packageSubscriptions.id, id)));
  if (!row) return null;
  const { linkEncrypted, linkHash: _, ...subscription } = row.subscription;
  return {
    ...subscription,
    groupName: row.groupName,
    /** The public page's path, for the reseller to send. */
    link: `/v/${unseal(linkEncrypted, { resellerId, recordId: id, column: 'link' })}`,
  };
}

export type PackageRecord = NonNullable<Awaited<ReturnType<typeof packageRecord>>>;

/** All renewals of a package, first to last. */
export const packageSlotsOf = (resellerId: ResellerId, subscriptionId: string) =>
  database()
    .select()
    .from(packageSlots)
    .where(and(eq(packageSlots.resellerId, resellerId), eq(packageSlots.subscriptionId, subscriptionId)))
    .orderBy(asc(packageSlots.k));

export type RecordSlot = Awaited<ReturnType<typeof packageSlotsOf>>[number];

/** Every row of a package in a book: of its renewals, and (`slotId` null) of the package itself. */
export const packageRows = (resellerId: ResellerId, subscriptionId: string) =>
  database()
    .select({
      id: sheetRows.id,
      slotId: sheetRows.slotId,
      book: sheetRows.book,
      reference: sheetRows.reference,
      value: sheetRows.value,
      state: sheetRows.state,
      attempts: sheetRows.attempts,
      reason: sheetRows.reason,
      evidence: sheetRows.evidence,
      doneAt: sheetRows.doneAt,
      nextRunAt: sheetRows.nextRunAt,
      phoneState: sheetRows.phoneState,
      phoneAt: sheetRows.phoneAt,
      createdAt: sheetRows.createdAt,
      /** Null: the built-in book. */
      sheet: sheets.shown,
    })
    .from(sheetRows)
    .leftJoin(sheets, and(eq(sheets.resellerId, sheetRows.resellerId), eq(sheets.id, sheetRows.sheetId)))
    .where(and(eq(sheetRows.resellerId, resellerId), eq(sheetRows.subscriptionId, subscriptionId)))
    .orderBy(asc(sheetRows.book), asc(sheetRows.id));

export type RecordRow = Awaited<ReturnType<typeof packageRows>>[number];

const PAGE = 30;

/** What happened to a package, newest first, a page at a time and never cut; from `before` on, if given. */
export async function packageEvents(
  resellerId: ResellerId,
  id: string,
  before: Cursor | null,
): Promise<{ events: TimelineEvent[]; more: boolean }> {
  const rows = await database()
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      actorId: auditEvents.actorId,
      actorName: auditEvents.actorName,
      action: auditEvents.action,
      detail: auditEvents.detail,
    })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.resellerId, resellerId),
        eq(auditEvents.subjectType, 'package'),
        eq(auditEvents.subjectId, id),
        before
          ? sql`(${auditEvents.at}, ${auditEvents.id}) < (${before.at.toISOString()}::timestamptz, ${before.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(PAGE + 1);
  return { events: rows.slice(0, PAGE), more: rows.length > PAGE };
}
