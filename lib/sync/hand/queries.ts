import 'server-only';
import { and, eq, inArray, not, sql } from 'drizzle-orm';
import type { Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { auditEvents } from '@/db/schema/resellers';
import { RENEWED_THERE, takenBack } from '@/lib/audit/queries';
import type { Known } from './rules';

/**
 * What is known here of clients of a server whose panel's date moved far; `noted`: the latest date that stands on the
 * timeline and was not taken back. Who has left the server meanwhile is not in it.
 */
export async function knownOf(
  tx: Executor,
  { resellerId, serverId }: { resellerId: ResellerId; serverId: string },
  ids: string[],
): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      id: clients.id,
      expiresAt: clients.expiresAt,
      panelExpiresAt: clients.panelExpiresAt,
      panelReadAt: clients.panelReadAt,
      planDays: plans.days,
    })
    .from(clients)
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .where(and(eq(clients.resellerId, resellerId), eq(clients.serverId, serverId), inArray(clients.id, ids)));
  const renewals = await tx
    .select({
      clientId: renewalIntents.clientId,
      state: renewalIntents.state,
      attempt: renewalIntents.attempt,
      expiresBefore: renewalIntents.expiresBefore,
      expiresAfter: renewalIntents.expiresAfter,
      periodMs: renewalIntents.periodMs,
      sentAt: renewalIntents.sentAt,
    })
    .from(renewalIntents)
    .where(and(eq(renewalIntents.resellerId, resellerId), inArray(renewalIntents.clientId, ids)));
  const noted = await tx
    .select({
      clientId: auditEvents.clientId,
      to: sql<Date>`max((${auditEvents.detail} ->> 'to')::timestamptz)`.mapWith(auditEvents.at),
    })
    .from(auditEvents)
    .innerJoin(
      clients,
      and(eq(clients.resellerId, auditEvents.resellerId), eq(clients.id, auditEvents.clientId)),
    )
    .where(
      and(
        eq(auditEvents.resellerId, resellerId),
        inArray(auditEvents.clientId, ids),
        eq(auditEvents.action, RENEWED_THERE),
        not(takenBack),
      ),
    )
    .groupBy(auditEvents.clientId);
  return new Map(
    rows.map(({ id, ...client }) => {
      const own = renewals.filter((renewal) => renewal.clientId === id);
      const to = noted.find((event) => event.clientId === id)?.to ?? null;
      return [id, { ...client, renewals: own, noted: to }];
    }),
  );
}
