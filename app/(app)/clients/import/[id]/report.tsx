import { ButtonLink } from '@/components/button';
import { Card, Stat } from '@/components/card';
import { KeysetNav } from '@/components/pagination';
import { DataTable } from '@/components/table';
import { undoableUntil } from '@/lib/imports/commands';
import { FIELD_WORDS, ROW_REASONS } from '@/lib/imports/messages';
import { type BatchRow, countRows, listRows, type ShownRow } from '@/lib/imports/queries';
import { FIELDS } from '@/lib/imports/rules';
import type { View } from '@/lib/imports/schema';
import { formatDateTime } from '@/lib/time';
import { UndoImport } from './undo-import';

type Props = { batch: BatchRow; view: { show?: View; after?: number }; now: Date; zone: string };

/** What became of every line, and the way back while there is one. */
export async function Report({ batch, view, now, zone }: Props) {
  const groups = await countRows(batch.resellerId, batch.id);
  const count = (state: string) => groups.filter((g) => g.state === state).reduce((n, g) => n + g.count, 0);
  const undone = batch.state === 'undone';
  const show = undone && count('kept') ? 'kept' : 'left';
  const { rows, next } = await listRows(batch, show, view.after);
  const reasons = new Map<string, number>();
  for (const g of groups)
    if (g.state === show && g.reason) reasons.set(g.reason, (reasons.get(g.reason) ?? 0) + g.count);
  const until = batch.finishedAt && !batch.forgottenAt ? undoableUntil(batch.finishedAt) : null;
  const here = `/clients/import/${batch.id}`;
  const figures = undone
    ? [
        { label: 'Removidos', value: count('removed') },
        { label: 'Voltaram ao que eram', value: count('restored') },
        { label: 'Não desfeitos', value: count('kept') },
      ]
    : [
        { label: 'Criados', value: count('created') },
        { label: 'Atualizados', value: count('updated') },
        { label: 'Ficaram de fora', value: count('left') },
      ];
  return (
    <div className="grid gap-4">
      <Card>
        <div className="grid grid-cols-3 items-end gap-4">
          {figures.map((f) => (
            <Stat key={f.label} label={f.label} value={f.value.toLocaleString('pt-BR')} />
          ))}
        </div>
        <div className="mt-5 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
          <p className="text-muted">
            {undone
              ? 'O que foi usado ou alterado depois da importação ficou como está.'
              : until && until > now
                ? `Dá para desfazer até ${formatDateTime(until, zone)}.`
                : 'O prazo de 24 horas para desfazer acabou.'}
          </p>
          <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-1">
            {!undone && until && until > now && count('created') + count('updated') > 0 && (
              <UndoImport id={batch.id} created={count('created')} updated={count('updated')} />
            )}
            <ButtonLink href="/clients" variant={undone ? 'secondary' : 'primary'}>
              Ver clientes
            </ButtonLink>
          </div>
        </div>
      </Card>
      {rows.length > 0 && (
        <section aria-labelledby="left" className="grid gap-3">
          <div>
            <h2 id="left" className="font-semibold text-ink">
              {undone && show === 'kept' ? 'Não desfeitos' : 'Ficaram de fora'}
            </h2>
            <p className="tabular mt-0.5 text-muted">
              {[...reasons]
                .map(
                  ([reason, lines]) => `${ROW_REASONS[reason] ?? reason}: ${lines.toLocaleString('pt-BR')}`,
                )
                .join(' · ')}
            </p>
          </div>
          <DataTable
            caption="Linhas que ficaram de fora"
            columns={[
              { key: 'username', header: 'Usuário', primary: true },
              { key: 'n', header: 'Linha', align: 'right' },
              { key: 'name', header: 'Nome' },
              { key: 'reason', header: 'Motivo' },
            ]}
            rows={rows.map(toRow)}
          />
          <KeysetNav
            nextHref={next !== null ? `${here}?after=${next}` : null}
            prevHref={view.after ? here : null}
          />
        </section>
      )}
    </div>
  );
}

const toRow = (row: ShownRow) => ({
  id: String(row.n),
  href: row.clientId && row.state === 'kept' ? `/clients/${row.clientId}` : undefined,
  cells: {
    username: <span className="wrap-break-word">{row.texts.username || `Linha ${row.n}`}</span>,
    n: row.n,
    name: row.texts.name,
    reason: reasonWords(row),
  },
});

function reasonWords({ reason, problems }: ShownRow): string {
  const wrong = FIELDS.filter((field) => problems[field]).map((field) => FIELD_WORDS[field]);
  const words = ROW_REASONS[reason ?? ''] ?? '';
  return reason === 'error' ? `${words}: ${wrong.join(', ')}` : words;
}
