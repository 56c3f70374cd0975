import 'server-only';
import { and, asc, desc, eq, gte, inArray, isNull, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { bulkPaymentRows, bulkPayments } from '@/db/schema/bulk';
import { clients, plans } from '@/db/schema/clients';
import { invoices, payments } from '@/db/schema/invoices';
import { panelPackages, servers } from '@/db/schema/servers';
import type { BulkSubject, RowReason, Tally } from './rules';

/** What paying some invoices will touch, from what is stored; foreign ids are simply not there. */
export async function bulkSubjects(resellerId: ResellerId, invoiceIds: string[]): Promise<BulkSubject[]> {
  const rows = await database()
    .select({
      state: invoices.state,
      amountCents: invoices.amountCents,
      currency: invoices.currency,
      hasPhone: sql<boolean>`${clients.phone} is not null`,
      serverName: servers.name,
      panelType: servers.panelType,
      samePlanServer: sql<boolean>`coalesce(${plans.serverId} = ${servers.id}, false)`,
      packageId: plans.packageId,
      sold: panelPackages,
    })
    .from(invoices)
    .innerJoin(clients, eq(clients.id, invoices.clientId))
    .innerJoin(plans, eq(plans.id, clients.planId))
    .innerJoin(servers, eq(servers.id, clients.serverId))
    .leftJoin(
      panelPackages,
      and(eq(panelPackages.serverId, servers.id), eq(panelPackages.packageId, plans.packageId)),
    )
    .where(and(eq(invoices.resellerId, resellerId), inArray(invoices.id, invoiceIds)));
  return rows.map((row) => ({ ...row, credits: row.sold?.credits ?? null }));
}

/** One batch with what became of each row, in the order it was asked; null for an unknown or foreign id. */
export async function getBulk(resellerId: ResellerId, bulkId: string) {
  const [bulk] = await database()
    .select()
    .from(bulkPayments)
    .where(and(eq(bulkPayments.resellerId, resellerId), eq(bulkPayments.id, bulkId)));
  if (!bulk) return null;
  const rows = await selectRows()
    .where(and(eq(bulkPaymentRows.resellerId, resellerId), eq(bulkPaymentRows.bulkId, bulkId)))
    .orderBy(asc(bulkPaymentRows.position));
  const tally: Tally = { pending: 0, paid: 0, skipped: 0, failed: 0 };
  for (const row of rows) tally[row.state]++;
  return { bulk, tally, rows: rows.map((row) => ({ ...row, reason: row.reason as RowReason | null })) };
}

export type Bulk = NonNullable<Awaited<ReturnType<typeof getBulk>>>;

/** The latest batch since an instant that still runs or has rows to try again; null when there is none. */
export async function bulkToWatch(resellerId: ResellerId, since: Date) {
  const [found] = await database()
    .select({
      id: bulkPayments.id,
      createdAt: bulkPayments.createdAt,
      pending: counted('pending'),
      paid: counted('paid'),
      skipped: counted('skipped'),
      failed: counted('failed'),
    })
    .from(bulkPayments)
    .innerJoin(bulkPaymentRows, eq(bulkPaymentRows.bulkId, bulkPayments.id))
    .where(and(eq(bulkPayments.resellerId, resellerId), gte(bulkPayments.createdAt, since)))
    .groupBy(bulkPayments.id)
    .having(sql`bool_or(${bulkPaymentRows.state} in ('pending', 'failed'))`)
    .orderBy(desc(bulkPayments.id))
    .limit(1);
  return found ?? null;
}

const counted = (state: keyof Tally) =>
  sql<number>`count(*) filter (where ${bulkPaymentRows.state} = ${state})::int`;

const selectRows = () =>
  database()
    .select({
      id: bulkPaymentRows.id,
      invoiceId: bulkPaymentRows.invoiceId,
      state: bulkPaymentRows.state,
      reason: bulkPaymentRows.reason,
      clientName: clients.name,
      amountCents: invoices.amountCents,
      currency: invoices.currency,
      paidByName: payments.paidByName,
      paidAt: payments.paidAt,
    })
    .from(bulkPaymentRows)
    .innerJoin(invoices, eq(invoices.id, bulkPaymentRows.invoiceId))
    .innerJoin(clients, eq(clients.id, invoices.clientId))
    .leftJoin(payments, and(eq(payments.invoiceId, invoices.id), isNull(payments.voidedAt)));
