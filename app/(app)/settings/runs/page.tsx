import { History } from 'lucide-react';
import type { Metadata } from 'next';
import { Badge } from '@/components/badge';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { DataTable } from '@/components/table';
import { pageGate } from '@/lib/auth/gates';
import { type Run, recentRuns } from '@/lib/jobs/queries';
import { foldIdle, totalOf } from '@/lib/jobs/rules';
import { dayOf, formatDateTime, formatTime } from '@/lib/time';

export const metadata: Metadata = { title: 'Execuções' };

const CALLERS = { cron: 'Cron', worker: 'Processo contínuo', admin: 'Linha de comando' } satisfies Record<
  Run['caller'],
  string
>;

export default async function RunsPage() {
  const actor = await pageGate('operator');
  const zone = actor.reseller.timezone;
  const runs = await recentRuns(200);
  return (
    <>
      <PageHeader
        title="Execuções"
        description="Cada volta do trabalho automático. O que não coube em uma fica para a próxima."
        back={{ href: '/settings', label: 'Configurações' }}
      />
      {runs.length === 0 ? (
        <EmptyState icon={History} title="Nenhuma execução ainda">
          A primeira acontece sozinha assim que o servidor sobe.
        </EmptyState>
      ) : (
        <DataTable
          caption="Últimas execuções"
          columns={[
            { key: 'at', header: 'Início', primary: true },
            { key: 'caller', header: 'Quem chamou' },
            { key: 'planned', header: 'Previsto', align: 'right' },
            { key: 'done', header: 'Feito', align: 'right' },
            { key: 'skipped', header: 'Pulado', align: 'right' },
            { key: 'failed', header: 'Falhou', align: 'right' },
            { key: 'state', header: 'Resultado', card: 'corner' },
          ]}
          rows={foldIdle(runs).map((one) => ('idle' in one ? idleRow(one.idle, zone) : toRow(one, zone)))}
        />
      )}
    </>
  );
}

/** Most runs of a quiet hour: one line, with when they were. */
function idleRow(idle: Run[], zone: string) {
  const [newest, oldest] = [idle[0], idle.at(-1)];
  if (!newest || !oldest) throw new Error('No run in a fold');
  const [from, until] = [oldest.startedAt, newest.startedAt];
  const at = formatDateTime(from, zone);
  const end =
    dayOf(from, zone) === dayOf(until, zone) ? formatTime(until, zone) : formatDateTime(until, zone);
  const words = idle.length === 1 ? 'Sem nada a fazer' : `${idle.length} voltas sem nada a fazer`;
  return {
    id: newest.id,
    cells: {
      at: (
        <>
          <span className="tabular block">{idle.length === 1 ? at : `${at} a ${end}`}</span>
          <span className="block text-[0.8125rem] leading-5 font-normal text-faint">{words}</span>
        </>
      ),
      state: <Badge tone="success">Em ordem</Badge>,
    },
  };
}

function toRow(run: Run, zone: string) {
  const { planned, done, skipped, failed, reasons } = totalOf(run.counts);
  return {
    id: run.id,
    cells: {
      at: formatDateTime(run.startedAt, zone),
      caller: CALLERS[run.caller],
      planned,
      done,
      skipped,
      failed,
      state: <Result run={run} failed={failed} reasons={reasons} />,
    },
  };
}

function Result({ run, failed, reasons }: { run: Run; failed: number; reasons: string[] }) {
  if (!run.finishedAt) return <Badge tone="warning">Sem fim</Badge>;
  if (failed > 0) return <Badge tone="danger">{[...new Set(reasons)].join(', ') || 'Com falhas'}</Badge>;
  return <Badge tone="success">Em ordem</Badge>;
}
