import { Tags } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { archivedPlans } from '@/lib/plans/archive/queries';
import { listPlans } from '@/lib/plans/queries';
import { listServers } from '@/lib/servers/queries';
import { ArchivedList } from '../archived-list';
import { bringPlanBack } from './actions';
import { AddPlan } from './add-plan';
import { offersOf } from './offers';
import { PlansTable } from './plans-table';

export const metadata: Metadata = { title: 'Planos' };

export default async function PlansPage() {
  const actor = await pageGate();
  const [plans, servers] = await Promise.all([
    listPlans(actor.resellerId),
    listServers(actor.resellerId, new Date()),
  ]);
  const owner = allows(actor.role, 'owner');
  const away = owner ? await archivedPlans(actor.resellerId) : [];
  const offers = owner ? await offersOf(actor, servers) : [];
  const { currency, locale } = actor.reseller;
  return (
    <>
      <PageHeader
        title="Planos"
        description="O que você vende: preço, dias e o pacote que cada pagamento renova no painel."
        actions={owner && <AddPlan currency={currency} offers={offers} />}
      />
      {plans.length === 0 ? (
        <EmptyState icon={Tags} title="Nenhum plano ainda">
          {servers.length === 0 ? (
            <>
              <p>Um plano pertence a um servidor. Comece por ele.</p>
              <ButtonLink href="/servers" className="mt-4">
                Cadastrar um servidor
              </ButtonLink>
            </>
          ) : (
            'Crie um plano para cada preço que você cobra, por exemplo Mensal, 30 dias. Em servidores com painel, escolha o pacote que ele renova.'
          )}
        </EmptyState>
      ) : (
        <PlansTable plans={plans} offers={offers} currency={currency} locale={locale} owner={owner} />
      )}
      <ArchivedList
        items={away.map(({ id, name, serverName }) => ({ id, name, hint: serverName }))}
        restore={bringPlanBack}
      />
    </>
  );
}
