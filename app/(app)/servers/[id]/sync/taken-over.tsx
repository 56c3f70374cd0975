'use client';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { formatDateTime } from '@/lib/time';
import { undoDifferences } from '../../sync/actions';

type Batch = { id: string; userName: string; kind: 'update' | 'import'; count: number; at: Date };

/** What was taken over from this panel, each with the way back. */
export function TakenOver({ batches, zone, works }: { batches: Batch[]; zone: string; works: boolean }) {
  const [asking, setAsking] = useState<Batch | null>(null);
  const { tell } = useStatus();
  if (batches.length === 0) return null;
  return (
    <Card title="Já feito" flush>
      <ul className="divide-y divide-line">
        {batches.map((batch) => (
          <li key={batch.id} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2 sm:px-5">
            <p className="tabular min-w-0 text-ink">
              {words(batch)}
              <span className="block text-[0.8125rem] leading-5 text-faint">
                por {batch.userName} em {formatDateTime(batch.at, zone)}
              </span>
            </p>
            {works && (
              <Button size="sm" onClick={() => setAsking(batch)}>
                <Undo2 aria-hidden />
                Desfazer
                <span className="sr-only">
                  {words(batch)} em {formatDateTime(batch.at, zone)}
                </span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Confirm
        open={asking !== null}
        onOpenChange={(next) => !next && setAsking(null)}
        title={asking?.kind === 'import' ? 'Desfazer a inclusão?' : 'Desfazer a atualização?'}
        confirmLabel="Desfazer tudo"
        danger
        onConfirm={async () => {
          if (asking) tell(await answered(() => undoDifferences({ batchId: asking.id })));
        }}
      >
        {asking && AFTER[asking.kind](asking.count)}
      </Confirm>
    </Card>
  );
}

const people = (n: number) => (n === 1 ? '1 cliente' : `${n.toLocaleString('pt-BR')} clientes`);
const words = ({ kind, count }: Batch) =>
  `${people(count)} ${kind === 'import' ? 'incluído' : 'atualizado'}${count === 1 ? '' : 's'}`;

/** What the undo of each kind does. */
const AFTER: Record<Batch['kind'], (n: number) => string> = {
  update: (n) =>
    `${people(n)} ${n === 1 ? 'volta a ser como era' : 'voltam a ser como eram'}. Quem mudou depois disso, ou está sendo renovado, fica como está e é contado.`,
  import: (n) =>
    `${people(n)} ${n === 1 ? 'sai' : 'saem'} do cadastro. Quem já tem fatura, mensagem ou outra mudança fica e é contado. No painel nada muda.`,
};
