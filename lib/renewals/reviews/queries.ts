import 'server-only';
import { and, eq, gte, inArray, isNull, max, ne, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { payments, renewalIntents } from '@/db/schema/invoices';
import { panelPackages, servers } from '@/db/schema/servers';
import { minDeltaOf, periodOf } from '../rules';
import { type Base, baseOf } from './rules';

type Row = typeof renewalIntents.$inferSelect;

/** The date this renewal has to have moved the panel from; null when nobody ever knew one. */
export async function readBase(row: Row, tx: Executor = database()): Promise<Base | null> {
  const [paid] = await tx
    .select({ from: payments.expiryBefore })
    .from(payments)
    .where(
      and(
        eq(payments.resellerId, row.resellerId),
        eq(payments.invoiceId, row.invoiceId),
        isNull(payments.voidedAt),
      ),
    );
  return baseOf({
    own: row.expiresBefore ?? row.expiresFirst,
    lastKnown: row.lastKnownExpiry,
    paidFrom: paid?.from ?? null,
    claimed: row.state === 'review' || row.state === 'rejected' ? await claimedSince(row, tx) : null,
  });
}

/** The furthest date that another renewal of this customer has proved since; later ones say nothing of what has ended. */
export async function claimedSince(row: Row, tx: Executor): Promise<Date | null> {
  const [others] = await tx
    .select({ claimed: max(renewalIntents.expiresAfter) })
    .from(renewalIntents)
    .where(
      and(
        eq(renewalIntents.resellerId, row.resellerId),
        eq(renewalIntents.serverId, row.serverId),
        eq(renewalIntents.panelUsername, row.panelUsername),
        eq(renewalIntents.state, 'verified'),
        ne(renewalIntents.id, row.id),
        // Before that, its date was in what this one read or knew.
        gte(renewalIntents.verifiedAt, row.sentAt ?? row.createdAt),
      ),
    );
  return others?.claimed ?? null;
}

/** Whether another renewal of this customer is on its way: a date that moves now may be that one's. */
export async function anotherMoves(row: Row, tx: Executor): Promise<boolean> {
  const others = await tx
    .select({ one: sql`1` })
    .from(renewalIntents)
    .where(
      and(
        eq(renewalIntents.resellerId, row.resellerId),
        eq(renewalIntents.serverId, row.serverId),
        eq(renewalIntents.panelUsername, row.panelUsername),
        inArray(renewalIntents.state, ['sending', 'unknown']),
        ne(renewalIntents.id, row.id),
      ),
    )
    .limit(1);
  return others.length > 0;
}

/** The client's plan of today, on this renewal's own server; another package is proved by its own length. */
export async function asSoldNow(row: Row, tx: Executor): Promise<Partial<Row>> {
  const [fresh] = await tx
    .select({
      packageId: plans.packageId,
      days: plans.days,
      username: clients.username,
      version: servers.version,
      sold: panelPackages,
    })
    .from(clients)
    .innerJoin(plans, and(eq(plans.id, clients.planId), eq(plans.serverId, clients.serverId)))
    .innerJoin(servers, eq(servers.id, clients.serverId))
    .leftJoin(
      panelPackages,
      and(eq(panelPackages.serverId, servers.id), eq(panelPackages.packageId, plans.packageId)),
    )
    .where(
      and(
        eq(clients.resellerId, row.resellerId),
        eq(clients.id, row.clientId),
        eq(clients.serverId, row.serverId),
      ),
    );
  if (!fresh?.packageId) return {};
  const { packageId } = fresh;
  const periodMs = packageId === row.packageId ? row.periodMs : periodOf(fresh.sold, fresh.days);
  const length = { periodMs, minDeltaMs: minDeltaOf(periodMs) };
  return { packageId, panelUsername: fresh.username, serverVersion: fresh.version, ...length };
}

/** The base of a renewal for a screen, with how far a renewal has to move it; null for an unknown or foreign id. */
export async function reviewBase(
  resellerId: ResellerId,
  id: string,
): Promise<{ base: Base | null; minDeltaMs: number } | null> {
  const [row] = await database()
    .select()
    .from(renewalIntents)
    .where(and(eq(renewalIntents.resellerId, resellerId), eq(renewalIntents.id, id)));
  return row ? { base: await readBase(row), minDeltaMs: row.minDeltaMs } : null;
}
