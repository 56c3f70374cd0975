import { Server } from 'lucide-react';
import type { Metadata } from 'next';
import { Badge } from '@/components/badge';
import { ButtonLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { type Column, DataTable } from '@/components/table';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { type RunView, serversToSync } from '@/lib/sync/view/queries';
import { isWaiting, openCount } from '@/lib/sync/view/rules';
import { formatDateTime, formatTime } from '@/lib/time';
import { KeepFresh } from '../../bulk/keep-fresh';
import { BeginSync } from './begin-sync';

export const metadata: Metadata = { title: 'Comparar com o painel' };

const COLUMNS: Column[] = [
  { key: 'name', header: 'Servidor', primary: true },
  { key: 'state', header: 'Leitura', card: 'corner' },
  { key: 'read', header: 'Lidos', align: 'right' },
  { key: 'open', header: 'A decidir', align: 'right' },
  { key: 'at', header: 'Quando', align: 'right' },
];

/** Every panel beside what stands here: how its latest reading went and what is left to decide. */
export default async function SyncPage() {
  const actor = await pageGate();
  const rows = await serversToSync(actor.resellerId);
  const now = new Date();
  const works = allows(actor.role, 'operator');
  return (
    <>
      <PageHeader
        title="Comparar com o painel"
        description="Lê o vencimento de cada cliente no painel e mostra o que difere, antes de mudar qualquer coisa."
        back={{ href: '/servers', label: 'Servidores' }}
        actions={works && rows.length > 0 && <BeginSync serverId={null} variant="primary" />}
      />
      {rows.length === 0 ? (
        <EmptyState icon={Server} title="Nenhum servidor com painel">
          <p>Ligue um servidor ao painel dele para comparar os vencimentos.</p>
          <ButtonLink href="/servers" className="mt-4">
            Ver servidores
          </ButtonLink>
        </EmptyState>
      ) : (
        <DataTable
          caption="Servidores com painel e a última leitura de cada um"
          columns={COLUMNS}
          rows={rows.map(({ id, name, run }) => ({
            id,
            href: `/servers/${id}/sync`,
            cells: { name, ...cellsOf(run, actor.reseller.timezone, now) },
          }))}
        />
      )}
      <KeepFresh running={rows.some(({ run }) => run?.state === 'running')} />
    </>
  );
}

function cellsOf(run: RunView | null, zone: string, now: Date) {
  if (!run) return { state: <Badge>Nunca lido</Badge>, read: null, open: null, at: null };
  const { unread } = run;
  const waits = isWaiting(run, now);
  const lacking = run.state === 'done' && unread > 0;
  const { label, tone } = waits ? WAITING : lacking ? LACKING : STATE[run.state];
  const open = openCount(run.counts);
  return {
    state: <Badge tone={tone}>{label}</Badge>,
    read: readWords(run),
    open: <span className={open > 0 ? 'font-medium text-warning' : undefined}>{figure(open)}</span>,
    at: waits
      ? `Continua às ${formatTime(run.nextRunAt, zone)}`
      : formatDateTime(run.finishedAt ?? run.createdAt, zone),
  };
}

function readWords({ readCount, total, unread }: RunView): string {
  const head = `${figure(readCount - unread)} de ${figure(Math.max(total, readCount))}`;
  return unread > 0 ? `${head}, ${figure(unread)} sem leitura` : head;
}
const figure = (n: number) => n.toLocaleString('pt-BR');

const WAITING = { label: 'Esperando o painel', tone: 'warning' } as const;
const LACKING = { label: 'Terminada', tone: 'warning' } as const;
const STATE = {
  running: { label: 'Lendo', tone: 'info' },
  done: { label: 'Completa', tone: 'success' },
  stopped: { label: 'Incompleta', tone: 'warning' },
  cancelled: { label: 'Parada', tone: 'neutral' },
} as const;
