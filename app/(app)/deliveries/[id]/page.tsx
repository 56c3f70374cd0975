import Link from 'next/link';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { Card, DefinitionList } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { Timeline } from '@/components/timeline';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { dismissalOf } from '@/lib/dismissals/queries';
import { formatMoney } from '@/lib/money';
import { nextWords, reasonWords, WARNINGS } from '@/lib/renewals/messages';
import { type Delivery, getDelivery } from '@/lib/renewals/queries';
import { reviewBase } from '@/lib/renewals/reviews/queries';
import { type Base, expectedAfter } from '@/lib/renewals/reviews/rules';
import { creditsWords } from '@/lib/servers/credits/messages';
import { formatDate, shownDateTime } from '@/lib/time';
import { capital } from '@/lib/words';
import { KeepFresh } from '../../bulk/keep-fresh';
import { RenewalChip } from '../../renewal-chip';
import { DismissedNote } from '../dismissed-note';
import { MendLink } from '../mend-link';
import { linkLook } from '../one-delivery';
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
  const base = (await reviewBase(actor.resellerId, id))?.base ?? null;
  const dismissal = view.state === 'closed' ? await dismissalOf(actor.resellerId, 'renewal', id) : null;
  const works = allows(actor.role, 'operator');
  const waits = view.state === 'review' || view.state === 'rejected';
  // While it can be undone the chip says what comes next.
  const next = view.undoUntil ? null : nextWords(intent, now, zone);
  return (
    <>
      <PageHeader
        title={`Renovação de ${delivery.clientName}`}
        back={{ href: '/deliveries', label: 'Entregas' }}
        actions={<RenewalChip initial={view} refresh reasonBeside />}
      />
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="grid content-start gap-4">
          {dismissal && <DismissedNote {...{ id, dismissal, zone }} kind="renewal" works={works} />}
          {waits && (
            <Card title="O que houve">
              {intent.reason && <p className="mb-4 text-ink">{capital(reasonWords(intent.reason))}</p>}
              {works ? (
                <>
                  <div className="mb-4 empty:hidden">
                    <MendLink reason={intent.reason} clientId={intent.clientId} serverId={intent.serverId} />
                  </div>
                  <Review
                    id={id}
                    state={view.state === 'rejected' ? 'rejected' : 'review'}
                    before={beforeWords(base, zone)}
                    expected={expectedWords(delivery, base, zone)}
                    quietUntil={
                      intent.quietUntil && intent.quietUntil > now
                        ? shownDateTime(intent.quietUntil, zone)
                        : null
                    }
                  />
                </>
              ) : (
                <p className="text-muted">Quem opera ou responde pela revenda decide aqui o que fazer.</p>
              )}
            </Card>
          )}
          {next && (
            <Card title="O que vem agora">
              <KeepFresh running={false} following />
              <div className="grid justify-items-start gap-3">
                {view.why && <p className="text-ink">{capital(view.why)}</p>}
                <p className="text-muted">{next}</p>
                {works && (
                  <MendLink reason={intent.reason} clientId={intent.clientId} serverId={intent.serverId} />
                )}
              </div>
            </Card>
          )}
          <Card title="O que foi pago">
            <DefinitionList items={facts(delivery, base, zone)} />
          </Card>
        </div>
        <Card title="Cada passo">
          <Timeline items={evidenceItems(intent.evidence, intent.createdAt, zone)} />
        </Card>
      </div>
    </>
  );
}

function facts({ intent, ...d }: Delivery, base: Base | null, zone: string) {
  return [
    {
      label: 'Fatura',
      value: (
        <Link className={linkLook} href={`/invoices/${intent.invoiceId}`}>
          {formatMoney({ cents: d.amountCents, currency: d.currency })}
        </Link>
      ),
    },
    {
      label: 'Cliente',
      value: (
        <Link className={linkLook} href={`/clients/${intent.clientId}`}>
          {d.clientName}
        </Link>
      ),
    },
    { label: 'Servidor', value: d.serverName },
    { label: 'Pacote do painel', value: d.packageName ?? intent.packageId },
    ...(intent.sentAt
      ? [
          {
            label: 'Custo quando foi enviada',
            value: intent.credits === null ? 'o painel não informou' : creditsWords(intent.credits),
          },
        ]
      : []),
    { label: 'Usuário no painel', value: intent.panelUsername },
    beforeWords(base, zone),
    ...(intent.expiresAfter
      ? [{ label: 'Vencimento provado', value: shownDateTime(intent.expiresAfter, zone) }]
      : [{ label: 'Pode ter renovado no painel', value: TIMES[intent.attempt] }]),
    ...(intent.warning
      ? [{ label: 'Atenção', value: WARNINGS[intent.warning as keyof typeof WARNINGS] }]
      : []),
  ];
}

/** By what was sent and may have arrived; there are never more than two. */
const TIMES = ['nenhuma vez', 'no máximo uma vez', 'no máximo duas vezes'];

/** What the date before is worth: read by this renewal, or only known when it was paid. */
const beforeWords = (base: Base | null, zone: string) => ({
  label: base && !base.own ? 'Vencimento antes do pagamento' : 'Vencimento antes do envio',
  value: base ? shownDateTime(base.at, zone) : '—',
});

/** By the day: on which hour a panel lands is its own affair. */
const expectedWords = ({ intent }: Delivery, base: Base | null, zone: string) =>
  base
    ? `por volta de ${formatDate(expectedAfter(base, intent.createdAt, intent.periodMs), zone)}`
    : 'depois do que o painel mostrava antes';
