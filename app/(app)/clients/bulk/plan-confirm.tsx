'use client';
import { useState } from 'react';
import { DefinitionList } from '@/components/card';
import { Confirm } from '@/components/confirm';
import { LabelledSelect } from '@/components/field-frame';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { ClientPreview } from '@/lib/bulk/clients/rules';
import type { Choice } from '@/lib/clients/list/queries';
import { previewAct, startAct } from './actions';
import { useBatch } from './use-batch';

type Props = { choice: Choice; plans: { id: string; name: string; server: string }[]; onClose: () => void };

/** Picks the plan, sums up whom it reaches, then hands the batch to the server and shows its progress. */
export function PlanConfirm({ choice, plans, onClose }: Props) {
  const begin = useBatch();
  const { fail } = useStatus();
  const [planId, setPlanId] = useState('');
  const [preview, setPreview] = useState<ClientPreview | null>(null);

  const pick = async (id: string) => {
    setPlanId(id);
    setPreview(null);
    if (!id) return;
    const answer = await answered(() => previewAct({ choice, act: 'plan', planId: id }));
    if (answer.ok) setPreview(answer.data);
    else fail(answer.message, answer.reference);
  };
  const start = () => {
    if (!preview) return fail('Escolha o novo plano.');
    const expected = preview.chosen;
    return begin({ choice, planId, expected }, (bulkId) =>
      startAct({ bulkId, act: 'plan', choice, planId, expected }),
    );
  };
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title="Mudar de plano"
      confirmLabel="Mudar agora"
      onConfirm={start}
    >
      <p>Nada é enviado ao painel agora: o novo pacote vale na próxima renovação.</p>
      <div className="mt-3">
        <LabelledSelect label="Novo plano" value={planId} onChange={({ target }) => void pick(target.value)}>
          <option value="">Escolha…</option>
          {plans.map((p) => (
            <option key={p.id} value={p.id}>
              {p.name} · {p.server}
            </option>
          ))}
        </LabelledSelect>
      </div>
      <div aria-live="polite" className="mt-3">
        {preview && <DefinitionList items={preview.lines} />}
      </div>
    </Confirm>
  );
}
