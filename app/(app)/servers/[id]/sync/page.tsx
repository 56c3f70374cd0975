import { RefreshCw } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmptyState } from '@/components/empty-state';
import { Tabs } from '@/components/filters';
import { PageHeader } from '@/components/page-header';
import { KeysetNav } from '@/components/pagination';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { getServer, listPackages } from '@/lib/servers/queries';
import { isApplied } from '@/lib/sync/apply/rules';
import { CLASS_WORDS } from '@/lib/sync/messages';
import { SYNC_CLASSES, type SyncClass } from '@/lib/sync/plan/rules';
import { viewSchema } from '@/lib/sync/schema';
import { latestRun, listDifferences, type RunView, undoableBatches } from '@/lib/sync/view/queries';
import { firstClass } from '@/lib/sync/view/rules';
import { BeginSync } from '../../sync/begin-sync';
import { RunProgress } from '../../sync/run-progress';
import { Differences } from './differences';
import { differenceLine } from './shown';
import { TakenOver } from './taken-over';

export const metadata: Metadata = { title: 'Painel e cadastro' };

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
  return (
    <>
      <PageHeader
        title="Painel e cadastro"
        description={`${server.name}: o que o painel mostra e o que está aqui.`}
        back={{ href: `/servers/${id}`, label: server.name }}
        actions={works && run?.state !== 'running' && <BeginSync serverId={id} variant="primary" />}
      />
      {run ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <RunProgress run={run} zone={zone} now={now} works={works} />
          <TakenOver batches={await undoableBatches(actor.resellerId, run.id)} zone={zone} works={works} />
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

type FoundProps = {
  run: RunView;
  view: { class?: SyncClass | undefined; after?: string | undefined };
  actor: Awaited<ReturnType<typeof pageGate>>;
  serverId: string;
  works: boolean;
};

async function Found({ run, view, actor, serverId, works }: FoundProps) {
  const kind = view.class ?? firstClass(run.counts);
  if (!kind) return run.state === 'done' ? <AllSame /> : null;
  const place = (one: SyncClass, after = '') =>
    `/servers/${serverId}/sync?class=${one}${after ? `&after=${after}` : ''}`;
  const [{ rows, next }, packages] = await Promise.all([
    listDifferences(actor.resellerId, { runId: run.id, class: kind, after: view.after }),
    kind === 'package' ? listPackages(actor.resellerId, serverId) : [],
  ]);
  const names = new Map(packages.map((one) => [one.packageId, one.name]));
  const { explained, act, tab } = CLASS_WORDS[kind];
  return (
    <section aria-label={tab} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Tabs
        label="Tipos de diferença"
        items={SYNC_CLASSES.filter((one) => run.counts[one].all > 0 || one === kind).map((one) => ({
          label: CLASS_WORDS[one].tab,
          href: place(one),
          current: one === kind,
          count: isApplied(one) ? run.counts[one].open : run.counts[one].all,
        }))}
      />
      <p className="max-w-prose text-muted">{explained}</p>
      <Differences
        key={`${kind}${view.after ?? ''}`}
        runId={run.id}
        kind={isApplied(kind) && works && run.state !== 'running' ? kind : null}
        act={act}
        open={run.counts[kind].open}
        rows={rows.map((row) => differenceLine(row, kind, { zone: actor.reseller.timezone, names }))}
      />
      <KeysetNav nextHref={next && place(kind, next)} prevHref={view.after ? place(kind) : null} />
    </section>
  );
}

const AllSame = () => (
  <EmptyState icon={RefreshCw} title="Tudo igual">
    O painel e o cadastro dizem o mesmo de todos os clientes lidos.
  </EmptyState>
);
