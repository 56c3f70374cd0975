import 'server-only';
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import { database } from '@/db/client';
import { clients } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { resellers } from '@/db/schema/resellers';
import { queueAlert } from '@/lib/channels/alerts/commands';
import { oneByOne, type Tally } from '@/lib/one-by-one';
import { dayOf } from '@/lib/time';
import { overdueAlert } from './messages';
import { overdueAt } from './queries';

type Told = { id: typeof resellers.$inferSelect.id; phone: string; timezone: string };

/**
 * Tells each reseller once of renewals that have no end after 48 h: one message for all that are new, at most
 * one a day. Who gave no company WhatsApp is told by the banner alone, and by message once they give it.
 */
export async function escalateOverdue(now: Date, total: Tally): Promise<void> {
  const untold = await database()
    .selectDistinct({ id: resellers.id, phone: resellers.phone, timezone: resellers.timezone })
    .from(renewalIntents)
    .innerJoin(resellers, eq(resellers.id, renewalIntents.resellerId))
    .where(and(overdueAt(now), isNull(renewalIntents.escalatedAt), isNotNull(resellers.phone)));
  await oneByOne(untold, total, async ({ phone, ...reseller }) =>
    phone ? tell({ ...reseller, phone }, now) : false,
  );
}

/** The mark and the message are one transaction: whichever caller comes first does both. */
async function tell({ id, phone, timezone }: Told, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    const open = await tx
      .select({
        id: renewalIntents.id,
        clientId: clients.id,
        name: clients.name,
        told: renewalIntents.escalatedAt,
      })
      .from(renewalIntents)
      .innerJoin(
        clients,
        and(eq(clients.resellerId, renewalIntents.resellerId), eq(clients.id, renewalIntents.clientId)),
      )
      .where(and(eq(renewalIntents.resellerId, id), overdueAt(now)))
      .orderBy(asc(renewalIntents.createdAt));
    const oldest = open.find((row) => !row.told);
    if (!oldest) return false;
    const alert = {
      resellerId: id,
      phone,
      clientId: oldest.clientId,
      period: dayOf(now, timezone),
      body: overdueAlert(open.length, open[0]?.name ?? oldest.name),
    };
    if (!(await queueAlert(tx, alert, now))) return false;
    await tx
      .update(renewalIntents)
      .set({ escalatedAt: now })
      .where(and(eq(renewalIntents.resellerId, id), overdueAt(now), isNull(renewalIntents.escalatedAt)));
    return true;
  });
}
