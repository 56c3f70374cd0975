import { Card, Stat } from '@/components/card';
import { classes } from '@/components/classes';
import type { ResellerId } from '@/db/ids';
import { latePolicyOf } from '@/lib/packages/list/queries';
import { packageRenewalsPerDay, packageStats } from '@/lib/packages/stats/queries';
import { nextDay } from '@/lib/packages/tomorrow/queries';
import { sumUp } from '@/lib/packages/tomorrow/rules';
import { RenewalsChart } from '../renewals-chart';

const CHART_DAYS = 14;

type Props = { resellerId: ResellerId; zone: string; now: Date };

/** The figures that `.pacotes_stats` answers with. */
export async function Stats({ resellerId, zone, now, late }: Props & { late: number }) {
  const policy = await latePolicyOf(resellerId);
  const [stats, soon] = await Promise.all([
    packageStats(resellerId, now),
    nextDay(resellerId, { zone, late: policy, hours: 6 }, now),
  ]);
  const figures: Figure[] = [
    { label: 'Ativos', short: 'ativos', value: stats.active },
    { label: 'Últimas 24 h', short: 'feitas em 24 h', value: stats.last24h, hint: 'renovações entregues' },
    {
      label: 'Próximas 6 h',
      short: 'nas próximas 6 h',
      value: sumUp(soon).total.n,
      hint: 'renovações a enviar',
    },
    {
      ...{ label: 'Atrasadas', short: 'atrasadas', value: late, tone: late > 0 ? 'danger' : 'neutral' },
      hint: late > 0 ? 'mais de 1 h depois da hora' : 'nada fora da hora',
    },
  ];
  return (
    <>
      <InBrief figures={figures} />
      <div className="max-sm:hidden">
        <InFull figures={figures} byDays={stats.byDays} />
      </div>
    </>
  );
}

type Figure = { label: string; short: string; value: number; hint?: string; tone?: 'danger' | 'neutral' };

/** On a phone, two in a row: the list begins on the first screen. */
const InBrief = ({ figures }: { figures: Figure[] }) => (
  <ul
    aria-label="Agora"
    className="grid grid-cols-2 gap-x-4 rounded-card border border-line bg-surface px-4 py-2 shadow-rest sm:hidden"
  >
    {figures.map(({ short, value, tone }) => (
      <li key={short} className="text-[0.8125rem] leading-6 text-muted">
        <span className={classes('tabular font-semibold', tone === 'danger' ? 'text-danger' : 'text-ink')}>
          {value}
        </span>{' '}
        {short}
      </li>
    ))}
  </ul>
);

function InFull({ figures, byDays }: { figures: Figure[]; byDays: { days: number; n: number }[] }) {
  return (
    <Card title="Agora">
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-4">
        {figures.map(({ short: _, ...figure }) => (
          <Stat key={figure.label} {...figure} />
        ))}
      </div>
      {byDays.length > 0 && (
        <ul className="mt-5 flex flex-wrap gap-x-5 gap-y-1 border-t border-line pt-3 text-muted">
          {byDays.map(({ days, n }) => (
            <li key={days} className="tabular whitespace-nowrap">
              {days} Dias: <span className="font-medium text-ink">{n}</span>{' '}
              {n === 1 ? 'cliente' : 'clientes'}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** The renewals of each day, as bars and as figures. */
export async function PerDay({ resellerId, zone, now }: Props) {
  const days = await packageRenewalsPerDay(resellerId, now, zone, CHART_DAYS);
  return <RenewalsChart days={days} title="Renovações de pacotes por dia" />;
}
