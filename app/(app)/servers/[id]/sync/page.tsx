import { RefreshCw } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { getServer } from '@/lib/servers/queries';
import { viewSchema } from '@/lib/sync/schema';
import { latestRun, undoableBatches } from '@/lib/sync/view/queries';
import { isWaiting } from '@/lib/sync/view/rules';
import { BeginSync } from '../../sync/begin-sync';
import { RunProgress } from '../../sync/run-progress';
import { Found } from './found';
import { TakenOver } from './taken-over';

export const metadata: Metadata = { title: 'Comparar com o painel' };

/** What a server's panel says beside what stands here: by class, to be taken over row by row or as a whole. */
export default async function ServerSyncPage({ params, searchParams }: PageProps<'/servers/[id]/sync'>) {
  const actor = await pageGate();
  const { id } = await params;
  const now = new Date();
  const server = await getServer(actor.resellerId, id, now);
  if (!server || server.panelType === 'none') notFound();
  const view = viewSchema.parse(await searchParams);
  const run = await latestRun(actor.resellerId, id);
  const zone = actor.reseller.timezone;
  const works = allows(actor.role, 'operator');
  const running = run?.state === 'running' && (isWaiting(run, now) ? 'Esperando…' : 'Lendo…');
  return (
    <>
      <PageHeader
        title="Comparar com o painel"
        description={server.name}
        back={{ href: `/servers/${id}`, label: server.name }}
        actions={works && <BeginSync serverId={id} variant="primary" running={running || null} />}
      />
      {run ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <RunProgress {...{ run, zone, now, works }} owner={allows(actor.role, 'owner')} />
          <TakenOver batches={await undoableBatches(actor.resellerId, id, now)} zone={zone} works={works} />
          <Found run={run} view={view} actor={actor} serverId={id} works={works} />
        </div>
      ) : (
        <EmptyState icon={RefreshCw} title="Nenhuma leitura ainda">
          O botão lê o vencimento de cada cliente no painel, no ritmo que ele aguenta, e mostra as diferenças
          antes de mudar qualquer coisa.
        </EmptyState>
      )}
    </>
  );
}
