'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { oneByOneWords } from '@/lib/board/messages';
import type { Kind } from '@/lib/board/rules';
import { retryMany } from './board-actions';
import type { ShownLine } from './shown';

type Props = { chosen: ShownLine[]; kind: Kind | null; onPage: () => void; onDone: () => void };

/** Sets the chosen ones going again, or all of the view. What is in doubt is named before, and stays. */
export function RetryBar({ chosen, kind, onPage, onDone }: Props) {
  const [asking, setAsking] = useState<'chosen' | 'all' | null>(null);
  const { tell } = useStatus();
  const may = chosen.filter((line) => line.retryable).length;
  const doubtful = chosen.length - may;
  const go = async () => {
    const picked = chosen.map((line) => ({ kind: line.kind, id: line.id }));
    tell(await answered(() => retryMany(asking === 'all' ? { filter: { kind } } : { picked })));
    onDone();
    // The bar leaves with its buttons.
    focusAfter(null);
  };
  return (
    <section
      aria-label="Entregas escolhidas"
      className="mb-3 flex flex-wrap items-center gap-2 rounded-card border border-line bg-surface px-4 py-2 shadow-rest"
    >
      <p className="tabular mr-auto font-medium" aria-live="polite">
        {chosen.length === 0 ? 'Escolha na lista' : chosenWords(chosen.length)}
        {doubtful > 0 && (
          <span className="block text-sm font-normal text-muted">{oneByOneWords(doubtful)}</span>
        )}
      </p>
      <Button size="sm" variant="ghost" className="max-sm:-ml-3" onClick={onPage}>
        Todas desta página
      </Button>
      <div className="flex w-full flex-wrap gap-2 border-t border-line pt-2">
        <Button size="sm" disabled={may === 0} onClick={() => setAsking('chosen')}>
          Tentar de novo
        </Button>
        <Button size="sm" variant="ghost" onClick={() => setAsking('all')}>
          Tentar de novo tudo deste filtro
        </Button>
      </div>
      <Confirm
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={
          asking === 'all'
            ? 'Tentar de novo tudo deste filtro?'
            : `Tentar de novo ${may === 1 ? '1 entrega' : `${may} entregas`}?`
        }
        confirmLabel="Tentar de novo"
        onConfirm={go}
      >
        Volta à fila só o que com certeza não foi feito: recusas do painel, mensagens que não saíram e linhas
        que a planilha reconhece pela referência. O que está em dúvida fica como está, para você ver uma a
        uma.
        {asking === 'all' && ' Até 200 de cada vez.'}
      </Confirm>
    </section>
  );
}

const chosenWords = (n: number) => (n === 1 ? '1 na seleção' : `${n} na seleção`);
