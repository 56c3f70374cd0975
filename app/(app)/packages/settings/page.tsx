import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { groupsOf } from '@/lib/groups/queries';
import { moneyInput } from '@/lib/money';
import { bookTarget, ownTypes, settingsOf } from '@/lib/packages/settings/queries';
import { BookCard } from './book-card';
import { RulesForm } from './rules-form';
import { TypesCard } from './types-card';

export const metadata: Metadata = { title: 'Regras dos pacotes' };

export default async function PackageSettingsPage() {
  const { resellerId, reseller } = await pageGate('owner');
  const [settings, types, groups, orders, payments] = await Promise.all([
    settingsOf(resellerId),
    ownTypes(resellerId),
    groupsOf(resellerId),
    bookTarget(resellerId, 'orders'),
    bookTarget(resellerId, 'payments'),
  ]);
  const { latePolicy, slotMb, slotCents, bonusEvery, bonusMb, notice } = settings;
  const inUse = groups.filter((group) => !group.archivedAt);
  return (
    <>
      <PageHeader
        title="Regras"
        description="Como os pacotes se renovam e para onde vão pedidos e pagamentos."
      />
      <div className="grid max-w-2xl gap-4">
        <Card title="Renovações">
          <RulesForm
            currency={reseller.currency}
            defaults={{
              ...{ latePolicy, notice, slotMb: String(slotMb), slotCents: moneyInput(slotCents) },
              bonusEvery: bonusEvery === null ? '' : String(bonusEvery),
              bonusMb: bonusEvery === null ? '' : String(bonusMb),
            }}
          />
        </Card>
        <TypesCard
          types={types}
          groups={inUse.map(({ id, name }) => ({ value: id, label: name }))}
          currency={reseller.currency}
        />
        <BookCard book="orders" target={orders} />
        <BookCard book="payments" target={payments} />
        <Card title="Trazer do sistema anterior">
          <p className="text-muted">
            Os pacotes em andamento e o histórico de renovações entram pelos arquivos do sistema antigo. Você
            confere cada pacote antes de gravar.
          </p>
          <ButtonLink href="/packages/import" className="mt-3">
            Importar pacotes
          </ButtonLink>
        </Card>
      </div>
    </>
  );
}
