'use client';
import { useRef, useState } from 'react';
import { Confirm } from '@/components/confirm';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { AppliedClass } from '@/lib/sync/apply/rules';
import type { RowFilter } from '@/lib/sync/filter/rules';
import { lossWords } from '@/lib/sync/messages';
import type { SyncClass } from '@/lib/sync/plan/rules';
import { people } from '@/lib/words';
import { acceptDifferences } from '../../sync/actions';
import { ChoiceBar } from './choice-bar';
import { PickBox, Rows } from './rows';
import type { DifferenceLine } from './shown';
import { useTicks } from './use-ticks';

type Props = {
  runId: string;
  shows: SyncClass;
  /** The class, where its rows can be taken over now. */
  kind: AppliedClass | null;
  act: string | null;
  /** Open rows of the class that the filter shows, beyond this page too. */
  open: number;
  /** How many of these would lose days that were paid for. */
  paid: number;
  /** Null: the whole class is shown. */
  filter: RowFilter | null;
  rows: DifferenceLine[];
};
type Which = { ids: string[] } | { classes: AppliedClass[]; filter?: RowFilter };
type Asking = { count: number; paid: number; which: Which };

/** The rows of one class; what is chosen, or all that is shown, is taken over after a question. */
export function Differences({ runId, shows, kind, act, open, paid, filter, rows }: Props) {
  const { ticked, toggle, clear } = useTicks();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { tell } = useStatus();
  const list = useRef<HTMLDivElement>(null);
  const chosen = rows.filter((row) => row.state === 'open' && ticked.has(row.id));
  const accept = async ({ which }: Asking) => {
    tell(await answered(() => acceptDifferences({ runId, which })));
    clear();
    focusAfter(list.current);
  };
  return (
    <div ref={list} className="min-w-0">
      <Rows
        caption="Diferenças, quem vence mais perto de hoje primeiro"
        sides={['Aqui', THERE[shows] ?? 'No painel']}
        told={shows === 'unread'}
        was={shows !== 'missing_there'}
        rows={rows}
        box={
          kind &&
          ((row) =>
            row.state === 'open' && (
              <PickBox name={row.name} checked={ticked.has(row.id)} onToggle={() => toggle(row.id)} />
            ))
        }
        stateOf={(row) => STATE[row.state]}
      />
      {kind && open > 0 && (
        <ChoiceBar
          label="Aceitar diferenças"
          hint={filter ? 'Escolha na lista, ou aceite as filtradas' : 'Escolha na lista, ou aceite todas'}
          chosen={chosen.length}
          some="Atualizar seleção"
          all={`Atualizar ${allOf(open, filter)}`}
          quiet={paid > 0}
          onSome={() =>
            setAsking({
              count: chosen.length,
              paid: chosen.filter((row) => row.paid).length,
              which: { ids: chosen.map((row) => row.id) },
            })
          }
          onAll={() =>
            setAsking({ count: open, paid, which: { classes: [kind], ...(filter ? { filter } : {}) } })
          }
        />
      )}
      <Confirm
        open={asking !== null}
        onOpenChange={(next) => !next && setAsking(null)}
        title={`Atualizar ${people(asking?.count ?? 0)}?`}
        confirmLabel={asking?.paid ? 'Atualizar mesmo assim' : 'Atualizar'}
        danger={Boolean(asking?.paid)}
        onConfirm={() => (asking ? accept(asking) : undefined)}
      >
        {asking && asking.paid > 0 && (
          <p className="mb-2 font-medium text-danger">{lossWords(shows, asking.paid)}</p>
        )}
        <p>
          {asking && 'filter' in asking.which && 'Só quem a busca e o filtro mostram. '}
          {act} Dá para desfazer depois, tudo de uma vez.
        </p>
      </Confirm>
    </div>
  );
}

const allOf = (open: number, filter: RowFilter | null) => {
  if (open === 1) return 'o único';
  return filter ? `os ${open.toLocaleString('pt-BR')} filtrados` : `todos os ${open.toLocaleString('pt-BR')}`;
};

/** What the other side is called where it is no value of the panel's. */
const THERE: Partial<Record<SyncClass, string>> = { unread: 'Por quê', in_flight: 'Situação' };

const STATE = {
  open: { label: 'A decidir', tone: 'warning' },
  applied: { label: 'Atualizado', tone: 'success' },
  stale: { label: 'Mudou aqui', tone: 'neutral' },
} as const;
