import 'server-only';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { bulkRows } from '@/db/schema/bulk';
import { clients, plans } from '@/db/schema/clients';
import { invoices, payments } from '@/db/schema/invoices';
import { panelPackages, servers } from '@/db/schema/servers';
import { findBulk } from '../queries';
import type { BulkSubject, PayReason } from './rules';

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

/** One batch of payments with what became of each row, in the order it was asked; null for an unknown or foreign id. */
export async function getPayments(resellerId: ResellerId, bulkId: string) {
  const found = await findBulk(resellerId, bulkId, ['pay']);
  if (!found) return null;
  const rows = await selectRows()
    .where(and(eq(bulkRows.resellerId, resellerId), eq(bulkRows.bulkId, bulkId)))
    .orderBy(asc(bulkRows.position));
  return { ...found, rows: rows.map((row) => ({ ...row, reason: row.reason as PayReason | null })) };
}

export type BulkPayments = NonNullable<Awaited<ReturnType<typeof getPayments>>>;

const selectRows = () =>
  database()
    .select({
      id: bulkRows.id,
      invoiceId: invoices.id,
      state: bulkRows.state,
      reason: bulkRows.reason,
      clientName: clients.name,
      amountCents: invoices.amountCents,
      currency: invoices.currency,
      paidByName: payments.paidByName,
      paidAt: payments.paidAt,
    })
    .from(bulkRows)
    .innerJoin(invoices, eq(invoices.id, bulkRows.invoiceId))
    .innerJoin(clients, eq(clients.id, invoices.clientId))
    .leftJoin(payments, and(eq(payments.invoiceId, invoices.id), isNull(payments.voidedAt)));
