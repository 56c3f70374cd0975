import type { Metadata } from 'next';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { groupsOf } from '@/lib/groups/queries';
import { packagesSetupOf, setupOf } from '@/lib/reports/queries';
import { setupSteps } from '@/lib/reports/rules';
import { Accounts } from './accounts';
import { CreditsBanner } from './credits-banner';
import { DriftCard } from './drift-card';
import { BesideSteps, FirstSteps } from './first-steps';
import { PackagesAhead } from './packages-ahead';
import { PackagesNow } from './packages-now';

export const metadata: Metadata = { title: 'Painel' };

/** The first screen: in five seconds what comes in, what runs out and what needs a person. */
export default async function DashboardPage() {
  const { resellerId, reseller, role } = await pageGate();
  const now = new Date();
  const setup = await setupOf(resellerId);
  // In Mozambique data packages are sold, elsewhere accounts on a panel.
  const inPackages = reseller.country === 'MZ';
  const steps = setupSteps(inPackages ? await packagesSetupOf(resellerId) : setup);
  const owner = allows(role, 'owner');
  const onlyPackages = inPackages && setup.servers === 0 && setup.clients === 0;
  const packages = <PackagesNow resellerId={resellerId} now={now} alone={onlyPackages} />;
  const zone = reseller.timezone;
  return (
    <>
      <PageHeader title="Painel" description={longDay(now, zone)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:gap-5">
        <CreditsBanner resellerId={resellerId} />
        {/* Who sells packages and has no panel looks at them first. */}
        {setup.servers === 0 && packages}
        {steps && (
          <FirstSteps
            steps={steps}
            hrefs={inPackages && owner ? { prices: await pricesPage(resellerId) } : {}}
            beside={inPackages && allows(role, 'operator') && <BesideSteps owner={owner} />}
          />
        )}
        {onlyPackages ? (
          <PackagesAhead resellerId={resellerId} zone={zone} now={now} />
        ) : (
          <Accounts resellerId={resellerId} reseller={reseller} now={now}>
            {setup.servers > 0 && <DriftCard resellerId={resellerId} now={now} zone={zone} />}
            {setup.servers > 0 && packages}
          </Accounts>
        )}
      </div>
    </>
  );
}

/** Where prices are pasted: the one group's own page; with more groups a person chooses. */
async function pricesPage(resellerId: Parameters<typeof groupsOf>[0]): Promise<string> {
  const [only, ...more] = (await groupsOf(resellerId)).filter((group) => !group.archivedAt);
  return only && more.length === 0 ? `/packages/groups/${only.id}/prices` : '/packages/groups';
}

/** `sábado, 21 de novembro` in the reseller's zone. */
const longDay = (now: Date, timeZone: string) =>
  new Intl.DateTimeFormat('pt-BR', { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(now);
