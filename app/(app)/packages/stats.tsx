import { Card, Stat } from '@/components/card';
import type { ResellerId } from '@/db/ids';
import { packageRenewalsPerDay, packageStats } from '@/lib/packages/stats/queries';
import { RenewalsChart } from '../renewals-chart';

const CHART_DAYS = 14;

type Props = { resellerId: ResellerId; zone: string; now: Date; late: number };

/** The figures that `.pacotes_stats` answers with, and the renewals of each day. */
export async function Stats({ resellerId, zone, now, late }: Props) {
  const [stats, perDay] = await Promise.all([
    packageStats(resellerId, now),
    packageRenewalsPerDay(resellerId, now, zone, CHART_DAYS),
  ]);
  return (
    <div className="mb-5 grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Card title="Agora">
        <div className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-4">
          <Stat label="Ativos" value={stats.active} />
          <Stat label="Renovações em 24 h" value={stats.last24h} hint="já entregues" />
          <Stat label="Próximas 6 h" value={stats.next6h} hint="renovações a enviar" />
          <Stat
            label="Atrasadas"
            value={late}
            tone={late > 0 ? 'danger' : 'neutral'}
            hint={late > 0 ? 'mais de 1 h depois da hora' : 'nada fora da hora'}
          />
        </div>
        {stats.byDays.length > 0 && (
          <ul className="mt-5 flex flex-wrap gap-x-5 gap-y-1 border-t border-line pt-3 text-muted">
            {stats.byDays.map(({ days, n }) => (
              <li key={days} className="tabular whitespace-nowrap">
                {days} Dias: <span className="font-medium text-ink">{n}</span>{' '}
                {n === 1 ? 'cliente' : 'clientes'}
              </li>
            ))}
          </ul>
        )}
      </Card>
      <RenewalsChart days={perDay} title="Renovações de pacotes por dia" />
    </div>
  );
}
