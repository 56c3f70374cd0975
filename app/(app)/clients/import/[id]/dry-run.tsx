import { FileCheck } from 'lucide-react';
import { Badge } from '@/components/badge';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { Tabs } from '@/components/filters';
import { KeysetNav } from '@/components/pagination';
import { DataTable } from '@/components/table';
import { clientChoices } from '@/lib/clients/queries';
import { readingOf } from '@/lib/imports/check/queries';
import { VERDICT_WORDS, type Verdict } from '@/lib/imports/messages';
import { type BatchRow, countProblems, countRows, listRows, type ShownRow } from '@/lib/imports/queries';
import type { View } from '@/lib/imports/schema';
import { formatPhone } from '@/lib/phone';
import { formatDate } from '@/lib/time';
import { ClearWrong } from './clear-wrong';
import { FixRow } from './fix-row';
import { PlanNames } from './plan-names';
import { SkipRow } from './skip-row';
import { StartImport } from './start-import';

type Props = { batch: BatchRow; view: { show?: View; after?: number }; now: Date; zone: string };
const TABS: readonly [View, string][] = [
  ['error', 'Com erro'],
  ['all', 'Todas'],
  ['new', 'Novos'],
  ['update', 'A atualizar'],
  ['known', 'Já existem'],
  ['twice', 'Repetidos'],
  ['skip', 'Puladas'],
];

/** Step two: every line as it would be imported; what is wrong is mended here. */
export async function DryRun({ batch, view, now, zone }: Props) {
  const [groups, problems, choices, reading] = await Promise.all([
    countRows(batch.resellerId, batch.id),
    countProblems(batch.resellerId, batch.id),
    clientChoices(batch.resellerId),
    readingOf(batch, now),
  ]);
  const count = (verdict: Verdict) => sum(groups.filter((g) => g.verdict === verdict && !g.skip));
  const counts: Record<string, number> = {
    all: batch.rowCount,
    skip: sum(groups.filter((g) => g.skip)),
    new: count('new'),
    update: count('update'),
    known: count('known'),
    error: count('error'),
    twice: count('twice'),
  };
  const show = view.show && counts[view.show] ? view.show : counts.error ? 'error' : 'all';
  const { rows, next } = await listRows(batch, show, view.after, reading ?? undefined);
  const here = `/clients/import/${batch.id}`;
  const plans = choices.plans.filter((p) => p.serverId === batch.serverId);
  const planNames = new Map(plans.map((p) => [p.id, p.name]));
  const server = choices.servers.find((s) => s.id === batch.serverId);
  return (
    <div className="grid gap-4">
      <Card>
        <div className="flex flex-wrap items-center justify-between gap-4">
          <div className="min-w-0">
            <p className="text-base font-semibold text-ink">{summary(counts)}</p>
            <p className="mt-0.5 text-muted">{fate(server?.panelType !== 'none', batch.onPanel)}</p>
          </div>
          <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-1">
            <ButtonLink href={`${here}?columns=1`}>Mudar colunas</ButtonLink>
            <StartImport id={batch.id} count={(counts.new ?? 0) + (counts.update ?? 0)} />
          </div>
        </div>
      </Card>
      <PlanNames
        id={batch.id}
        names={batch.unknownPlans}
        plans={plans.map((p) => ({ value: p.id, label: p.name }))}
      />
      <Tabs
        label="Linhas da planilha"
        items={TABS.filter(([key]) => counts[key]).map(([key, label]) => ({
          label,
          href: `${here}?show=${key}`,
          current: key === show,
          count: counts[key],
        }))}
      />
      {show === 'error' ? (
        <>
          <ClearWrong id={batch.id} counts={Object.fromEntries(problems)} />
          {rows.length === 0 && (
            <p className="text-muted">As linhas com erro só esperam o plano: diga acima o que cada nome é.</p>
          )}
          <ul className="grid gap-3">
            {rows.map((row) => (
              <FixRow
                key={row.n}
                id={batch.id}
                row={row}
                fields={batch.fields}
                plans={plans.map((p) => p.name)}
              />
            ))}
          </ul>
        </>
      ) : rows.length ? (
        <DataTable
          caption="Linhas da planilha"
          columns={COLUMNS}
          rows={rows.map((row) => toRow(batch.id, row, planNames, zone))}
        />
      ) : (
        <EmptyState icon={FileCheck} title="Nada aqui" />
      )}
      <KeysetNav
        nextHref={next !== null ? `${here}?show=${show}&after=${next}` : null}
        prevHref={view.after ? `${here}?show=${show}` : null}
      />
    </div>
  );
}

const COLUMNS = [
  { key: 'username', header: 'Usuário', primary: true },
  { key: 'n', header: 'Linha', align: 'right' as const },
  { key: 'name', header: 'Nome' },
  { key: 'phone', header: 'WhatsApp' },
  { key: 'expires', header: 'Vencimento' },
  { key: 'plan', header: 'Plano' },
  { key: 'password', header: 'Senha' },
  { key: 'verdict', header: 'Resultado' },
  { key: 'skip', header: 'Ação' },
];

/** What the line comes to where it is right, else what it says. */
function toRow(id: string, row: ShownRow, planNames: Map<string, string>, zone: string) {
  const { texts, meant } = row;
  const words = row.verdict && VERDICT_WORDS[row.verdict];
  const phone = meant?.phone ? formatPhone(meant.phone) : texts.phone;
  return {
    id: String(row.n),
    cells: {
      // As wide as most are: a longer one breaks, and does not push the result out of sight.
      username: <span className="block wrap-anywhere sm:min-w-30">{texts.username || '—'}</span>,
      n: row.n,
      name: meant?.name ?? texts.name,
      phone: phone && <span className="block sm:min-w-28">{phone}</span>,
      expires: meant?.expiresAt ? formatDate(meant.expiresAt, zone) : texts.expiresOn,
      plan: meant ? planNames.get(meant.planId) : texts.plan,
      password: row.hasPassword && '••••',
      verdict: row.skip ? <Badge>Pulada</Badge> : words && <Badge tone={words.tone}>{words.label}</Badge>,
      // Its word stands in line with the column's, not its padding.
      skip: (
        <div className="-mx-3">
          <SkipRow id={id} n={row.n} skip={row.skip} />
        </div>
      ),
    },
  };
}

const sum = (groups: { count: number }[]) => groups.reduce((total, g) => total + g.count, 0);

/** `3 novos, 2 a atualizar, 1 com erro`: in words, so that nothing has to be added up. */
function summary(counts: Record<string, number>): string {
  const said = [
    many(counts.new, 'cliente novo', 'clientes novos'),
    many(counts.update, 'a atualizar', 'a atualizar'),
    many(counts.known, 'já existe', 'já existem'),
    many(counts.twice, 'repetido', 'repetidos'),
    many(counts.error, 'com erro', 'com erro'),
    many(counts.skip, 'pulada', 'puladas'),
  ].filter(Boolean);
  return said.join(' · ');
}

const many = (count = 0, one: string, more: string) =>
  count ? `${count.toLocaleString('pt-BR')} ${count === 1 ? one : more}` : '';

function fate(hasPanel: boolean, onPanel: boolean): string {
  const calm = 'Nada é criado nem renovado no painel e ninguém recebe mensagem.';
  if (!hasPanel) return 'Este servidor não tem painel: os dados ficam só aqui, e ninguém recebe mensagem.';
  return onPanel
    ? `As contas contam como já existentes no painel. ${calm}`
    : `As contas novas ficam como “conta a criar” até você pedir. ${calm}`;
}
