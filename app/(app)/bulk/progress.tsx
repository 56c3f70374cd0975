import type { ReactNode } from 'react';
import { Badge, type Tone } from '@/components/badge';
import { Card } from '@/components/card';
import { ProgressBar } from '@/components/progress-bar';
import { type RowState, type Tally, totalOf } from '@/lib/bulk/rules';

type Props = { tally: Tally; words: string; label: string; children: ReactNode };

/** How far a batch is: settled of all, in figures and as a bar. */
export function BulkProgress({ tally, words, label, children }: Props) {
  const total = totalOf(tally);
  const settled = total - tally.pending;
  return (
    <Card>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="tabular text-base font-semibold text-ink">
          {settled.toLocaleString('pt-BR')} de {total.toLocaleString('pt-BR')}
        </p>
        <p className="tabular text-muted" aria-live="polite">
          {words}
        </p>
      </div>
      <ProgressBar value={settled} max={total} label={label} />
      <div className="mt-3 text-muted">{children}</div>
    </Card>
  );
}

/** A row's result with what there is to say about it. */
export function Explained({ tone, word, children }: { tone: Tone; word: string; children: ReactNode }) {
  return (
    <>
      <Badge tone={tone}>{word}</Badge>
      {children && <div className="mt-1 max-w-md text-[0.8125rem] leading-5 text-muted">{children}</div>}
    </>
  );
}

export const ROW_TONE: Record<RowState, Tone> = {
  pending: 'neutral',
  done: 'success',
  skipped: 'neutral',
  failed: 'danger',
};
