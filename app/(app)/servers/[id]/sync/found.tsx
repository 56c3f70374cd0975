import { CircleCheck, RefreshCw, SearchX } from 'lucide-react';
import { ButtonLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { FilterMenu, FilterSelect, Pills, SearchBox } from '@/components/filters';
import { KeysetNav } from '@/components/pagination';
import type { Actor } from '@/lib/auth/rules';
import { listPackages } from '@/lib/servers/queries';
import { isApplied } from '@/lib/sync/apply/rules';
import { APARTS, isFiltered, type RowFilter } from '@/lib/sync/filter/rules';
import { ANOTHER_PANEL, APART_WORDS, CLASS_WORDS } from '@/lib/sync/messages';
import type { SyncClass } from '@/lib/sync/plan/rules';
import { intakeOf } from '@/lib/sync/strangers/queries';
import { earlierWords } from '@/lib/sync/view/messages';
import { countOpen, countPaid, listDifferences, type RunView } from '@/lib/sync/view/queries';
import { countShown, firstClass, GRAVEST_FIRST, mayBeAnotherPanel } from '@/lib/sync/view/rules';
import { workOf } from '@/lib/sync/view/work/queries';
import { Differences } from './differences';
import { differenceLine, strangerLine } from './shown';
import { Strangers } from './strangers';

type View = RowFilter & { class?: SyncClass | undefined; after?: string | undefined };
type Props = { run: RunView; view: View; actor: Actor; serverId: string; works: boolean };

/** So few rows need no search. */
const FEW = 5;

/** What a reading found, one class at a time. */
export async function Found({ run, view, actor, serverId, works }: Props) {
  const first = firstClass(run.counts);
  const kind = view.class ?? first;
  if (!kind || !first) return run.state === 'done' ? <AllSame /> : null;
  const dated = kind === 'later' || kind === 'earlier';
  const filter: RowFilter = {
    ...(view.q ? { q: view.q } : {}),
    ...(dated && view.apart ? { apart: view.apart } : {}),
  };
  const filtered = isFiltered(filter);
  const { explained, tab } = CLASS_WORDS[kind];
  const { all, earlier } = run.counts[kind];
  const age = earlierWords(earlier, all, actor.reseller.timezone);
  const others = GRAVEST_FIRST.filter((one) => run.counts[one].all > 0);
  const { rows, next } = await listDifferences(actor.resellerId, {
    ...{ runId: run.id, class: kind, filter },
    after: view.after,
  });
  const place = (after?: string) => addressOf(serverId, kind, { ...filter, ...(after ? { after } : {}) });
  const shown = { actor, run, kind, filter: filtered ? filter : null, rows, serverId, works };
  return (
    <section aria-label={tab} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Pills
        label="Tipos de diferença"
        items={others.map((one) => ({
          label: CLASS_WORDS[one].chip,
          href: addressOf(serverId, one, {}),
          current: one === kind,
          count: countShown(run.counts, one),
        }))}
      />
      <div>
        <h2 className="font-semibold text-ink">{tab}</h2>
        {all > 0 && <p className="mt-0.5 max-w-prose text-muted">{explained}</p>}
      </div>
      {kind === 'missing_there' && mayBeAnotherPanel(run) && (
        <p role="alert" className="max-w-prose rounded-control bg-warning-soft px-4 py-2.5 text-warning">
          {ANOTHER_PANEL}
        </p>
      )}
      {age && <p className="tabular max-w-prose font-medium text-ink">{age}</p>}
      {run.state === 'running' && run.counts[kind].toDecide > 0 && (
        <p className="max-w-prose text-muted">Dá para decidir assim que a leitura terminar, ou for parada.</p>
      )}
      {(all > FEW || filtered) && (
        <div className="flex gap-2">
          <SearchBox placeholder="Nome ou usuário" />
          {dated && (
            <FilterMenu count={filter.apart ? 1 : 0}>
              <FilterSelect
                param="apart"
                label="Diferença entre as datas"
                options={APARTS.map((value) => ({ value, label: APART_WORDS[value] }))}
              />
            </FilterMenu>
          )}
        </div>
      )}
      {all === 0 && !filtered ? (
        <Nothing tab={tab} first={addressOf(serverId, first, {})} />
      ) : rows.length === 0 && filtered ? (
        <EmptyState icon={SearchX} title="Nada encontrado">
          <p>Nenhuma linha deste tipo corresponde à busca e ao filtro.</p>
          <ButtonLink href={addressOf(serverId, kind, {})} className="mt-4">
            Limpar busca e filtro
          </ButtonLink>
        </EmptyState>
      ) : (
        <Lines key={place(view.after)} {...shown} />
      )}
      <KeysetNav nextHref={next && place(next)} prevHref={view.after ? place() : null} />
    </section>
  );
}

type LinesProps = Omit<Props, 'view'> & {
  kind: SyncClass;
  filter: RowFilter | null;
  rows: Awaited<ReturnType<typeof listDifferences>>['rows'];
};

async function Lines({ actor, run, kind, filter, rows, serverId, works }: LinesProps) {
  const { timezone: zone, country } = actor.reseller;
  const decides = works && run.state !== 'running';
  const of = { runId: run.id, filter: filter ?? {} };
  if (kind === 'missing_here') {
    const { plans, planOf, come, pick } = await intakeOf(actor.resellerId, { ...of, serverId });
    const place = { zone, country, plans, planOf };
    return (
      <Strangers
        runId={run.id}
        works={decides}
        {...{ come, pick, filter }}
        plans={plans.map(({ id, name }) => ({ id, name }))}
        rows={rows.map((row) => strangerLine(row, place))}
      />
    );
  }
  const { resellerId } = actor;
  const inFlight = kind === 'in_flight' ? rows.flatMap(({ clientId }) => clientId ?? []) : [];
  const [packages, open, paid, work] = await Promise.all([
    kind === 'package' ? listPackages(resellerId, serverId) : [],
    filter ? countOpen(resellerId, { ...of, class: kind }) : run.counts[kind].open,
    countPaid(resellerId, { ...of, class: kind }, zone),
    workOf(resellerId, inFlight),
  ]);
  const names = new Map(packages.map((one) => [one.packageId, one.name]));
  return (
    <Differences
      runId={run.id}
      shows={kind}
      kind={isApplied(kind) && decides ? kind : null}
      act={CLASS_WORDS[kind].act}
      open={open}
      paid={paid}
      filter={filter}
      rows={rows.map((row) => differenceLine(row, kind, { zone, names, work }))}
    />
  );
}

function addressOf(serverId: string, kind: SyncClass, more: Record<string, string>): string {
  return `/servers/${serverId}/sync?${new URLSearchParams({ class: kind, ...more })}`;
}

/** The class in the address holds nobody, or nobody any more. */
const Nothing = ({ tab, first }: { tab: string; first: string }) => (
  <EmptyState icon={CircleCheck} title="Nada aqui">
    <p>Ninguém em “{tab}” neste servidor.</p>
    <ButtonLink href={first} className="mt-4">
      Ver o que há
    </ButtonLink>
  </EmptyState>
);

const AllSame = () => (
  <EmptyState icon={RefreshCw} title="Tudo igual">
    O painel e o cadastro dizem o mesmo de todos os clientes lidos.
  </EmptyState>
);
