import { Badge } from '@/components/badge';
import { DataTable } from '@/components/table';
import { STATE_TONES, STATE_WORDS } from '@/lib/invoices/messages';
import type { InvoiceRow } from '@/lib/invoices/queries';
import { shownState } from '@/lib/invoices/rules';
import { formatMoney } from '@/lib/money';
import type { RenewalView } from '@/lib/renewals/queries';
import { type Day, formatDate, formatDay } from '@/lib/time';
import { PaidHereScope, StateCell, WhileOpen } from './paid-here';
import { PayCell } from './pay-cell';
import { InvoiceSelection, Pick, PickAll } from './selection';

type Props = { rows: InvoiceRow[]; renewals: RenewalView[]; today: Day; zone: string; mayPay: boolean };

/** Invoices as rows; each carries its payment button or the truth about its renewal. */
export function InvoiceTable({ rows, renewals, today, zone, mayPay }: Props) {
  const live = new Map(renewals.filter((r) => r.state !== 'cancelled').map((r) => [r.invoiceId, r]));
  const payable = mayPay ? rows.filter((r) => r.state === 'open').map((r) => r.id) : [];
  return (
    <PaidHereScope>
      <InvoiceSelection payable={payable}>
        <DataTable
          caption="Faturas"
          pick={payable.length > 0 && <PickAll />}
          columns={[
            { key: 'client', header: 'Cliente', primary: true },
            { key: 'plan', header: 'Plano', card: 'hidden' },
            { key: 'due', header: 'Vence', card: 'left' },
            { key: 'amount', header: 'Valor', align: 'right', card: 'right' },
            { key: 'state', header: 'Situação', card: 'corner' },
            { key: 'pay', header: 'Renovação', card: 'full' },
          ]}
          rows={rows.map((row) => {
            const amount = formatMoney({ cents: row.amountCents, currency: row.currency });
            return {
              id: row.id,
              href: `/invoices/${row.id}`,
              pick: payable.includes(row.id) && (
                <WhileOpen invoiceId={row.id}>
                  <Pick
                    id={row.id}
                    label={`Selecionar fatura de ${amount}, ${formatDay(row.dueOn)}`}
                    describedBy={nameId(row.id)}
                  />
                </WhileOpen>
              ),
              cells: {
                client: <span id={nameId(row.id)}>{row.clientName}</span>,
                plan: row.planName,
                due: (
                  <>
                    <span className="text-faint sm:hidden">vence em </span>
                    <span className="tabular">{formatDay(row.dueOn)}</span>
                  </>
                ),
                amount,
                state: (
                  <StateCell invoiceId={row.id}>
                    <InvoiceBadge row={row} today={today} zone={zone} />
                  </StateCell>
                ),
                pay: (
                  <PayCell
                    invoiceId={row.id}
                    amount={amount}
                    payable={mayPay && row.state === 'open'}
                    renewal={live.get(row.id) ?? null}
                  />
                ),
              },
            };
          })}
        />
      </InvoiceSelection>
    </PaidHereScope>
  );
}

const nameId = (id: string) => `invoice-${id}`;

export function InvoiceBadge({ row, today, zone }: { row: InvoiceRow; today: Day; zone: string }) {
  const state = shownState(row, today);
  const when = row.paidAt ? ` em ${formatDate(row.paidAt, zone).slice(0, 5)}` : '';
  return (
    <Badge tone={STATE_TONES[state]}>
      {STATE_WORDS[state]}
      {when}
    </Badge>
  );
}
