import 'server-only';
import { and, asc, desc, eq, gte, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { invoices, payments } from '@/db/schema/invoices';
import { resellers } from '@/db/schema/resellers';
import { panelPackages, servers } from '@/db/schema/servers';
import { likePattern, searchTerms } from '@/lib/search';
import type { Day } from '@/lib/time';
import { readCursor, writeCursor } from './rules';
import type { InvoiceFilters } from './schema';
import { unpaidRenewal } from './unpaid/queries';

const PAGE_SIZE = 50;

/**
 * One page of invoices by keyset on (due_on, id): what is owed comes soonest first, what is over latest first.
 * `today` is the reseller's day, for what is overdue.
 */
export async function listInvoices(resellerId: ResellerId, filters: InvoiceFilters, today: Day) {
  const after = readCursor(filters.after);
  const before = after ? null : readCursor(filters.before);
  const at = after ?? before;
  const soonestFirst = filters.tab === 'open' || filters.tab === 'overdue';
  const up = soonestFirst !== Boolean(before);
  const place =
    at &&
    sql`(${invoices.dueOn}, ${invoices.id}) ${sql.raw(up ? '>' : '<')} (${at.dueOn}::date, ${at.id}::uuid)`;
  const way = up ? asc : desc;
  const rows = await selectInvoices()
    .where(and(eq(invoices.resellerId, resellerId), ...filtered(filters, today), place ?? undefined))
    .orderBy(way(invoices.dueOn), way(invoices.id))
    .limit(PAGE_SIZE + 1);
  const more = rows.length > PAGE_SIZE;
  const page = rows.slice(0, PAGE_SIZE);
  if (before) page.reverse();
  const key = (row: InvoiceRow | undefined) => (row ? writeCursor(row) : null);
  return {
    rows: page,
    next: more || before ? key(page.at(-1)) : null,
    previous: (before ? more : after !== null) ? key(page[0]) : null,
  };
}

/** One invoice; null for an unknown or foreign id. */
export async function getInvoice(resellerId: ResellerId, id: string): Promise<InvoiceRow | null> {
  const [row] = await selectInvoices().where(and(eq(invoices.resellerId, resellerId), eq(invoices.id, id)));
  return row ?? null;
}

/** What marking it as paid will touch, from what is stored: no panel is asked. Null as above. */
export async function paymentSubject(resellerId: ResellerId, id: string) {
  const [row] = await database()
    .select({
      invoiceId: invoices.id,
      state: invoices.state,
      paidAt: payments.paidAt,
      paidByName: payments.paidByName,
      clientId: clients.id,
      clientName: clients.name,
      expiresAt: clients.expiresAt,
      panelExpiresAt: clients.panelExpiresAt,
      hasPhone: sql<boolean>`${clients.phone} is not null`,
      days: plans.days,
      serverName: servers.name,
      panelType: servers.panelType,
      circuit: servers.circuit,
      samePlanServer: sql<boolean>`coalesce(${plans.serverId} = ${servers.id}, false)`,
      packageId: plans.packageId,
      sold: panelPackages,
      period: invoices.period,
      dueOn: invoices.dueOn,
      zone: resellers.timezone,
    })
    .from(invoices)
    .innerJoin(resellers, eq(resellers.id, invoices.resellerId))
    .innerJoin(clients, eq(clients.id, invoices.clientId))
    .innerJoin(plans, eq(plans.id, clients.planId))
    .innerJoin(servers, eq(servers.id, clients.serverId))
    .leftJoin(
      panelPackages,
      and(eq(panelPackages.serverId, servers.id), eq(panelPackages.packageId, plans.packageId)),
    )
    .leftJoin(payments, and(eq(payments.invoiceId, invoices.id), isNull(payments.voidedAt)))
    .where(and(eq(invoices.resellerId, resellerId), eq(invoices.id, id)));
  if (!row) return null;
  return { ...row, byHand: await unpaidRenewal(database(), { resellerId, ...row }, row.zone) };
}

const selectInvoices = () =>
  database()
    .select({
      id: invoices.id,
      clientId: invoices.clientId,
      clientName: clients.name,
      planName: plans.name,
      serverName: servers.name,
      panelType: servers.panelType,
      amountCents: invoices.amountCents,
      currency: invoices.currency,
      dueOn: invoices.dueOn,
      period: invoices.period,
      state: invoices.state,
      paidAt: invoices.paidAt,
      paidByName: payments.paidByName,
      createdAt: invoices.createdAt,
    })
    .from(invoices)
    .innerJoin(clients, eq(clients.id, invoices.clientId))
    .innerJoin(plans, eq(plans.id, invoices.planId))
    .innerJoin(servers, eq(servers.id, clients.serverId))
    .leftJoin(payments, and(eq(payments.invoiceId, invoices.id), isNull(payments.voidedAt)));

export type InvoiceRow = Awaited<ReturnType<typeof selectInvoices>>[number];

function filtered({ q, tab, client }: InvoiceFilters, today: Day): (SQL | undefined)[] {
  const open = eq(invoices.state, 'open');
  const byTab = {
    open: and(open, gte(invoices.dueOn, today)),
    overdue: and(open, lt(invoices.dueOn, today)),
    paid: eq(invoices.state, 'paid'),
    cancelled: eq(invoices.state, 'cancelled'),
  };
  return [
    tab && byTab[tab],
    client ? eq(invoices.clientId, client) : undefined,
    ...searchTerms(q ?? '').map((term) => sql`${clients.search} like ${likePattern(term)}`),
  ];
}
