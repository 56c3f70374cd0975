import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { creditsNow, monthsSpent } from '@/lib/servers/credits/queries';
import { heldOn, hoursOf, stopsOf } from '@/lib/servers/hours/queries';
import { lastHours, summaryOf } from '@/lib/servers/hours/rules';
import { getServer } from '@/lib/servers/queries';
import { HOUR_MS } from '@/lib/time';
import { MovePanel } from '../move-panel';
import { AnswersCard } from './answers-card';
import { CreditsCard } from './credits-card';
import { NowCard } from './now-card';
import { StopsCard } from './stops-card';

export const metadata: Metadata = { title: 'Saúde do painel' };
const HOURS = 24;
type Props = { params: Promise<{ id: string }> };

/** How one panel answers, what waits for it, what it cost and when it stopped. */
export default async function HealthPage({ params }: Props) {
  const actor = await pageGate();
  const { id } = await params;
  const now = new Date();
  const server = await getServer(actor.resellerId, id, now);
  if (!server || server.panelType === 'none') notFound();
  const { resellerId } = actor;
  const zone = actor.reseller.timezone;
  const [hours, held, stops, months, credits] = await Promise.all([
    hoursOf(resellerId, id, new Date(now.getTime() - HOURS * HOUR_MS)),
    heldOn(resellerId, id, now),
    stopsOf(resellerId, id, now),
    monthsSpent(resellerId, id, zone),
    creditsNow(resellerId, server),
  ]);
  const owner = allows(actor.role, 'owner');
  const address = owner && (
    <Card title="Endereço do painel">
      <p className="mb-3 max-w-prose text-muted">
        Se o painel mudar de domínio, troque aqui: o endereço novo é lido antes, com o token digitado de novo,
        e o que estava em espera continua lá.
      </p>
      <MovePanel id={server.id} user={server.panelUser ?? ''} />
    </Card>
  );
  return (
    <>
      <PageHeader
        title={`Saúde do painel: ${server.name}`}
        description={server.panelUrl ?? undefined}
        back={{ href: `/servers/${id}`, label: server.name }}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:gap-5">
        <NowCard server={server} held={held} zone={zone} now={now} owner={owner} />
        {server.circuit === 'open' && address}
        <AnswersCard
          server={server}
          summary={summaryOf(hours)}
          hours={lastHours(hours, now, HOURS)}
          zone={zone}
        />
        <CreditsCard server={server} months={months} credits={credits} zone={zone} owner={owner} />
        <StopsCard stops={stops} zone={zone} />
        {server.circuit !== 'open' && address}
      </div>
    </>
  );
}
