import { Users } from 'lucide-react';
import type { Metadata } from 'next';
import { ArchivedList } from '@/app/(app)/archived-list';
import { Badge } from '@/components/badge';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { DataTable } from '@/components/table';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { groupSummaries, groupsOf } from '@/lib/groups/queries';
import { bringGroupBack } from './actions';
import { AddGroup } from './add-group';

export const metadata: Metadata = { title: 'Grupos e preços' };

/** The groups in which packages are sold. */
export default async function GroupsPage() {
  const actor = await pageGate();
  const owner = allows(actor.role, 'owner');
  const [groups, all] = await Promise.all([
    groupSummaries(actor.resellerId),
    owner ? groupsOf(actor.resellerId) : [],
  ]);
  const away = all.filter((group) => group.archivedAt !== null);
  return (
    <>
      <PageHeader
        title="Grupos e preços"
        description="Onde você vende: cada grupo tem a sua tabela de preços, os seus administradores e, se quiser, a sua planilha."
        actions={owner && <AddGroup currency={actor.reseller.currency} />}
      />
      {groups.length === 0 ? (
        <EmptyState icon={Users} title="Nenhum grupo ainda">
          Cadastre o primeiro grupo e cole a tabela de preços dele. É ela que diz o que cada pagamento compra.
        </EmptyState>
      ) : (
        <DataTable
          caption="Grupos"
          columns={[
            { key: 'name', header: 'Nome', primary: true },
            { key: 'whatsapp', header: 'WhatsApp' },
            { key: 'prices', header: 'Preços', align: 'right' },
            { key: 'packages', header: 'Pacotes em andamento', align: 'right' },
          ]}
          rows={groups.map((group) => ({
            id: group.id,
            href: `/packages/groups/${group.id}`,
            cells: {
              name: group.name,
              whatsapp: group.jid ? 'Grupo ligado' : <span className="text-faint">Sem grupo</span>,
              prices: group.prices > 0 ? group.prices : <Badge tone="warning">Sem tabela</Badge>,
              packages: group.packages,
            },
          }))}
        />
      )}
      <ArchivedList items={away.map(({ id, name }) => ({ id, name }))} restore={bringGroupBack} />
    </>
  );
}
