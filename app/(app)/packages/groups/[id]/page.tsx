import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Badge } from '@/components/badge';
import { Card, DefinitionList } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { adminsOf } from '@/lib/groups/admins/queries';
import { mbWords } from '@/lib/groups/prices/messages';
import { priceVersions, versionPrices } from '@/lib/groups/prices/queries';
import { groupOf } from '@/lib/groups/queries';
import { groupSheets } from '@/lib/groups/sheets/queries';
import { formatMoney, moneyInput } from '@/lib/money';
import { formatPhone } from '@/lib/phone';
import { AdminsCard } from './admins-card';
import { ArchiveGroup } from './archive-group';
import { EditGroup } from './edit-group';
import { PricesCard } from './prices-card';
import { SheetsCard } from './sheets-card';
import { VersionsCard } from './versions-card';

export const metadata: Metadata = { title: 'Grupo' };
type Props = { params: Promise<{ id: string }> };

/** One group: what it sells, who commands there, where its orders go. */
export default async function GroupPage({ params }: Props) {
  const actor = await pageGate();
  const group = await groupOf(actor.resellerId, (await params).id);
  if (!group) notFound();
  const [admins, versions, sheets] = await Promise.all([
    adminsOf(actor.resellerId, group.id),
    priceVersions(actor.resellerId, group.id),
    groupSheets(group),
  ]);
  const rows = versions[0] ? await versionPrices(actor.resellerId, versions[0].id) : [];
  const { currency, locale, timezone } = actor.reseller;
  const money = (cents: number) => formatMoney({ cents, currency }, locale);
  const owner = allows(actor.role, 'owner') && group.archivedAt === null;
  const { id, name, jid, slotMb, slotCents } = group;
  const stored = {
    ...{ id, name, jid: jid ?? '', slotMb: slotMb === null ? '' : String(slotMb) },
    slotCents: slotCents === null ? '' : moneyInput(slotCents),
  };
  return (
    <>
      <PageHeader
        title={name}
        description={group.archivedAt ? <Badge>Arquivado</Badge> : undefined}
        back={{ href: '/packages/groups', label: 'Grupos' }}
        actions={owner && <EditGroup currency={currency} stored={stored} />}
      />
      <div className="grid gap-4 sm:gap-5">
        <PricesCard groupId={id} rows={rows} money={money} locale={locale} owner={owner} />
        <div className="grid items-start gap-4 sm:gap-5 lg:grid-cols-2">
          <Card title="Dados do grupo">
            <DefinitionList
              items={[
                { label: 'WhatsApp', value: jid ?? 'Sem grupo no WhatsApp' },
                { label: 'Por renovação', value: slotMb === null ? 'O das Regras' : mbWords(slotMb, locale) },
                { label: 'Valor dela', value: slotCents === null ? 'O das Regras' : money(slotCents) },
              ]}
            />
          </Card>
          <AdminsCard
            groupId={id}
            owner={owner}
            admins={admins.map((admin) => ({
              ...{ id: admin.id, name: admin.name, phone: formatPhone(admin.phone) },
              everywhere: admin.groupId === null,
            }))}
          />
          <SheetsCard groupId={id} stored={sheets} owner={owner} />
          <VersionsCard groupId={id} versions={versions} zone={timezone} owner={owner} />
        </div>
        {owner && <ArchiveGroup id={id} name={name} />}
      </div>
    </>
  );
}
