import { UserRound } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { SearchBox } from '@/components/filters';
import { PageHeader } from '@/components/page-header';
import { KeysetNav } from '@/components/pagination';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { tallyWords } from '@/lib/bulk/clients/messages';
import { CLIENT_ACTS } from '@/lib/bulk/clients/rules';
import { type ListFilters, listClients } from '@/lib/clients/list/queries';
import { type ClientChoices, clientChoices } from '@/lib/clients/queries';
import { type Filters, filtersSchema } from '@/lib/clients/schema';
import { BulkLine } from '../bulk/watch-line';
import { BeginSync } from '../servers/sync/begin-sync';
import { AddClient } from './add-client';
import { ClientFilters } from './client-filters';
import { ClientList } from './client-list';
import { formChoices, listRow } from './shown';

export const metadata: Metadata = { title: 'Clientes' };

export default async function ClientsPage({ searchParams }: PageProps<'/clients'>) {
  const actor = await pageGate();
  const filters = filtersSchema.parse(await searchParams);
  const now = new Date();
  const { timezone, country } = actor.reseller;
  const [list, choices] = await Promise.all([
    listClients(actor.resellerId, filters, now, timezone),
    clientChoices(actor.resellerId),
  ]);
  const works = allows(actor.role, 'operator');
  return (
    <>
      <PageHeader
        title="Clientes"
        actions={
          works && (
            <>
              {choices.servers.some((server) => server.panelType !== 'none') && (
                <BeginSync serverId={null} place="/servers/sync" />
              )}
              <ButtonLink href="/clients/import">Importar</ButtonLink>
              <AddClient choices={formChoices(choices, now, timezone)} country={country} />
            </>
          )
        }
      />
      <BulkLine
        resellerId={actor.resellerId}
        acts={CLIENT_ACTS}
        place="/clients/bulk"
        tallyWords={tallyWords}
        now={now}
      />
      <ClientList
        search={
          <>
            <SearchBox placeholder="Nome, telefone ou usuário" />
            <ClientFilters filters={filters} choices={choices} />
          </>
        }
        empty={<NoClients filters={filters} hasPlans={choices.plans.length > 0} />}
        rows={list.rows.map((row) => listRow(row, now, timezone))}
        filters={listFilters(filters)}
        plans={works ? plansToMove(choices) : []}
        works={works}
        exports={allows(actor.role, 'owner')}
      />
      <KeysetNav
        nextHref={list.next && addressOf(filters, { after: list.next })}
        prevHref={list.previous && addressOf(filters, { before: list.previous })}
      />
    </>
  );
}

function NoClients({ filters, hasPlans }: { filters: Filters; hasPlans: boolean }) {
  if (Object.values(filters).some(Boolean)) {
    return (
      <EmptyState icon={UserRound} title="Nenhum cliente encontrado">
        <p>Nada corresponde à busca e aos filtros escolhidos.</p>
        <ButtonLink href="/clients" className="mt-4">
          Limpar busca e filtros
        </ButtonLink>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={UserRound} title="Nenhum cliente ainda">
      {hasPlans ? (
        <p>Cadastre o primeiro: a conta é criada no painel do servidor e os dados de acesso ficam aqui.</p>
      ) : (
        <>
          <p>Um cliente precisa de um servidor e de um plano. Comece por eles.</p>
          <div className="mt-4 flex flex-wrap justify-center gap-2">
            <ButtonLink href="/servers">Cadastrar um servidor</ButtonLink>
            <ButtonLink href="/plans">Cadastrar um plano</ButtonLink>
          </div>
        </>
      )}
    </EmptyState>
  );
}

/** The filters that are set, without the place in the list. */
const listFilters = ({ after: _, before: __, ...kept }: Filters): ListFilters =>
  Object.fromEntries(Object.entries(kept).filter(([, value]) => Boolean(value)));

/** The plans clients can be moved to, each with its server: a client only moves within their own. */
const plansToMove = ({ plans, servers }: ClientChoices) =>
  plans.flatMap(({ id, name, serverId }) => {
    const server = servers.find((s) => s.id === serverId);
    return server ? [{ id, name, server: server.name }] : [];
  });

/** The list's address with these filters, from the page `place` names. */
function addressOf(filters: Filters, place: { after?: string; before?: string }): string {
  const query = new URLSearchParams(Object.entries({ ...listFilters(filters), ...place }));
  return query.size > 0 ? `/clients?${query}` : '/clients';
}
