import Link from 'next/link';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { siteOrigin } from '@/app/site-origin';
import { Card, DefinitionList } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import { PageHeader } from '@/components/page-header';
import { Timeline } from '@/components/timeline';
import { subjectTimeline } from '@/lib/audit/queries';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { publicLink } from '@/lib/invoices/public/queries';
import { getInvoice } from '@/lib/invoices/queries';
import { CHARGE_WORDS, chargeReason } from '@/lib/mercadopago/messages';
import { type ChargeRow, latestCharge } from '@/lib/mercadopago/queries';
import { formatMoney } from '@/lib/money';
import { renewalViews } from '@/lib/renewals/queries';
import { dayOf, formatDay, shownDateTime } from '@/lib/time';
import { capital } from '@/lib/words';
import { eventItems } from '../../event-items';
import { InvoiceBadge } from '../invoice-table';
import { PayCell } from '../pay-cell';
import { CancelInvoice } from './cancel-invoice';
import { ResolvePix } from './resolve-pix';

export default async function InvoicePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageGate();
  const { id } = await params;
  const invoice = validate(id) ? await getInvoice(actor.resellerId, id) : null;
  if (!invoice) notFound();

  const now = new Date();
  const zone = actor.reseller.timezone;
  const renewals = await renewalViews(actor.resellerId, { invoiceIds: [id] }, now, zone);
  const events = await subjectTimeline(actor.resellerId, [id, ...renewals.map((r) => r.id)]);
  const live = renewals.find((r) => r.state !== 'cancelled') ?? null;
  const amount = formatMoney({ cents: invoice.amountCents, currency: invoice.currency });
  const path = invoice.state === 'cancelled' ? null : await publicLink(actor.resellerId, id);
  const charge = await latestCharge(actor.resellerId, id);
  const payable = invoice.state === 'open' && allows(actor.role, 'operator');

  return (
    <>
      <PageHeader
        title={`${amount} · ${invoice.clientName}`}
        back={{ href: '/invoices', label: 'Faturas' }}
        actions={payable && <CancelInvoice invoiceId={id} />}
      />
      {/* What to do about it comes first on a phone; on a desktop it stands at the right. */}
      <div className="grid items-start gap-4 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <div className="lg:col-start-2">
          <Card title="Renovação">
            <PayCell invoiceId={id} amount={amount} payable={payable} renewal={live} />
            {!live && <NoRenewal panel={invoice.panelType !== 'none'} state={invoice.state} />}
            {live?.warning && <p className="mt-3 text-warning">{live.warning}</p>}
            {live?.why && <p className="mt-3 text-muted">{capital(live.why)}</p>}
            {live && (
              <p className="mt-3">
                <Link className="text-accent hover:underline" href={`/deliveries/${live.id}`}>
                  Ver cada passo e a prova
                </Link>
              </p>
            )}
          </Card>
        </div>
        <div className="lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <Card title="Fatura">
            <DefinitionList
              items={[
                {
                  label: 'Situação',
                  value: <InvoiceBadge row={invoice} today={dayOf(now, zone)} zone={zone} />,
                },
                {
                  label: 'Cliente',
                  value: (
                    <Link className="text-accent hover:underline" href={`/clients/${invoice.clientId}`}>
                      {invoice.clientName}
                    </Link>
                  ),
                },
                { label: 'Valor', value: <span className="tabular">{amount}</span> },
                { label: 'Vencimento', value: formatDay(invoice.dueOn) },
                { label: 'Plano', value: invoice.planName },
                {
                  label: 'Origem',
                  value: invoice.period ? 'Gerada para o vencimento do cliente' : 'Criada à mão',
                },
                ...(path
                  ? [
                      {
                        label: 'Link do cliente',
                        value: <CopyButton text={`${await siteOrigin()}${path}`} label="Copiar link" />,
                      },
                    ]
                  : []),
                ...(charge
                  ? [
                      {
                        label: 'PIX do Mercado Pago',
                        value: <ChargeLine charge={charge} mayAct={allows(actor.role, 'operator')} />,
                      },
                    ]
                  : []),
                ...(invoice.paidAt
                  ? [
                      {
                        label: 'Paga',
                        value: `${shownDateTime(invoice.paidAt, zone)}, por ${invoice.paidByName}`,
                      },
                    ]
                  : []),
              ]}
            />
          </Card>
        </div>
        <Card title="Histórico">
          <Timeline items={eventItems(events, { zone, locale: actor.reseller.locale })} />
        </Card>
      </div>
    </>
  );
}

function ChargeLine({ charge, mayAct }: { charge: ChargeRow; mayAct: boolean }) {
  const why = chargeReason(charge.reason);
  const open = charge.state === 'review' || charge.reason === 'plan_blocked';
  return (
    <>
      <span className={open ? 'text-danger' : undefined}>{capital(CHARGE_WORDS[charge.state])}</span>
      {why && <p className="mt-1 text-muted">{why}</p>}
      {charge.state === 'review' && mayAct && <ResolvePix invoiceId={charge.invoiceId} />}
    </>
  );
}

function NoRenewal({ panel, state }: { panel: boolean; state: string }) {
  if (state === 'cancelled') return <p className="text-muted">Fatura cancelada: nada a renovar.</p>;
  return (
    <p className="mt-3 text-muted">
      {panel
        ? 'Ao marcar como paga, o cliente é renovado no painel e a prova aparece aqui.'
        : 'Este servidor não tem painel: o pagamento move só a validade do cliente aqui.'}
    </p>
  );
}
