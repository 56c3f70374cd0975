import { ReceiptText } from 'lucide-react';
import { EmptyState } from '@/components/empty-state';
import { SearchBox, Tabs } from '@/components/filters';
import { PageHeader } from '@/components/page-header';
import { KeysetNav } from '@/components/pagination';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { tallyWords } from '@/lib/bulk/payments/messages';
import { getClient } from '@/lib/clients/queries';
import { listInvoices } from '@/lib/invoices/queries';
import { type InvoiceFilters, invoiceFilters } from '@/lib/invoices/schema';
import { moneyInput } from '@/lib/money';
import { renewalViews } from '@/lib/renewals/queries';
import { dayOf } from '@/lib/time';
import { BulkLine } from '../bulk/watch-line';
import { NewInvoice } from './invoice-form';
import { InvoiceTable } from './invoice-table';
import { PixToReview } from './pix/review-line';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function InvoicesPage({ searchParams }: Props) {
  const actor = await pageGate();
  const filters = invoiceFilters.parse(await searchParams);
  const now = new Date();
  const { timezone, currency } = actor.reseller;
  const today = dayOf(now, timezone);
  const { rows, next, previous } = await listInvoices(actor.resellerId, filters, today);
  const renewals = await renewalViews(actor.resellerId, { invoiceIds: rows.map((r) => r.id) }, now, timezone);
  const client = filters.client ? await getClient(actor.resellerId, filters.client) : null;
  const choice = client && {
    value: client.id,
    label: client.name,
    amount: moneyInput(client.planPriceCents),
  };

  return (
    <>
      <PageHeader
        title="Faturas"
        description={
          client ? `Só as de ${client.name}.` : 'O que há para receber e o que cada pagamento renovou.'
        }
        actions={
          allows(actor.role, 'operator') && (
            <NewInvoice currency={currency} today={today} client={choice ?? undefined} />
          )
        }
      />
      <PixToReview resellerId={actor.resellerId} />
      <BulkLine
        resellerId={actor.resellerId}
        acts={['pay']}
        place="/invoices/bulk"
        tallyWords={tallyWords}
        now={now}
      />
      <Tabs items={tabs(filters)} />
      <div className="my-4 flex gap-2">
        <SearchBox placeholder="Nome, telefone ou usuário" />
      </div>
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
          zone={timezone}
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

const TAB_WORDS = [
  { tab: undefined, label: 'Todas' },
  { tab: 'open', label: 'Em aberto' },
  { tab: 'overdue', label: 'Vencidas' },
  { tab: 'paid', label: 'Pagas' },
  { tab: 'cancelled', label: 'Canceladas' },
] as const;

const tabs = (filters: InvoiceFilters) =>
  TAB_WORDS.map(({ tab, label }) => ({ label, href: href(filters, { tab }), current: filters.tab === tab }));

/** The same view with something changed; another place always starts from the first page. */
function href(filters: InvoiceFilters, change: Partial<InvoiceFilters>): string {
  const { q, tab, client } = { ...filters, ...change };
  const params = Object.entries({ q, tab, client, after: change.after, before: change.before });
  const query = new URLSearchParams(params.flatMap(([k, v]) => (v ? [[k, v]] : [])));
  return query.size > 0 ? `/invoices?${query}` : '/invoices';
}
