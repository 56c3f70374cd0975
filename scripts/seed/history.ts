import { database } from '@/db/client';
import { newId } from '@/db/ids';
import type { clients } from '@/db/schema/clients';
import { invoices, payments, renewalIntents } from '@/db/schema/invoices';
import { recordAudit } from '@/lib/audit/commands';
import { fingerprint, randomToken, seal } from '@/lib/crypto';
import { minDeltaOf } from '@/lib/renewals/rules';
import { listPackages } from '@/lib/servers/queries';
import { addDays, DAY_MS, dayOf, HOUR_MS } from '@/lib/time';
import type { Shop } from './shop';

const MONTHS_BACK_DAYS = 100;

/** The payments that brought a client to the date it has: one paid invoice and proved renewal per period. */
export async function writeHistory(shop: Shop, client: typeof clients.$inferSelect): Promise<void> {
  const { doer, timezone } = shop;
  const plan = shop.plans.find(({ id }) => id === client.planId);
  if (!plan) return;
  const { resellerId } = doer;
  const sold = (await listPackages(resellerId, client.serverId)).find((p) => p.packageId === plan.packageId);
  await database().transaction(async (tx) => {
    for (let back = plan.days; back <= Math.max(MONTHS_BACK_DAYS, plan.days); back += plan.days) {
      const before = addDays(client.expiresAt, -back, timezone);
      const after = addDays(before, plan.days, timezone);
      // People pay a little before or after the day; the same ones always the same way.
      const paidAt = new Date(before.getTime() - DAY_MS - (client.username.length % 7) * 5 * HOUR_MS);
      const [invoiceId, intentId, token] = [newId(), newId(), randomToken()];
      const subject = { resellerId, clientId: client.id };
      const amount = { amountCents: plan.priceCents, currency: 'BRL' as const };
      await tx.insert(invoices).values({
        ...subject,
        ...amount,
        id: invoiceId,
        planId: plan.id,
        dueOn: dayOf(before, timezone),
        period: dayOf(before, timezone),
        state: 'paid',
        paidAt,
        createdAt: new Date(paidAt.getTime() - 6 * DAY_MS),
        linkHash: fingerprint(token),
        linkEncrypted: seal(token, { resellerId, recordId: invoiceId, column: 'link' }),
      });
      await tx.insert(payments).values({
        ...amount,
        id: intentId,
        resellerId,
        invoiceId,
        source: 'manual',
        paidByName: 'Ana Estrela',
        paidAt,
        expiryBefore: before,
        expiryAfter: after,
      });
      const entry = { subjectType: 'invoice' as const, subjectId: invoiceId, clientId: client.id };
      const who = { ...doer, userName: 'Ana Estrela' };
      await recordAudit(tx, who, { ...entry, action: 'invoice.paid', detail: { expiresAt: after } }, paidAt);
      if (!plan.packageId) continue;
      await tx.insert(renewalIntents).values({
        ...subject,
        id: intentId,
        invoiceId,
        serverId: client.serverId,
        serverVersion: 1,
        panelUsername: client.username,
        packageId: plan.packageId,
        state: 'verified',
        attempt: 1,
        notBefore: paidAt,
        nextRunAt: paidAt,
        expiresFirst: before,
        expiresBefore: before,
        expiresAfter: after,
        panelSaidOk: true,
        periodMs: plan.days * DAY_MS,
        minDeltaMs: minDeltaOf(plan.days * DAY_MS),
        sentAt: paidAt,
        credits: sold?.credits ?? null,
        verifiedAt: paidAt,
        createdAt: paidAt,
      });
    }
  });
}
