import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { siteOrigin } from '@/app/site-origin';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { latePolicyOf } from '@/lib/packages/list/queries';
import { progressOf } from '@/lib/packages/plan/rules';
import { packageRecord, packageRows, packageSlotsOf } from '@/lib/packages/record/queries';
import { isUnderWay } from '@/lib/packages/record/rules';
import { formatPhone } from '@/lib/phone';
import { KeepFresh } from '../../bulk/keep-fresh';
import { Facts } from './facts';
import { History } from './history';
import { InitialCard } from './initial-card';
import type { Known } from './known';
import { PackageActions } from './package-actions';
import { SlotsCard } from './slots-card';

export const metadata: Metadata = { title: 'Pacote' };

/** Of its actions: what they make due may be posted after the answer where no worker runs. */
export const maxDuration = 120;

/** One package: how long it is valid, each renewal with its proofs, and all that happened. */
export default async function PackagePage({ params, searchParams }: PageProps<'/packages/[id]'>) {
  const actor = await pageGate();
  const { id } = await params;
  const subscription = validate(id) ? await packageRecord(actor.resellerId, id) : null;
  if (!subscription) notFound();
  const now = new Date();
  const [slots, rows, late] = await Promise.all([
    packageSlotsOf(actor.resellerId, id),
    packageRows(actor.resellerId, id),
    latePolicyOf(actor.resellerId),
  ]);
  const { before } = await searchParams;
  const works = allows(actor.role, 'operator');
  const number = formatPhone(subscription.number);
  const { reference, typeName, groupName, state } = subscription;
  const known: Known = { subscription, slots, rows, late, now, zone: actor.reseller.timezone };
  return (
    <>
      <PageHeader
        title={number}
        description={[reference, typeName, groupName].filter(Boolean).join(' · ')}
        back={{ href: '/packages', label: 'Lista de pacotes' }}
        actions={
          works && (state === 'active' || state === 'paused') ? (
            <PackageActions
              id={id}
              state={state}
              name={`${number} · ${reference}`}
              left={slots.filter((s) => s.state === 'owed' || s.state === 'held').length}
            />
          ) : null
        }
      />
      <KeepFresh running={false} following={isMoving(known)} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:grid-rows-[auto_1fr]">
        <div className="min-w-0 lg:col-start-2">
          <Facts {...known} actor={actor} link={`${await siteOrigin()}${subscription.link}`} />
        </div>
        <div className="min-w-0 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <SlotsCard {...known} actor={actor} works={works} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:col-start-2">
          <InitialCard {...known} actor={actor} />
          <History id={id} actor={actor} before={typeof before === 'string' ? before : undefined} />
        </div>
      </div>
    </>
  );
}

/** Something on the page may change by itself soon: a renewal about to go out, or rows not yet at their end. */
const isMoving = ({ subscription, slots, rows, late, now }: Known) =>
  progressOf(slots, { state: subscription.state, late }, now).moving || rows.some(isUnderWay);
