import { useId } from 'react';
import { Card } from '@/components/card';
import { ProgressBar } from '@/components/progress-bar';
import type { PanelReason } from '@/lib/panels/rules';
import { readingWords, waitingWords } from '@/lib/sync/messages';
import { readWords } from '@/lib/sync/view/messages';
import type { RunView } from '@/lib/sync/view/queries';
import { isWaiting, leftOutCount, openCount } from '@/lib/sync/view/rules';
import { formatDateTime, formatTime } from '@/lib/time';
import { KeepFresh } from '../../bulk/keep-fresh';
import { ReopenPanel } from '../[id]/reopen-panel';
import { StopSync } from './stop-sync';

type Props = { run: RunView; zone: string; now: Date; works: boolean; owner: boolean };

/** How far a reading is and why it waits; or, in few lines, how it ended. */
export function RunProgress({ run, zone, now, works, owner }: Props) {
  if (run.state !== 'running') return <Ended run={run} zone={zone} />;
  const listing = run.list.state === 'reading';
  const waiting = isWaiting(run, now);
  return (
    <Card
      title={waiting ? 'Esperando o painel' : titleOf(run)}
      actions={works && <StopSync runId={run.id} />}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="tabular text-base font-semibold text-ink" aria-live="polite">
          {listing ? pagesWords(run.list) : clientsWords(run)}
        </p>
        {!listing && <p className="tabular text-muted">{readWords(readOf(run))}</p>}
      </div>
      {listing && run.list.pages !== null && (
        <ProgressBar value={run.list.page} max={run.list.pages} label="Páginas lidas da lista do painel" />
      )}
      {!listing && (
        <ProgressBar value={run.readCount} max={Math.max(run.total, 1)} label="Clientes lidos do painel" />
      )}
      <Skipped run={run} />
      <p className="tabular mt-3 text-muted">
        Começou em {formatDateTime(run.createdAt, zone)}, {askedBy(run)}. Pode fechar esta página: a leitura
        continua.
      </p>
      {run.reason && (
        <p className="mt-2 text-warning">
          {waiting
            ? `${waitingWords(run.reason as PanelReason)} A leitura continua às ${formatTime(run.nextRunAt, zone)}.`
            : readingWords(run.reason as PanelReason)}
        </p>
      )}
      {owner && waiting && run.reason !== 'rate_limited' && (
        <div className="mt-3 flex max-sm:*:flex-1">
          <ReopenPanel id={run.serverId} label="Continuar agora" />
        </div>
      )}
      <KeepFresh running />
    </Card>
  );
}

type RunProps = Pick<Props, 'run' | 'zone'>;

/** What it found comes next: the reading itself takes no more room than it needs. */
function Ended({ run, zone }: RunProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="min-w-0 rounded-card border border-line bg-surface px-4 py-2.5 shadow-rest sm:px-5"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="font-semibold text-ink">
          {titleOf(run)}
        </h2>
        <p className="tabular text-ink">{clientsWords(run)}</p>
      </div>
      <p className="tabular text-muted">{readWords(readOf(run))}</p>
      <Skipped run={run} />
      {run.reason && <p className="mt-1 text-danger">{readingWords(run.reason as PanelReason)}</p>}
      <p className="tabular text-[0.8125rem] leading-5 text-faint">
        Terminou em {formatDateTime(run.finishedAt ?? run.createdAt, zone)}, {askedBy(run)}.
      </p>
    </section>
  );
}

const Skipped = ({ run: { list } }: Pick<Props, 'run'>) =>
  list.skipped > 0 && (
    <p className="mt-2 text-warning">
      O painel não mostrou {pages(list.skipped)} da lista. Quem falta nela é procurado pelo nome; contas
      desconhecidas aqui podem não aparecer.
    </p>
  );

/** While it runs, whom it found to differ; then what is there to decide, in the chips' own figures. */
function readOf(run: RunView): Parameters<typeof readWords>[0] {
  const { state, sameCount, leftCount, unread, inFlight, differing, counts } = run;
  if (state === 'running') return { sameCount, leftCount, unread, inFlight, differing };
  return {
    ...{ sameCount, leftCount, unread: counts.unread.open, inFlight: counts.in_flight.open },
    ...{ toDecide: openCount(counts), leftOut: leftOutCount(counts) },
  };
}

const figure = (n: number) => n.toLocaleString('pt-BR');
const pages = (n: number) => (n === 1 ? '1 página' : `${figure(n)} páginas`);

const pagesWords = ({ page, pages: all }: RunView['list']) =>
  all === null ? `${pages(page)} até agora` : `${figure(page)} de ${pages(Math.max(all, page))}`;

/** Whoever has a list compares; whoever has none reads each one. */
function clientsWords({ list, readCount, total, unread }: RunView): string {
  if (list.state !== 'none' && total === 0) return 'Nenhum cliente daqui para comparar';
  const done = list.state === 'none' ? 'lidos' : 'comparados';
  return `${figure(readCount - unread)} de ${figure(Math.max(total, readCount))} ${done}`;
}

function titleOf({ state, list, unread }: RunView): string {
  if (state === 'done' && unread > 0) return 'Leitura terminada';
  if (state !== 'running' || list.state === 'none') return TITLE[state];
  return list.state === 'reading' ? 'Lendo a lista do painel' : 'Comparando com a lista do painel';
}

const TITLE: Record<RunView['state'], string> = {
  running: 'Lendo o painel',
  done: 'Leitura completa',
  stopped: 'A leitura parou antes do fim',
  cancelled: 'Leitura parada por uma pessoa',
};

const askedBy = ({ source, userName }: RunView): string => {
  if (source === 'person') return `a pedido de ${userName}`;
  return source === 'schedule' ? 'pela comparação automática' : 'por aviso do painel';
};
