import Link from 'next/link';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { Card, DefinitionList } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { Timeline } from '@/components/timeline';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { formatMoney } from '@/lib/money';
import { reasonWords, WARNINGS } from '@/lib/renewals/messages';
import { type Delivery, getDelivery } from '@/lib/renewals/queries';
import { dayOf, formatDateTime } from '@/lib/time';
import { RenewalChip } from '../../renewal-chip';
import { evidenceItems } from './evidence';
import { Review } from './review';

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageGate();
  const { id } = await params;
  const now = new Date();
  const zone = actor.reseller.timezone;
  const delivery = validate(id) ? await getDelivery(actor.resellerId, id, now, zone) : null;
  if (!delivery) notFound();
  const { intent, view } = delivery;
  const mayDecide = allows(actor.role, 'operator') && (view.state === 'review' || view.state === 'rejected');
  return (
    <>
      <PageHeader
        title={`Renovação de ${delivery.clientName}`}
        back={{ href: '/deliveries', label: 'Entregas' }}
        actions={<RenewalChip initial={view} refresh />}
      />
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="grid content-start gap-4">
          {mayDecide && (
            <Card title="Precisa de você">
              {intent.reason && <p className="mb-4 text-ink">{sentence(reasonWords(intent.reason))}</p>}
              {intent.reasonDetail && (
                <p className="mb-4 text-muted">O painel disse: {intent.reasonDetail}</p>
              )}
              <Review
                id={id}
                state={view.state === 'rejected' ? 'rejected' : 'review'}
                today={dayOf(now, zone)}
                quietUntil={
                  intent.quietUntil && intent.quietUntil > now
                    ? formatDateTime(intent.quietUntil, zone)
                    : null
                }
              />
            </Card>
          )}
          <Card title="O que foi pago">
            <DefinitionList items={facts(delivery, zone)} />
          </Card>
        </div>
        <Card title="Cada passo">
          <Timeline items={evidenceItems(intent.evidence, intent.createdAt, zone)} />
        </Card>
      </div>
    </>
  );
}

function facts({ intent, ...d }: Delivery, zone: string) {
  const at = (date: Date | null) => (date ? formatDateTime(date, zone) : '—');
  return [
    {
      label: 'Fatura',
      value: (
        <Link className="text-accent hover:underline" href={`/invoices/${intent.invoiceId}`}>
          {formatMoney({ cents: d.amountCents, currency: d.currency })}
        </Link>
      ),
    },
    {
      label: 'Cliente',
      value: (
        <Link className="text-accent hover:underline" href={`/clients/${intent.clientId}`}>
          {d.clientName}
        </Link>
      ),
    },
    { label: 'Servidor', value: d.serverName },
    { label: 'Pacote do painel', value: d.packageName ?? intent.packageId },
    { label: 'Usuário no painel', value: intent.panelUsername },
    { label: 'Vencimento antes do envio', value: at(intent.expiresBefore) },
    { label: 'Vencimento provado', value: at(intent.expiresAfter) },
    { label: 'Envios que podem ter chegado', value: `${intent.attempt} de 2` },
    ...(intent.warning
      ? [{ label: 'Atenção', value: WARNINGS[intent.warning as keyof typeof WARNINGS] }]
      : []),
  ];
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
