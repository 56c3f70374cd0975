import { PackageCheck } from 'lucide-react';
import { validate } from 'uuid';
import { Badge } from '@/components/badge';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { KeysetNav } from '@/components/pagination';
import { DataTable } from '@/components/table';
import { accountsToReview } from '@/lib/accounts/queries';
import { pageGate } from '@/lib/auth/gates';
import { pixToReview } from '@/lib/mercadopago/queries';
import { type Delivery, listDeliveries } from '@/lib/renewals/queries';
import { age } from '@/lib/time';
import { AuditCard } from '../audit-card';
import { RenewalChip } from '../renewal-chip';
import { AlsoWaiting } from './also-waiting';

/** Beside the renewals, the longest waiting: what is settled makes room for the rest. */
const MOST = 50;
type Props = { searchParams: Promise<{ after?: string | string[] }> };

export default async function DeliveriesPage({ searchParams }: Props) {
  const actor = await pageGate();
  const { after } = await searchParams;
  const now = new Date();
  const from = typeof after === 'string' && validate(after) ? after : null;
  const [{ rows, next }, accounts, pix] = await Promise.all([
    listDeliveries(actor.resellerId, from, now, actor.reseller.timezone),
    accountsToReview(actor.resellerId, MOST),
    pixToReview(actor.resellerId, MOST),
  ]);
  const nothing = rows.length + accounts.length + pix.length === 0;
  return (
    <>
      <PageHeader
        title="Entregas"
        description="Tudo o que foi pago e ainda não tem prova do painel. O que precisa de você vem marcado."
      />
      <AlsoWaiting accounts={accounts} pix={pix} now={now} />
      {nothing && (
        <EmptyState icon={PackageCheck} title="Tudo entregue">
          Cada pagamento já virou uma renovação comprovada. O que estiver a caminho aparece aqui.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          caption="Pagamentos ainda sem prova de renovação"
          columns={[
            { key: 'client', header: 'Cliente', primary: true },
            { key: 'server', header: 'Servidor' },
            { key: 'age', header: 'Pago há' },
            { key: 'state', header: 'Situação' },
            { key: 'why', header: 'O que houve' },
          ]}
          rows={rows.map((row) => toRow(row, now))}
        />
      )}
      <div className="mt-4 empty:hidden sm:mt-5">
        <AuditCard resellerId={actor.resellerId} zone={actor.reseller.timezone} />
      </div>
      <KeysetNav nextHref={next && `/deliveries?after=${next}`} prevHref={from && '/deliveries'} />
    </>
  );
}

const toRow = ({ intent, view, clientName, serverName, overdue }: Delivery, now: Date) => ({
  id: intent.id,
  href: `/deliveries/${intent.id}`,
  cells: {
    client: clientName,
    server: serverName,
    age: overdue ? <Badge tone="danger">{age(intent.createdAt, now)}</Badge> : age(intent.createdAt, now),
    state: <RenewalChip initial={view} reasonBeside />,
    why: view.why && (
      <span className="block whitespace-normal text-muted sm:max-w-xs first-letter:uppercase">
        {view.why}
      </span>
    ),
  },
});
