import { Users } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Card, Stat } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { formatMoney, moneyInput } from '@/lib/money';
import { listPlans } from '@/lib/plans/queries';
import { getServer, listPackages, type ServerSummary } from '@/lib/servers/queries';
import { AuditCard } from '../../audit-card';
import { MoveButton } from '../../clients/bulk/move-button';
import { BILLING_LABEL } from '../parts';
import { BeginSync } from '../sync/begin-sync';
import { ArchiveServer } from './archive-server';
import { CompareCard } from './compare/compare-card';
import { EditServer } from './edit-server';
import { PackagesCard } from './packages-card';
import { PanelCard } from './panel-card';
import { PlansCard } from './plans-card';

export const metadata: Metadata = { title: 'Servidor' };
type Props = { params: Promise<{ id: string }> };

export default async function ServerPage({ params }: Props) {
  const actor = await pageGate();
  const { id } = await params;
  const server = await getServer(actor.resellerId, id, new Date());
  if (!server) notFound();
  const [packages, plans] = await Promise.all([
    listPackages(actor.resellerId, id),
    listPlans(actor.resellerId, { serverId: id }),
  ]);
  const { currency, locale, timezone } = actor.reseller;
  const money = (cents: number) => formatMoney({ cents, currency }, locale);
  const owner = allows(actor.role, 'owner');
  const hasPanel = server.panelType !== 'none';
  const stopped = server.circuit !== 'closed';
  const panel = hasPanel && <PanelCard server={server} timezone={timezone} owner={owner} />;
  return (
    <>
      <PageHeader
        title={server.name}
        description={server.panelUrl ?? 'Sem painel'}
        back={{ href: '/servers', label: 'Servidores' }}
        actions={
          <>
            {hasPanel && allows(actor.role, 'operator') && (
              <BeginSync serverId={id} place={`/servers/${id}/sync`} />
            )}
            {owner && <EditServer currency={currency} stored={formOf(server)} />}
          </>
        }
      />
      <div className="grid gap-4 sm:gap-5">
        {stopped && panel}
        <Figures server={server} money={money} moves={allows(actor.role, 'operator')} />
        {!stopped && panel}
        {hasPanel && (
          <CompareCard resellerId={actor.resellerId} serverId={id} zone={timezone} owner={owner} />
        )}
        {hasPanel && <AuditCard resellerId={actor.resellerId} serverId={id} zone={timezone} />}
        <PlansCard plans={plans} money={money} />
        {hasPanel && (
          <PackagesCard server={server} packages={packages} money={money} zone={timezone} owner={owner} />
        )}
        {owner && <ArchiveServer id={server.id} name={server.name} />}
      </div>
    </>
  );
}

type FiguresProps = { server: ServerSummary; money: (cents: number) => string; moves: boolean };

function Figures({ server, money, moves }: FiguresProps) {
  const { activeClients, costCents, revenueCents, margin, billing, monthlyCents } = server;
  const rate =
    billing === 'fixed' ? BILLING_LABEL.fixed : `${BILLING_LABEL.per_active}: ${money(monthlyCents)} cada`;
  return (
    <Card
      title="Por mês"
      actions={
        <div className="flex flex-wrap gap-2">
          <ButtonLink href={`/clients?server=${server.id}`} size="sm">
            <Users aria-hidden />
            Quem usa
          </ButtonLink>
          {moves && <MoveButton choice={{ filters: { server: server.id } }} label="Mover todos" />}
        </div>
      }
    >
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 lg:grid-cols-4">
        <Stat label="Clientes ativos" value={activeClients} hint="Em dia e não suspensos" />
        <Stat label="Receita esperada" value={money(revenueCents)} hint="Planos dos ativos, por 30 dias" />
        <Stat label="Custo" value={money(costCents)} hint={rate} />
        <Stat
          label="Margem"
          value={money(margin.cents)}
          hint={margin.percent === null ? undefined : `${margin.percent}% da receita`}
          tone={margin.cents < 0 ? 'danger' : 'neutral'}
        />
      </div>
    </Card>
  );
}

const formOf = (server: ServerSummary) => ({
  values: {
    id: server.id,
    name: server.name,
    billing: server.billing,
    monthly: moneyInput(server.monthlyCents),
    // The form knows the panel; by which of its APIs it is spoken to is found out.
    panelType: server.panelType === 'none' ? ('none' as const) : ('sigma' as const),
    panelUrl: server.panelUrl ?? '',
    panelUser: server.panelUser ?? '',
    token: '',
  },
  tokenMask: server.tokenMask,
});
