'use client';
import { Archive, Pencil } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered, NO_ANSWER } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import type { Currency } from '@/lib/money';
import type { PlanForm as Values } from '@/lib/plans/schema';
import { putPlanAway } from './actions';
import type { Offer } from './offers';
import { PlanForm } from './plan-form';

type Props = { name: string; stored: Values & { id: string }; currency: Currency; offers: Offer[] };

/** What can be done with one plan of the table. */
export function PlanTools({ name, stored, currency, offers }: Props) {
  const [editing, setEditing] = useState(false);
  const [archiving, setArchiving] = useState(false);
  const { tell } = useStatus();
  return (
    <span className="flex justify-end gap-1">
      <Button variant="ghost" size="sm" onClick={() => setEditing(true)}>
        <Pencil aria-hidden />
        {/* Text, not a label: a plan's name may hold the name of a field. */}
        <span className="sr-only">Editar {name}</span>
      </Button>
      <Button variant="ghost" size="sm" onClick={() => setArchiving(true)}>
        <Archive aria-hidden />
        <span className="sr-only">Arquivar {name}</span>
      </Button>
      <Sheet open={editing} onOpenChange={setEditing} title="Editar plano">
        <PlanForm currency={currency} offers={offers} stored={stored} onDone={() => setEditing(false)} />
      </Sheet>
      <Confirm
        open={archiving}
        onOpenChange={setArchiving}
        title={`Arquivar ${name}?`}
        confirmLabel="Arquivar"
        danger
        onConfirm={async () => tell(await answered(() => putPlanAway({ id: stored.id }), NO_ANSWER))}
      >
        Ele deixa de ser vendido e o histórico fica. Só é possível quando nenhum cliente o usa.
      </Confirm>
    </span>
  );
}
