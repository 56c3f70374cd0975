import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { PageHeader } from '@/components/page-header';
import { DataTable } from '@/components/table';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { ROW_WORDS, rowReason, tallyWords } from '@/lib/bulk/payments/messages';
import { type BulkPayments, getPayments } from '@/lib/bulk/payments/queries';
import { formatMoney } from '@/lib/money';
import { type RenewalView, renewalViews } from '@/lib/renewals/queries';
import { shownDateTime } from '@/lib/time';
import { KeepFresh } from '../../../bulk/keep-fresh';
import { BulkProgress, Explained, ROW_TONE } from '../../../bulk/progress';
import { RetryFailed } from '../../../bulk/retry-failed';

export const metadata: Metadata = { title: 'Pagamento em lote' };

export default async function BulkPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageGate();
  const { id } = await params;
  const batch = validate(id) ? await getPayments(actor.resellerId, id) : null;
  if (!batch) notFound();
  const { bulk, tally, rows } = batch;
  const zone = actor.reseller.timezone;
  const now = new Date();
  const renewals = await renewalViews(actor.resellerId, { ids: rows.map((r) => r.id) }, now, zone);
  const byRow = new Map(renewals.map((r) => [r.id, r]));
  const mayRetry = tally.failed > 0 && tally.pending === 0 && allows(actor.role, 'operator');
  return (
    <>
      <PageHeader
        title="Pagamento em lote"
        description={`${bulk.userName}, em ${shownDateTime(bulk.createdAt, zone)}`}
        back={{ href: '/invoices', label: 'Faturas' }}
        actions={mayRetry && <RetryFailed bulkId={id} label="Tentar as que falharam" />}
      />
      <KeepFresh running={tally.pending > 0} following={renewals.some((r) => r.moving)} />
      <div className="grid gap-4">
        <BulkProgress tally={tally} words={tallyWords(tally)} label="Faturas pagas deste lote">
          {explained(tally.pending > 0)}
        </BulkProgress>
        <DataTable
          caption="Faturas do lote"
          columns={[
            { key: 'client', header: 'Cliente', primary: true },
            { key: 'amount', header: 'Valor', align: 'right' },
            { key: 'state', header: 'Pagamento' },
            { key: 'renewal', header: 'Renovação' },
          ]}
          rows={rows.map((row) => toRow(row, byRow.get(row.id), zone, now))}
        />
      </div>
    </>
  );
}

function toRow(row: BulkPayments['rows'][number], renewal: RenewalView | undefined, zone: string, now: Date) {
  const paid = row.paidByName && row.paidAt ? { by: row.paidByName, at: row.paidAt } : null;
  return {
    id: row.id,
    href: `/invoices/${row.invoiceId}`,
    cells: {
      client: row.clientName,
      amount: formatMoney({ cents: row.amountCents, currency: row.currency }),
      state: (
        <Explained tone={ROW_TONE[row.state]} word={ROW_WORDS[row.state]}>
          {row.reason && rowReason(row.reason, paid, zone, now)}
        </Explained>
      ),
      renewal: renewal && (
        <Explained tone={renewal.tone} word={renewal.text}>
          {renewal.warning ?? renewal.why}
        </Explained>
      ),
    },
  };
}

const explained = (paying: boolean) =>
  paying
    ? 'Pode fechar esta página: o servidor continua, e o andamento fica guardado aqui.'
    : 'Cada renovação segue no painel do seu servidor; o que precisar de você aparece em Entregas.';
