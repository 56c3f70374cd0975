import { ReceiptText } from 'lucide-react';
import { EmptyState } from '@/components/empty-state';
import { KeysetNav } from '@/components/pagination';
import { type Actor, allows } from '@/lib/auth/rules';
import { listInvoices } from '@/lib/invoices/queries';
import type { InvoiceFilters } from '@/lib/invoices/schema';
import { renewalViews } from '@/lib/renewals/queries';
import { dayOf } from '@/lib/time';
import { InvoiceTable } from './invoice-table';

type Props = { actor: Actor; filters: InvoiceFilters; now: Date };

/** The invoices of one view; the page around them does not wait for them. */
export async function InvoiceList({ actor, filters, now }: Props) {
  const zone = actor.reseller.timezone;
  const today = dayOf(now, zone);
  const { rows, next, previous } = await listInvoices(actor.resellerId, filters, today);
  const renewals = await renewalViews(actor.resellerId, { invoiceIds: rows.map((r) => r.id) }, now, zone);
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState
          icon={ReceiptText}
          title={filters.q ? 'Nenhuma fatura encontrada' : 'Nenhuma fatura aqui'}
        >
          {filters.q
            ? 'Confira a busca ou escolha outra visão acima.'
            : 'As faturas nascem sozinhas dias antes do vencimento de cada cliente; as avulsas você cria no botão acima.'}
        </EmptyState>
      ) : (
        <InvoiceTable
          rows={rows}
          renewals={renewals}
          today={today}
          zone={zone}
          mayPay={allows(actor.role, 'operator')}
        />
      )}
      <KeysetNav
        nextHref={next && href(filters, { after: next })}
        prevHref={previous && href(filters, { before: previous })}
      />
    </>
  );
}

/** The same view with something changed; another place always starts from the first page. */
export function href(filters: InvoiceFilters, change: Partial<InvoiceFilters>): string {
  const { q, tab, client } = { ...filters, ...change };
  const params = Object.entries({ q, tab, client, after: change.after, before: change.before });
  const query = new URLSearchParams(params.flatMap(([k, v]) => (v ? [[k, v]] : [])));
  return query.size > 0 ? `/invoices?${query}` : '/invoices';
}
