import { Suspense } from 'react';
import { SearchBox, Tabs } from '@/components/filters';
import { PageHeader } from '@/components/page-header';
import { TableSkeleton } from '@/components/skeleton';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { tallyWords } from '@/lib/bulk/payments/messages';
import { getClient } from '@/lib/clients/queries';
import { type InvoiceFilters, invoiceFilters } from '@/lib/invoices/schema';
import { moneyInput } from '@/lib/money';
import { dayOf } from '@/lib/time';
import { BulkLine } from '../bulk/watch-line';
import { NewInvoice } from './invoice-form';
import { href, InvoiceList } from './invoice-list';
import { PixToReview } from './pix/review-line';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function InvoicesPage({ searchParams }: Props) {
  const actor = await pageGate();
  const filters = invoiceFilters.parse(await searchParams);
  const now = new Date();
  const { timezone, currency } = actor.reseller;
  const today = dayOf(now, timezone);
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
      <Suspense fallback={<TableSkeleton />}>
        <InvoiceList actor={actor} filters={filters} now={now} />
      </Suspense>
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
