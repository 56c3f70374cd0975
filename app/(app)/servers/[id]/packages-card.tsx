import { RefreshCw } from 'lucide-react';
import { Badge } from '@/components/badge';
import { DataTable } from '@/components/table';
import { packageProblem } from '@/lib/plans/rules';
import type { listPackages, ServerSummary } from '@/lib/servers/queries';
import { formatDateTime } from '@/lib/time';
import { refreshPackages } from '../actions';
import { ActOnServer } from './act-on-server';
import { Section } from './section';

type Package = Awaited<ReturnType<typeof listPackages>>[number];
type Props = {
  server: ServerSummary;
  packages: Package[];
  money: (cents: number) => string;
  zone: string;
  owner: boolean;
};

/** The panel's packages as last read: what plans may sell. */
export function PackagesCard({ server, packages, money, zone, owner }: Props) {
  const newest = packages.reduce<Date | null>((at, p) => (!at || p.readAt > at ? p.readAt : at), null);
  return (
    <Section
      title="Pacotes do painel"
      actions={
        owner && (
          <ActOnServer id={server.id} act={refreshPackages} size="sm">
            <RefreshCw aria-hidden />
            Atualizar pacotes
          </ActOnServer>
        )
      }
    >
      {packages.length === 0 ? (
        <p className="text-muted">
          Nenhum pacote lido ainda. Eles aparecem aqui assim que o painel responder.
        </p>
      ) : (
        <>
          <DataTable
            caption="Pacotes do painel"
            columns={COLUMNS}
            rows={packages.map((p) => rowOf(p, money))}
          />
          {newest && <p className="text-[0.8125rem] text-faint">Lidos em {formatDateTime(newest, zone)}</p>}
        </>
      )}
    </Section>
  );
}

const COLUMNS = [
  { key: 'name', header: 'Pacote', primary: true },
  { key: 'state', header: 'Situação' },
  { key: 'length', header: 'Duração', align: 'right' as const },
  { key: 'credits', header: 'Créditos', align: 'right' as const },
  { key: 'price', header: 'Preço no painel', align: 'right' as const, card: 'hidden' as const },
  { key: 'screens', header: 'Telas', align: 'right' as const, card: 'hidden' as const },
];

const STATE = {
  gone: { tone: 'danger', label: 'Saiu do painel' },
  inactive: { tone: 'neutral', label: 'Inativo' },
  trial: { tone: 'info', label: 'Teste' },
  unset: { tone: 'neutral', label: 'Sem dados' },
} as const;

function rowOf(p: Package, money: (cents: number) => string) {
  const problem = packageProblem(p);
  return {
    id: p.packageId,
    cells: {
      name: p.name,
      state: problem ? (
        <Badge tone={STATE[problem].tone}>{STATE[problem].label}</Badge>
      ) : (
        <Badge tone="success">À venda</Badge>
      ),
      length: lengthOf(p),
      credits: p.credits ?? '—',
      price: p.priceCents === null ? '—' : money(p.priceCents),
      screens: p.screens ?? '—',
    },
  };
}

const UNIT = {
  MINUTES: ['minuto', 'minutos'],
  HOURS: ['hora', 'horas'],
  DAYS: ['dia', 'dias'],
  MONTHS: ['mês', 'meses'],
  YEARS: ['ano', 'anos'],
} as const;

const lengthOf = ({ duration, durationUnit }: Package): string =>
  duration && durationUnit ? `${duration} ${UNIT[durationUnit][duration === 1 ? 0 : 1]}` : '—';
