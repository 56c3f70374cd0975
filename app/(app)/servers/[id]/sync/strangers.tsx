'use client';
import { useId, useRef, useState } from 'react';
import { Confirm } from '@/components/confirm';
import { Select } from '@/components/field-frame';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { RowFilter } from '@/lib/sync/filter/rules';
import { leftOutWords } from '@/lib/sync/view/messages';
import { people } from '@/lib/words';
import { takeIn } from '../../sync/actions';
import { ChoiceBar } from './choice-bar';
import { PickBox, Rows } from './rows';
import type { StrangerLine } from './shown';
import { useTicks } from './use-ticks';

type Props = {
  runId: string;
  /** Whether they can be taken in now. */
  works: boolean;
  /** Of all that the filter shows: who come by themselves, and for whom a plan has to be picked. */
  come: number;
  pick: number;
  /** Null: the whole class is shown. */
  filter: RowFilter | null;
  plans: { id: string; name: string }[];
  rows: StrangerLine[];
};
type Asking = { come: number; pick: number; which: { ids: string[] } | { filter: RowFilter } };

/** Customers of the panel whom nobody here is: who is chosen, or all that are shown, come in after a question. */
export function Strangers({ runId, works, come, pick, filter, plans, rows }: Props) {
  const { ticked, toggle, clear } = useTicks();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [planId, setPlanId] = useState('');
  const { tell } = useStatus();
  const list = useRef<HTMLDivElement>(null);
  const isOut = (row: StrangerLine) => row.state === 'open' && row.way === 'out';
  const isOpen = (row: StrangerLine) => row.state === 'open' && !isOut(row);
  const [mine, out] = [rows.filter((row) => !isOut(row)), rows.filter(isOut)];
  const chosen = rows.filter((row) => isOpen(row) && ticked.has(row.id));
  const ask = (next: Asking) => {
    setPlanId('');
    setAsking(next);
  };
  const accept = async ({ which }: Asking) => {
    tell(await answered(() => takeIn({ runId, which, planId: planId || null })));
    clear();
    focusAfter(list.current);
  };
  const all = come + pick;
  const count = (asking?.come ?? 0) + (planId ? (asking?.pick ?? 0) : 0);
  return (
    <div ref={list} className="min-w-0">
      {mine.length > 0 && (
        <Rows
          caption="Contas do painel desconhecidas aqui, quem vence mais perto de hoje primeiro"
          sides={['Entra com o plano', 'Vence no painel']}
          rows={mine}
          box={
            works
              ? (row) =>
                  isOpen(row) && (
                    <PickBox name={row.name} checked={ticked.has(row.id)} onToggle={() => toggle(row.id)} />
                  )
              : null
          }
          stateOf={(row) => STATE[row.state]}
        />
      )}
      {out.length > 0 && (
        <details className="not-first:mt-3" open={mine.length === 0}>
          <summary className="inline-flex min-h-11 items-center rounded-control font-medium text-muted hover:text-ink sm:min-h-8">
            {leftOutWords(out.length)}: ver por quê
          </summary>
          <div className="mt-2">
            <Rows
              caption="Contas do painel que ficam de fora"
              sides={['Por quê', 'Vence no painel']}
              rows={out}
              box={null}
              stateOf={() => OUT}
            />
          </div>
        </details>
      )}
      {works && all > 0 && (
        <ChoiceBar
          label="Incluir no cadastro"
          hint={filter ? 'Escolha na lista, ou inclua os filtrados' : 'Escolha na lista, ou inclua todos'}
          chosen={chosen.length}
          some="Incluir seleção"
          all={allOf(all, filter)}
          onSome={() =>
            ask({
              come: chosen.filter((row) => row.way === 'come').length,
              pick: chosen.filter((row) => row.way === 'pick').length,
              which: { ids: chosen.map((row) => row.id) },
            })
          }
          onAll={() => ask({ come, pick, which: { filter: filter ?? {} } })}
        />
      )}
      <Confirm
        open={asking !== null}
        onOpenChange={(next) => !next && setAsking(null)}
        title={count === 0 ? 'Incluir no cadastro?' : `Incluir ${people(count)} no cadastro?`}
        confirmLabel="Incluir"
        ready={count > 0}
        onConfirm={() => (asking ? accept(asking) : undefined)}
      >
        {asking && (
          <div className="grid gap-3">
            {asking.come > 0 && (
              <p>
                {people(asking.come)} {asking.come === 1 ? 'entra' : 'entram'} no cadastro com o plano que
                vende o pacote {asking.come === 1 ? 'dele' : 'deles'}.
              </p>
            )}
            {asking.pick > 0 && (
              <PlanPick asking={asking} plans={plans} value={planId} onChange={setPlanId} />
            )}
            <p>
              Nada é enviado ao painel, e ninguém recebe mensagem. A senha fica em branco: ela não é lida do
              painel. Dá para desfazer depois, tudo de uma vez.
            </p>
          </div>
        )}
      </Confirm>
    </div>
  );
}

type PickProps = {
  asking: Asking;
  plans: Props['plans'];
  value: string;
  onChange: (planId: string) => void;
};

/** For those whose package no plan sells, or several do. */
function PlanPick({ asking: { pick }, plans, value, onChange }: PickProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink sm:text-[0.8125rem]">
        Plano para {people(pick)} cujo pacote não tem um plano só
      </label>
      <Select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">Deixar de fora</option>
        {plans.map((plan) => (
          <option key={plan.id} value={plan.id}>
            {plan.name}
          </option>
        ))}
      </Select>
    </div>
  );
}

const allOf = (all: number, filter: RowFilter | null) => {
  if (all === 1) return 'Incluir o único';
  return filter
    ? `Incluir os ${all.toLocaleString('pt-BR')} filtrados`
    : `Incluir todos os ${all.toLocaleString('pt-BR')}`;
};

const OUT = { label: 'Fica de fora', tone: 'neutral' } as const;
const STATE = {
  open: { label: 'A decidir', tone: 'warning' },
  applied: { label: 'Incluído', tone: 'success' },
  stale: { label: 'Já existe aqui', tone: 'neutral' },
} as const;
