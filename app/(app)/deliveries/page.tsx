import type { Metadata } from 'next';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { countDismissed } from '@/lib/board/dismissed/queries';
import { movingByKind, needsByKind } from '@/lib/board/queries';
import { elsewhereOf } from '@/lib/board/rules';
import { boardFilters } from '@/lib/board/schema';
import { AuditCard } from '../audit-card';
import { DismissedList } from './dismissed-list';
import { Elsewhere } from './elsewhere';
import { OpenList } from './open-list';
import { Views } from './views';

export const metadata: Metadata = { title: 'Entregas' };

/** Of its actions: what is retried may be worked on after the answer where no worker runs. */
export const maxDuration = 120;

export default async function DeliveriesPage({ searchParams }: PageProps<'/deliveries'>) {
  const actor = await pageGate();
  const filters = boardFilters.parse(await searchParams);
  const { side } = filters;
  const { resellerId, reseller } = actor;
  const now = new Date();
  const [needs, moving, dismissed] = await Promise.all([
    needsByKind(resellerId),
    movingByKind(resellerId),
    countDismissed(resellerId, filters.kind),
  ]);
  return (
    <>
      <PageHeader
        title="Entregas"
        description="Tudo o que foi pago ou pedido e ainda não tem prova. O que precisa de você vem primeiro."
      />
      <Elsewhere needs={needs} />
      <Views {...{ filters, needs, moving, dismissed }} sells={reseller.country} />
      {side === 'dismissed' ? (
        <DismissedList {...{ actor, filters, now }} />
      ) : (
        <OpenList {...{ actor, filters, side, now }} elsewhere={elsewhereOf(needs)} />
      )}
      <div className="mt-4 empty:hidden sm:mt-5">
        <AuditCard resellerId={resellerId} zone={reseller.timezone} />
      </div>
    </>
  );
}
