import { Sunrise } from 'lucide-react';
import type { Metadata } from 'next';
import { Card, Stat } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import type { Actor } from '@/lib/auth/rules';
import { mbWords } from '@/lib/groups/prices/messages';
import { formatMoney } from '@/lib/money';
import { latePolicyOf } from '@/lib/packages/list/queries';
import { recentOutages } from '@/lib/packages/reports/outages/queries';
import { groupNames, nextDay, standingStill } from '@/lib/packages/tomorrow/queries';
import { type Sum, sumUp } from '@/lib/packages/tomorrow/rules';
import { DayTable } from './day-table';
import { OutageCard } from './outage-card';
import { StandingStill } from './standing-still';

export const metadata: Metadata = { title: 'Amanhã' };

/** What the next 24 h will send by themselves, what they will not, and what lately stood still. */
export default async function TomorrowPage() {
  const actor = await pageGate();
  const now = new Date();
  const zone = actor.reseller.timezone;
  const late = await latePolicyOf(actor.resellerId);
  const [rows, still, names, outages] = await Promise.all([
    nextDay(actor.resellerId, { zone, late }, now),
    standingStill(actor.resellerId),
    groupNames(actor.resellerId),
    recentOutages(actor.resellerId, now),
  ]);
  const { total, open, hours, groups } = sumUp(rows);
  return (
    <>
      <PageHeader title="Amanhã" description="O que sai sozinho nas próximas 24 horas, no seu fuso." />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <StandingStill {...still} open={open} late={total.late} policy={late} />
        {total.n === 0 ? (
          <EmptyState icon={Sunrise} title="Nada a enviar nas próximas 24 horas">
            As renovações aparecem aqui assim que houver um pacote ativo com renovações a fazer.
          </EmptyState>
        ) : (
          <>
            <Totals total={total} actor={actor} />
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
              <DayTable
                title="Por hora"
                head="Hora"
                rows={hours.map(({ hour, ...sum }) => ({ name: hourWords(hour), ...sum }))}
                actor={actor}
              />
              <DayTable
                title="Por grupo"
                head="Onde"
                rows={groups.map(({ groupId, ...sum }) => ({
                  name: (groupId && names.get(groupId)) || 'Sem grupo',
                  ...sum,
                }))}
                actor={actor}
              />
            </div>
          </>
        )}
        <OutageCard {...outages} zone={zone} now={now} />
      </div>
    </>
  );
}

function Totals({ total, actor }: { total: Sum; actor: Actor }) {
  const { currency, locale } = actor.reseller;
  return (
    <Card>
      <h2 className="sr-only">Ao todo</h2>
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-4">
        <Stat label="Renovações" value={total.n} hint="cada uma, um pedido e um pagamento" />
        <Stat label="Dados" value={mbWords(total.mb, locale)} />
        <Stat label="Valor" value={formatMoney({ cents: total.cents, currency }, locale)} />
        <Stat
          label="Fora da hora"
          value={total.late}
          tone={total.late > 0 ? 'warning' : 'neutral'}
          hint={total.late > 0 ? 'atrasadas ou à espera das 20 h' : 'todas na hora delas'}
        />
      </div>
    </Card>
  );
}

/** `2025-11-19 08:00` as `19/11 08:00`. */
const hourWords = (hour: string) => `${hour.slice(8, 10)}/${hour.slice(5, 7)} ${hour.slice(11)}`;
