'use client';
import { ChevronDown, Undo2 } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { formatDateTime } from '@/lib/time';
import { people } from '@/lib/words';
import { undoDifferences } from '../../sync/actions';

type Batch = {
  id: string;
  userName: string;
  automatic: boolean;
  kind: 'update' | 'import';
  count: number;
  at: Date;
};

/** What was taken over from this panel, each with the way back; what is older than the latest is folded. */
export function TakenOver({ batches, zone, works }: { batches: Batch[]; zone: string; works: boolean }) {
  const [asking, setAsking] = useState<Batch | null>(null);
  const { tell } = useStatus();
  const card = useRef<HTMLElement>(null);
  const title = useId();
  const [latest, ...older] = batches;
  if (!latest) return null;
  const line = (batch: Batch) => (
    <Done key={batch.id} batch={batch} zone={zone} onUndo={works ? () => setAsking(batch) : null} />
  );
  return (
    <section
      aria-labelledby={title}
      ref={card}
      className="min-w-0 rounded-card border border-line bg-surface shadow-rest"
    >
      <h2 id={title} className="sr-only">
        Já feito
      </h2>
      <ul>{line(latest)}</ul>
      {older.length > 0 && (
        <details className="group border-t border-line">
          <summary className="flex min-h-11 cursor-pointer items-center justify-between rounded-control px-4 text-muted hover:text-ink sm:min-h-9 sm:px-5">
            {older.length === 1 ? 'Mais 1 vez, antes' : `Mais ${older.length} vezes, antes`}
            <ChevronDown aria-hidden className="size-4 group-open:rotate-180" />
          </summary>
          <ul className="divide-y divide-line border-t border-line">{older.map(line)}</ul>
        </details>
      )}
      <Confirm
        open={asking !== null}
        onOpenChange={(next) => !next && setAsking(null)}
        title={asking?.kind === 'import' ? 'Desfazer a inclusão?' : 'Desfazer a atualização?'}
        confirmLabel="Desfazer tudo"
        danger
        onConfirm={async () => {
          // Taken back, its line leaves, and the card with the last one.
          const section = card.current;
          if (asking) tell(await answered(() => undoDifferences({ batchId: asking.id })));
          focusAfter(section);
        }}
      >
        {asking && AFTER[asking.kind](asking.count)}
      </Confirm>
    </section>
  );
}

type DoneProps = { batch: Batch; zone: string; onUndo: (() => void) | null };

const Done = ({ batch, zone, onUndo }: DoneProps) => (
  <li className="flex items-center justify-between gap-2 px-4 py-1.5 sm:px-5">
    <p className="tabular min-w-0 text-ink">
      {words(batch)}
      <span className="block text-[0.8125rem] leading-5 text-faint">
        {batch.automatic ? 'pela comparação automática' : `por ${batch.userName}`} em{' '}
        {formatDateTime(batch.at, zone)}
      </span>
    </p>
    {onUndo && (
      <Button size="sm" onClick={onUndo}>
        <Undo2 aria-hidden />
        Desfazer
        <span className="sr-only">
          {words(batch)} em {formatDateTime(batch.at, zone)}
        </span>
      </Button>
    )}
  </li>
);

const words = ({ kind, count }: Batch) =>
  `${people(count)} ${kind === 'import' ? 'incluído' : 'atualizado'}${count === 1 ? '' : 's'}`;

/** What the undo of each kind does. */
const AFTER: Record<Batch['kind'], (n: number) => string> = {
  update: (n) =>
    `${people(n)} ${n === 1 ? 'volta a ser como era' : 'voltam a ser como eram'}. Quem mudou depois disso, ou está sendo renovado, fica como está e é contado.`,
  import: (n) =>
    `${people(n)} ${n === 1 ? 'sai' : 'saem'} do cadastro, e a fatura que a rotina criou sozinha sai junto. Quem já tem pagamento, mensagem ou outra mudança fica e é contado. No painel nada muda.`,
};
