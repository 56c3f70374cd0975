import { RefreshCw } from 'lucide-react';
import { Badge } from '@/components/badge';
import { DataTable } from '@/components/table';
import { packageProblem } from '@/lib/plans/rules';
import type { listPackages, ServerSummary } from '@/lib/servers/queries';
import { shownDateTime } from '@/lib/time';
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
  const sorted = packages.toSorted((a, b) => Number(isOff(a)) - Number(isOff(b)));
  const rest = sorted.slice(SHOWN);
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
            rows={sorted.slice(0, SHOWN).map((p) => rowOf(p, money))}
          />
          {rest.length > 0 && (
            <details>
              <summary className="inline-flex min-h-11 items-center rounded-control font-medium text-muted hover:text-ink sm:min-h-8">
                {rest.length === 1 ? 'Ver o outro pacote' : `Ver os outros ${rest.length} pacotes`}
              </summary>
              <div className="mt-2">
                <DataTable
                  caption="Outros pacotes do painel"
                  columns={COLUMNS}
                  rows={rest.map((p) => rowOf(p, money))}
                />
              </div>
            </details>
          )}
          {newest && <p className="text-[0.8125rem] text-faint">Lidos em {shownDateTime(newest, zone)}</p>}
        </>
      )}
    </Section>
  );
}

/** What may be sold stands first; the rest is one press away. */
const SHOWN = 6;
const isOff = (p: Package) => packageProblem(p) !== null;

const COLUMNS = [
  { key: 'name', header: 'Pacote', primary: true },
  { key: 'state', header: 'Situação', card: 'corner' as const },
  { key: 'length', header: 'Duração', align: 'right' as const, card: 'left' as const },
  { key: 'credits', header: 'Créditos', align: 'right' as const, card: 'right' as const },
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
      credits:
        p.credits === null ? (
          '—'
        ) : (
          <>
            {p.credits.toLocaleString('pt-BR')}
            <span className="sm:hidden"> {p.credits === 1 ? 'crédito' : 'créditos'}</span>
          </>
        ),
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
