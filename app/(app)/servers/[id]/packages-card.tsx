import { RefreshCw } from 'lucide-react';
import { Badge } from '@/components/badge';
import { DataTable } from '@/components/table';
import { packageProblem } from '@/lib/plans/rules';
import type { listPackages, ServerSummary } from '@/lib/servers/queries';
import { shownDateTime } from '@/lib/time';
import { refreshPackages } from '../actions';
import { ActOnServer } from './act-on-server';
import { Fold, Section, Small } from './section';

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
        <Fold summary={summaryOf(packages, zone)}>
          <DataTable
            caption="Pacotes do painel"
            columns={COLUMNS}
            rows={packages
              .toSorted((a, b) => Number(isOff(a)) - Number(isOff(b)))
              .map((p) => rowOf(p, money))}
          />
        </Fold>
      )}
    </Section>
  );
}

function summaryOf(packages: Package[], zone: string): string {
  const read = new Date(Math.max(...packages.map(({ readAt }) => readAt.getTime())));
  const sold = packages.filter((p) => !isOff(p)).length;
  const all = packages.length === 1 ? '1 pacote' : `${packages.length.toLocaleString('pt-BR')} pacotes`;
  return `${all} · ${sold.toLocaleString('pt-BR')} à venda · lidos em ${shownDateTime(read, zone)}`;
}

/** What may be sold stands first. */
const isOff = (p: Package) => packageProblem(p) !== null;

const COLUMNS = [
  { key: 'name', header: 'Pacote', primary: true },
  { key: 'state', header: 'Situação', card: 'corner' as const },
  { key: 'length', header: 'Duração', align: 'right' as const, card: 'hidden' as const },
  { key: 'credits', header: 'Créditos', align: 'right' as const, card: 'hidden' as const },
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
      name: (
        <>
          {p.name}
          <Small>{[lengthOf(p), creditsOf(p)].filter((part) => part !== '—').join(' · ')}</Small>
        </>
      ),
      state: problem ? (
        <Badge tone={STATE[problem].tone}>{STATE[problem].label}</Badge>
      ) : (
        <Badge tone="success">À venda</Badge>
      ),
      length: lengthOf(p),
      credits: p.credits?.toLocaleString('pt-BR') ?? '—',
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

const creditsOf = ({ credits }: Package): string =>
  credits === null ? '—' : `${credits.toLocaleString('pt-BR')} ${credits === 1 ? 'crédito' : 'créditos'}`;
