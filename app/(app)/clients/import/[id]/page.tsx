import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { Badge } from '@/components/badge';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { clientChoices } from '@/lib/clients/queries';
import { BATCH_WORDS } from '@/lib/imports/messages';
import { columnsOf, getImport, importProgress } from '@/lib/imports/queries';
import { viewSchema } from '@/lib/imports/schema';
import { formatDateTime } from '@/lib/time';
import { DryRun } from './dry-run';
import { MappingForm } from './mapping-form';
import { Progress } from './progress';
import { Report } from './report';

export const metadata: Metadata = { title: 'Importar clientes' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, unknown>> };

export default async function ImportOnePage({ params, searchParams }: Props) {
  const actor = await pageGate('operator');
  const { id } = await params;
  const batch = validate(id) ? await getImport(actor.resellerId, id) : null;
  if (!batch) notFound();
  const view = viewSchema.parse(await searchParams);
  const zone = actor.reseller.timezone;
  const mapping = batch.state === 'mapping' || (batch.state === 'checked' && view.columns);
  const moving = batch.state === 'running' || batch.state === 'undoing';
  const progress = moving ? await importProgress(actor.resellerId, id) : null;
  return (
    <>
      <PageHeader
        title="Importar clientes"
        description={
          <span className="wrap-anywhere">
            {batch.fileName} · {batch.rowCount.toLocaleString('pt-BR')}{' '}
            {batch.rowCount === 1 ? 'linha' : 'linhas'} · {batch.userName}, em{' '}
            {formatDateTime(batch.createdAt, zone)}
          </span>
        }
        back={{ href: '/clients/import', label: 'Importações' }}
        actions={
          <span>
            <Badge tone={BATCH_WORDS[batch.state].tone}>{BATCH_WORDS[batch.state].label}</Badge>
          </span>
        }
      />
      {mapping && (
        <MappingForm
          id={id}
          source={batch.source}
          columns={await columnsOf(batch)}
          choices={serversWithPlans(await clientChoices(actor.resellerId))}
          chosen={{
            serverId: batch.serverId ?? '',
            planId: batch.planId ?? '',
            existing: batch.existing,
            onPanel: batch.serverId ? batch.onPanel : batch.source === 'sigma',
          }}
        />
      )}
      {batch.state === 'checked' && !mapping && (
        <DryRun batch={batch} view={view} now={new Date()} zone={zone} />
      )}
      {progress && <Progress id={id} initial={progress} />}
      {(batch.state === 'done' || batch.state === 'undone') && (
        <Report batch={batch} view={view} now={new Date()} zone={zone} />
      )}
    </>
  );
}

/** Only where a client can go: a server without a plan takes none. */
function serversWithPlans({ servers, plans }: Awaited<ReturnType<typeof clientChoices>>) {
  return servers
    .map(({ id, name, panelType }) => ({
      id,
      name,
      hasPanel: panelType !== 'none',
      plans: plans.filter((p) => p.serverId === id).map((p) => ({ value: p.id, label: p.name })),
    }))
    .filter((s) => s.plans.length > 0);
}

export type ServerChoice = ReturnType<typeof serversWithPlans>[number];
