import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { Badge, type Tone } from '@/components/badge';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { DataTable } from '@/components/table';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { ROW_WORDS, rowReason, tallyWords } from '@/lib/bulk/messages';
import { type Bulk, getBulk } from '@/lib/bulk/queries';
import { type RowState, totalOf } from '@/lib/bulk/rules';
import { formatMoney } from '@/lib/money';
import { type RenewalView, renewalViews } from '@/lib/renewals/queries';
import { formatDateTime } from '@/lib/time';
import { KeepFresh } from './keep-fresh';
import { RetryFailed } from './retry-failed';

export const metadata: Metadata = { title: 'Pagamento em lote' };

export default async function BulkPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageGate();
  const { id } = await params;
  const batch = validate(id) ? await getBulk(actor.resellerId, id) : null;
  if (!batch) notFound();
  const { bulk, tally, rows } = batch;
  const zone = actor.reseller.timezone;
  const renewals = await renewalViews(actor.resellerId, { ids: rows.map((r) => r.id) }, new Date(), zone);
  const byRow = new Map(renewals.map((r) => [r.id, r]));
  const total = totalOf(tally);
  const settled = total - tally.pending;
  const mayRetry = tally.failed > 0 && tally.pending === 0 && allows(actor.role, 'operator');
  return (
    <>
      <PageHeader
        title="Pagamento em lote"
        description={`${bulk.userName}, em ${formatDateTime(bulk.createdAt, zone)}`}
        back={{ href: '/invoices', label: 'Faturas' }}
        actions={mayRetry && <RetryFailed bulkId={id} />}
      />
      <KeepFresh paying={tally.pending > 0} renewing={renewals.some((r) => r.moving)} />
      <div className="grid gap-4">
        <Card>
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <p className="tabular text-base font-semibold text-ink">
              {settled} de {total}
            </p>
            <p className="tabular text-muted" aria-live="polite">
              {tallyWords(tally)}
            </p>
          </div>
          <progress className={barLook} value={settled} max={total} aria-label="Faturas pagas deste lote" />
          <p className="mt-3 text-muted">{explained(tally.pending > 0)}</p>
        </Card>
        <DataTable
          caption="Faturas do lote"
          columns={[
            { key: 'client', header: 'Cliente', primary: true },
            { key: 'amount', header: 'Valor', align: 'right' },
            { key: 'state', header: 'Pagamento' },
            { key: 'renewal', header: 'Renovação' },
          ]}
          rows={rows.map((row) => toRow(row, byRow.get(row.id), zone))}
        />
      </div>
    </>
  );
}

function toRow(row: Bulk['rows'][number], renewal: RenewalView | undefined, zone: string) {
  const paid = row.paidByName && row.paidAt ? { by: row.paidByName, at: row.paidAt } : null;
  return {
    id: row.id,
    href: `/invoices/${row.invoiceId}`,
    cells: {
      client: row.clientName,
      amount: formatMoney({ cents: row.amountCents, currency: row.currency }),
      state: (
        <Explained tone={TONE[row.state]} word={ROW_WORDS[row.state]}>
          {row.reason && rowReason(row.reason, paid, zone)}
        </Explained>
      ),
      renewal: renewal && (
        <Explained tone={renewal.tone} word={renewal.text}>
          {renewal.why}
        </Explained>
      ),
    },
  };
}

function Explained({ tone, word, children }: { tone: Tone; word: string; children: string | null }) {
  return (
    <>
      <Badge tone={tone}>{word}</Badge>
      {children && <p className="mt-1 max-w-md text-[0.8125rem] leading-5 text-muted">{children}</p>}
    </>
  );
}

const TONE: Record<RowState, Tone> = {
  pending: 'neutral',
  paid: 'success',
  skipped: 'neutral',
  failed: 'danger',
};

const explained = (paying: boolean) =>
  paying
    ? 'Pode fechar esta página: o servidor continua, e o andamento fica guardado aqui.'
    : 'Cada renovação segue no painel do seu servidor; o que precisar de você aparece em Entregas.';

const barLook = [
  'mt-3 block h-2 w-full appearance-none overflow-hidden rounded-full bg-line',
  '[&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent [&::-moz-progress-bar]:bg-accent',
  '[&::-webkit-progress-value]:transition-[width] [&::-webkit-progress-value]:duration-300',
].join(' ');
