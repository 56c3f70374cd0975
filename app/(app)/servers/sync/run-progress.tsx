import { Card } from '@/components/card';
import { ProgressBar } from '@/components/progress-bar';
import { lookWords } from '@/lib/panels/messages';
import type { PanelReason } from '@/lib/panels/rules';
import type { RunView } from '@/lib/sync/view/queries';
import { formatDateTime } from '@/lib/time';
import { KeepFresh } from '../../bulk/keep-fresh';
import { StopSync } from './stop-sync';

type Props = { run: RunView; zone: string; now: Date; works: boolean };

/** How far a reading is, and why it waits or ended early. */
export function RunProgress({ run, zone, now, works }: Props) {
  const running = run.state === 'running';
  const figure = (n: number) => n.toLocaleString('pt-BR');
  return (
    <Card title={TITLE[run.state]} actions={running && works && <StopSync runId={run.id} />}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="tabular text-base font-semibold text-ink" aria-live="polite">
          {figure(run.readCount)} de {figure(Math.max(run.total, run.readCount))} lidos
        </p>
        <p className="tabular text-muted">
          {figure(run.sameCount)} {run.sameCount === 1 ? 'igual' : 'iguais'} nos dois lados
        </p>
      </div>
      {running && (
        <ProgressBar value={run.readCount} max={Math.max(run.total, 1)} label="Clientes lidos do painel" />
      )}
      <p className="tabular mt-3 text-muted">
        {run.finishedAt
          ? `Terminou em ${formatDateTime(run.finishedAt, zone)}, a pedido de ${run.userName}.`
          : `Começou em ${formatDateTime(run.createdAt, zone)}, a pedido de ${run.userName}. Pode fechar esta página: a leitura continua.`}
      </p>
      {run.reason && (
        <p className={running ? 'mt-2 text-warning' : 'mt-2 text-danger'}>
          {why(run.reason)}
          {running &&
            run.nextRunAt > now &&
            ` A leitura continua às ${formatDateTime(run.nextRunAt, zone).slice(-5)}.`}
        </p>
      )}
      {running && <KeepFresh running />}
    </Card>
  );
}

const why = (reason: string) =>
  lookWords({ reason: reason as PanelReason, movedTo: null, retryAfterMs: null });

const TITLE: Record<RunView['state'], string> = {
  running: 'Lendo o painel',
  done: 'Leitura completa',
  stopped: 'A leitura parou antes do fim',
  cancelled: 'Leitura parada por uma pessoa',
};
