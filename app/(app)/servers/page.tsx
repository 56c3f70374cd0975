import { GitCompareArrows, Server } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { DataTable } from '@/components/table';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { formatMoney } from '@/lib/money';
import { archivedServers } from '@/lib/servers/archive/queries';
import { msWords } from '@/lib/servers/hours/messages';
import { panelsNow } from '@/lib/servers/hours/queries';
import { listServers, type ServerSummary } from '@/lib/servers/queries';
import { ArchivedList } from '../archived-list';
import { bringServerBack } from './actions';
import { AddServer } from './add-server';
import { Condition, Margin, PANEL_LABEL } from './parts';

export const metadata: Metadata = { title: 'Servidores' };

export default async function ServersPage() {
  const actor = await pageGate();
  const now = new Date();
  const [servers, panels] = await Promise.all([
    listServers(actor.resellerId, now),
    panelsNow(actor.resellerId, now),
  ]);
  const away = allows(actor.role, 'owner') ? await archivedServers(actor.resellerId) : [];
  const money = (cents: number) =>
    formatMoney({ cents, currency: actor.reseller.currency }, actor.reseller.locale);
  return (
    <>
      <PageHeader
        title="Servidores"
        description="De onde os clientes são atendidos, o que cada um custa e como está o painel."
        actions={
          <>
            {servers.some(({ panelType }) => panelType !== 'none') && (
              <ButtonLink href="/servers/sync">
                <GitCompareArrows aria-hidden />
                Comparar com o painel
              </ButtonLink>
            )}
            {allows(actor.role, 'owner') && <AddServer currency={actor.reseller.currency} />}
          </>
        }
      />
      {servers.length === 0 ? (
        <EmptyState icon={Server} title="Nenhum servidor ainda">
          Comece pelo servidor que você já revende: o nome, quanto ele custa por mês e, se ele tem painel
          Sigma, o endereço e o token. Os pacotes do painel são lidos sozinhos.
        </EmptyState>
      ) : (
        <DataTable
          caption="Servidores"
          columns={COLUMNS}
          rows={servers.map((s) => rowOf(s, panels.get(s.id), money))}
        />
      )}
      <ArchivedList items={away} restore={bringServerBack} />
    </>
  );
}

const COLUMNS = [
  { key: 'name', header: 'Servidor', primary: true },
  { key: 'panel', header: 'Painel' },
  { key: 'health', header: 'Situação', card: 'corner' as const },
  { key: 'answers', header: 'Responde em', align: 'right' as const },
  { key: 'held', header: 'Em espera', align: 'right' as const },
  { key: 'clients', header: 'Clientes ativos', align: 'right' as const },
  { key: 'cost', header: 'Custo por mês', align: 'right' as const },
  { key: 'margin', header: 'Margem', align: 'right' as const },
];

type PanelNow = { medianMs: number | null; held: number };

const rowOf = (server: ServerSummary, panel: PanelNow | undefined, money: (cents: number) => string) => ({
  id: server.id,
  href: `/servers/${server.id}`,
  cells: {
    name: server.name,
    panel: PANEL_LABEL[server.panelType] ?? server.panelType,
    health: <Condition server={server} />,
    answers: panel?.medianMs ? `até ${msWords(panel.medianMs)}` : '—',
    held: panel?.held ? <span className="font-medium text-warning">{panel.held}</span> : '—',
    clients: server.activeClients,
    cost: money(server.costCents),
    margin: <Margin margin={server.margin} money={money} />,
  },
});
