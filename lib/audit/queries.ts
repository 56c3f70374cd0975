import 'server-only';
import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { auditEvents } from '@/db/schema/resellers';

/** A client's timeline, newest first: payments, renewals, messages, edits; from `before` on, if given. */
export async function clientTimeline(
  resellerId: ResellerId,
  clientId: string,
  { before, limit = 30 }: { before?: { at: Date; id: string } | null; limit?: number } = {},
) {
  const rows = await database()
    .select(COLUMNS)
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.resellerId, resellerId),
        eq(auditEvents.clientId, clientId),
        ne(auditEvents.action, 'message.waiting'),
        before
          ? sql`(${auditEvents.at}, ${auditEvents.id}) < (${before.at.toISOString()}::timestamptz, ${before.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(limit + 1);
  return { events: rows.slice(0, limit), more: rows.length > limit };
}

/** A renewal that somebody made on the panel of `serverId` itself; its detail has the dates `from` and `to`, as ISO text. */
export const RENEWED_THERE = 'client.renewed_there';

/**
 * Whether the panel took back since what such an event gave, as it was proved or taken over here: it was nobody's. A date
 * that was only corrected by a day or two, or read in another zone, was not.
 */
export const takenBack = sql<boolean>`coalesce(${clients.panelReadAt} > ${auditEvents.at}
  and ${clients.panelExpiresAt} < (${auditEvents.detail} ->> 'to')::timestamptz - interval '3 days', false)`;

/** What happened to one thing and what belongs to it (an invoice and its renewals), newest first. */
export async function subjectTimeline(resellerId: ResellerId, subjectIds: string[]) {
  return database()
    .select(COLUMNS)
    .from(auditEvents)
    .where(and(eq(auditEvents.resellerId, resellerId), inArray(auditEvents.subjectId, subjectIds)))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(100);
}

const COLUMNS = {
  id: auditEvents.id,
  at: auditEvents.at,
  actorId: auditEvents.actorId,
  actorName: auditEvents.actorName,
  action: auditEvents.action,
  detail: auditEvents.detail,
};

export type TimelineEvent = Awaited<ReturnType<typeof clientTimeline>>['events'][number];
