'use client';
import { useState } from 'react';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { type Column, DataTable } from '@/components/table';
import type { AppliedClass } from '@/lib/sync/apply/rules';
import { acceptDifferences } from '../../sync/actions';
import type { DifferenceLine } from './shown';

type Props = {
  runId: string;
  /** The class, where its rows can be taken over now. */
  kind: AppliedClass | null;
  act: string | null;
  /** Open rows of the class, beyond this page too. */
  open: number;
  rows: DifferenceLine[];
};
type Asking = { count: number; which: { ids: string[] } | { classes: AppliedClass[] } };

const COLUMNS: Column[] = [
  { key: 'name', header: 'Cliente', primary: true },
  { key: 'here', header: 'Aqui', align: 'right' },
  { key: 'there', header: 'No painel', align: 'right' },
];
const DECISION: Column = { key: 'state', header: 'Decisão', card: 'corner' };

/** The rows of one class; what is chosen, or all of it, is taken over after a question. */
export function Differences({ runId, kind, act, open, rows }: Props) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<Asking | null>(null);
  const { tell } = useStatus();
  const chosen = rows.filter((row) => row.state === 'open' && ticked.has(row.id)).map((row) => row.id);
  const toggle = (id: string) =>
    setTicked((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const accept = async ({ which }: Asking) => {
    tell(await answered(() => acceptDifferences({ runId, which })));
    setTicked(new Set());
  };
  return (
    <>
      {kind && open > 0 && (
        <section
          aria-label="Aceitar diferenças"
          className="flex flex-wrap items-center gap-2 rounded-card border border-line bg-surface px-4 py-2 shadow-rest max-sm:*:flex-1"
        >
          <p className="tabular mr-auto font-medium max-sm:basis-full" aria-live="polite">
            {chosen.length === 0
              ? 'Escolha na lista, ou aceite todas'
              : `${people(chosen.length)} na seleção`}
          </p>
          <Button
            size="sm"
            disabled={chosen.length === 0}
            onClick={() => setAsking({ count: chosen.length, which: { ids: chosen } })}
          >
            Atualizar seleção
          </Button>
          <Button
            size="sm"
            variant="primary"
            onClick={() => setAsking({ count: open, which: { classes: [kind] } })}
          >
            Atualizar {open === 1 ? 'o único' : `todos os ${open.toLocaleString('pt-BR')}`}
          </Button>
        </section>
      )}
      <DataTable
        caption="Diferenças, quem vence primeiro no começo"
        columns={kind ? [...COLUMNS, DECISION] : COLUMNS}
        pick={kind && <span className="sr-only">Escolher</span>}
        rows={rows.map((row) => ({
          id: row.id,
          ...(row.clientId ? { href: `/clients/${row.clientId}` } : {}),
          pick: kind && row.state === 'open' && tick(row, ticked.has(row.id), toggle),
          cells: {
            name: (
              <>
                {row.name}
                <span className="block text-[0.8125rem] leading-5 font-normal break-all text-faint">
                  {row.username}
                </span>
              </>
            ),
            here: row.here,
            there: <span className="font-medium">{row.there}</span>,
            state: kind && <Badge tone={STATE[row.state].tone}>{STATE[row.state].label}</Badge>,
          },
        }))}
      />
      <Confirm
        open={asking !== null}
        onOpenChange={(next) => !next && setAsking(null)}
        title={`Atualizar ${people(asking?.count ?? 0)}?`}
        confirmLabel="Atualizar"
        onConfirm={() => (asking ? accept(asking) : undefined)}
      >
        {act} Dá para desfazer depois, tudo de uma vez.
      </Confirm>
    </>
  );
}

const people = (n: number) => (n === 1 ? '1 cliente' : `${n.toLocaleString('pt-BR')} clientes`);

const STATE = {
  open: { label: 'A decidir', tone: 'warning' },
  applied: { label: 'Atualizado', tone: 'success' },
  undone: { label: 'Desfeito', tone: 'neutral' },
  stale: { label: 'Mudou aqui', tone: 'neutral' },
} as const;

const tick = (row: DifferenceLine, checked: boolean, toggle: (id: string) => void) => (
  <label className="inline-grid size-11 cursor-pointer place-items-center sm:-m-2 sm:size-8">
    <span className="sr-only">Escolher {row.name}</span>
    <input
      type="checkbox"
      checked={checked}
      onChange={() => toggle(row.id)}
      className="size-5 accent-accent sm:size-4"
    />
  </label>
);
