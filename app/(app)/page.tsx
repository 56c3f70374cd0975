import type { Metadata } from 'next';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { nextExpiries, packagesSetupOf, renewalsPerDay, setupOf } from '@/lib/reports/queries';
import { setupSteps } from '@/lib/reports/rules';
import { listServers } from '@/lib/servers/queries';
import { dayOf } from '@/lib/time';
import { FirstSteps } from './first-steps';
import { KeyFigures } from './key-figures';
import { MarginTable } from './margin-table';
import { NextExpiries } from './next-expiries';
import { PackagesNow } from './packages-now';
import { PanelHealth } from './panel-health';
import { RenewalsChart } from './renewals-chart';

export const metadata: Metadata = { title: 'Painel' };

const NEXT = 8;
const CHART_DAYS = 14;

/** The first screen: in five seconds what comes in, what runs out and what needs a person. */
export default async function DashboardPage() {
  const { resellerId, reseller } = await pageGate();
  const now = new Date();
  const [setup, expiries, perDay, servers] = await Promise.all([
    setupOf(resellerId),
    nextExpiries(resellerId, now, NEXT),
    renewalsPerDay(resellerId, now, reseller.timezone, CHART_DAYS),
    listServers(resellerId, now),
  ]);
  // In Mozambique data packages are sold, elsewhere accounts on a panel.
  const steps = setupSteps(reseller.country === 'MZ' ? await packagesSetupOf(resellerId) : setup);
  // Who sells packages and has no panel looks at them first.
  const packages = <PackagesNow resellerId={resellerId} now={now} />;
  return (
    <>
      <PageHeader title="Painel" description={longDay(now, reseller.timezone)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:gap-5">
        {setup.servers === 0 && packages}
        {steps && <FirstSteps steps={steps} />}
        <KeyFigures
          resellerId={resellerId}
          reseller={reseller}
          today={dayOf(now, reseller.timezone)}
          now={now}
        />
        {setup.servers > 0 && packages}
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:gap-5">
          <NextExpiries rows={expiries} now={now} zone={reseller.timezone} />
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:gap-5">
            <PanelHealth servers={servers} now={now} />
            <RenewalsChart days={perDay} />
          </div>
        </div>
        {servers.length > 0 && <MarginTable servers={servers} currency={reseller.currency} />}
      </div>
    </>
  );
}

/** `sábado, 21 de novembro` in the reseller's zone. */
const longDay = (now: Date, timeZone: string) =>
  new Intl.DateTimeFormat('pt-BR', { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(now);
