import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { gridOf, tiesOf } from '@/lib/groups/prices/grid/rules';
import { priceVersions, versionPrices } from '@/lib/groups/prices/queries';
import { groupOf } from '@/lib/groups/queries';
import { typesOf } from '@/lib/packages/types/queries';
import { PriceEditor } from './price-editor';

export const metadata: Metadata = { title: 'Tabela de preços' };
type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ from?: string | string[] }> };

/** The group's prices as a grid, filled by hand or from a pasted text; `?from=` starts at an older version. */
export default async function PricesPage({ params, searchParams }: Props) {
  const actor = await pageGate('owner');
  const group = await groupOf(actor.resellerId, (await params).id);
  if (!group || group.archivedAt) notFound();
  const [versions, types] = await Promise.all([
    priceVersions(actor.resellerId, group.id),
    typesOf(actor.resellerId, group.id),
  ]);
  const { from } = await searchParams;
  const chosen = versions.find((version) => version.id === from) ?? versions[0];
  const rows = chosen ? await versionPrices(actor.resellerId, chosen.id) : [];
  const { currency, locale } = actor.reseller;
  return (
    <>
      <PageHeader
        title="Tabela de preços"
        description={
          chosen && chosen !== versions[0]
            ? `${group.name}: a partir da versão ${chosen.version}. Nada muda até você salvar.`
            : group.name
        }
        back={{ href: `/packages/groups/${group.id}`, label: group.name }}
      />
      <PriceEditor
        key={chosen?.id}
        groupId={group.id}
        base={versions[0]?.version ?? 0}
        start={{ grid: gridOf(rows), ties: tiesOf(rows), source: chosen?.source ?? '' }}
        types={types.map(({ days }) => days)}
        currency={currency}
        locale={locale}
      />
    </>
  );
}
