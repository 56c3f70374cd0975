import type { Metadata } from 'next';
import { SearchBox, Tabs } from '@/components/filters';
import { PageHeader } from '@/components/page-header';
import { KeysetNav } from '@/components/pagination';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { listPackages, packageChoices } from '@/lib/packages/list/queries';
import { type PackageFilters, packageFilters } from '@/lib/packages/list/schema';
import { packageAttention } from '@/lib/packages/stats/queries';
import { KeepFresh } from '../bulk/keep-fresh';
import { addressOf } from './address';
import { FirstPackage, NothingHere } from './empty';
import { NeedsYou } from './needs-you';
import { PackageFilterMenu } from './package-filters';
import { PackageTable } from './package-table';
import { ActivatePaid } from './paid-form';
import { SchedulePackage } from './schedule-form';
import { packageRow } from './shown';
import { PerDay, Stats } from './stats';

export const metadata: Metadata = { title: 'Pacotes' };

/** Of its actions: an activation's rows may be posted after the answer where no worker runs. */
export const maxDuration = 120;

export default async function PackagesPage({ searchParams }: PageProps<'/packages'>) {
  const actor = await pageGate();
  const asked = await searchParams;
  const filters = packageFilters.parse(asked);
  const activating = asked.ativar !== undefined;
  const now = new Date();
  const { timezone, currency, country, locale } = actor.reseller;
  const [list, choices, attention] = await Promise.all([
    listPackages(actor.resellerId, filters, now),
    packageChoices(actor.resellerId),
    packageAttention(actor.resellerId, now),
  ]);
  const works = allows(actor.role, 'operator');
  const known = { resellerId: actor.resellerId, zone: timezone, now };
  const open = choices.groups.filter((g) => !g.archived);
  const shown = list.rows.map((row) => packageRow(row, now, timezone));
  return (
    <>
      <PageHeader
        title="Pacotes"
        description="Cada pacote entrega as suas renovações todo dia, exatamente quantas foram vendidas."
        actions={
          works && (
            <>
              <SchedulePackage groups={open} lengths={choices.lengths} country={country} />
              <ActivatePaid
                key={String(activating)}
                defaultOpen={activating}
                {...{ groups: open, currency, country, locale }}
              />
            </>
          )
        }
      />
      {attention.any ? (
        <>
          <KeepFresh running={false} following={shown.some((row) => row.moving)} />
          <NeedsYou attention={attention} />
          {/* On a phone the chart comes last: what is looked up stands before it. */}
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <Stats {...known} late={attention.late} />
            <section aria-label="Lista" className="min-w-0 lg:col-span-2 lg:row-start-2">
              <Tabs items={tabs(filters)} />
              <div className="my-4 flex gap-2">
                <SearchBox placeholder="84 512 3456 ou ABC123" />
                <PackageFilterMenu filters={filters} choices={choices} />
              </div>
              {list.rows.length > 0 ? (
                <PackageTable rows={shown} caption={captionOf(filters)} />
              ) : (
                <NothingHere filters={filters} />
              )}
              <KeysetNav
                nextHref={list.next && addressOf(filters, { after: list.next })}
                prevHref={list.previous && addressOf(filters, { before: list.previous })}
              />
            </section>
            <PerDay {...known} />
          </div>
        </>
      ) : (
        <FirstPackage hasGroups={open.length > 0} works={works} />
      )}
    </>
  );
}

const TAB_WORDS = [
  { state: undefined, label: 'Ativos' },
  { state: 'late', label: 'Atrasados' },
  { state: 'needs', label: 'Precisam de você' },
  { state: 'paused', label: 'Pausados' },
  { state: 'closed', label: 'Encerrados' },
  { state: 'all', label: 'Todos' },
] as const;

const tabs = (filters: PackageFilters) =>
  TAB_WORDS.map(({ state, label }) => ({
    label,
    href: addressOf(filters, { state }),
    current: (filters.state === 'active' ? undefined : filters.state) === state,
  }));

const captionOf = ({ state }: PackageFilters) =>
  state === 'closed' || state === 'all'
    ? 'Pacotes, os mais novos primeiro'
    : 'Pacotes, o fim mais próximo primeiro';
