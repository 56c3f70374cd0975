import type { ReactNode } from 'react';
import { Badge } from '@/components/badge';
import { Card, DefinitionList } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { type Moment, Timeline } from '@/components/timeline';
import type { Chip } from '@/lib/board/lines/messages';

type Props = {
  title: string;
  chip: Chip;
  /** Shown first: that it was dismissed. */
  note: ReactNode;
  /** What a person has to decide; null when nothing. */
  decide: ReactNode;
  facts: { label: string; value: ReactNode }[];
  steps: Moment[];
};

/** One delivery: what it is, what a person can do, and every step with its time. */
export function OneDelivery({ title, chip, note, decide, facts, steps }: Props) {
  return (
    <>
      <PageHeader
        title={title}
        back={{ href: '/deliveries', label: 'Entregas' }}
        actions={
          // Else it is as wide as a phone.
          <span>
            <Badge tone={chip.tone}>{chip.text}</Badge>
          </span>
        }
      />
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="grid min-w-0 content-start gap-4">
          {note}
          {decide && <Card title="O que houve">{decide}</Card>}
          <Card title="O que foi pedido">
            <DefinitionList items={facts} />
          </Card>
        </div>
        <Card title="Cada passo">
          {steps.length > 0 ? (
            <Timeline items={steps} />
          ) : (
            <p className="text-muted">Nada saiu daqui ainda. Cada tentativa aparece aqui, com a hora.</p>
          )}
        </Card>
      </div>
    </>
  );
}

/** What a delivery that was taken off the board shows in place of what it needs. */
export const DISMISSED: Chip = { text: 'Dispensada', tone: 'neutral' };

/** A link inside a list of facts; on a phone as tall as a finger, without making its row so. */
export const linkLook =
  'text-accent hover:underline max-sm:-my-2 max-sm:inline-flex max-sm:min-h-11 max-sm:min-w-11 max-sm:items-center';
