'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { ActionResult } from '@/lib/result';
import { movePlanOfMany, suspendMany } from './actions';
import type { ListRow } from './shown';

type Props = {
  rows: ListRow[];
  plans: { id: string; name: string; serverId: string }[];
  onAll: () => void;
  onDone: () => void;
};

/** What can be done to the chosen clients at once. */
export function BulkBar({ rows, plans, onAll, onDone }: Props) {
  const [asking, setAsking] = useState<'suspend' | 'plan' | null>(null);
  const [planId, setPlanId] = useState('');
  const { tell } = useStatus();
  const ids = rows.map((r) => r.id);
  const servers = new Set(rows.map((r) => r.serverId));
  const fitting = plans.filter((p) => servers.has(p.serverId));
  const count = rows.length === 1 ? '1 cliente' : `${rows.length} clientes`;
  const act = async (call: () => Promise<ActionResult>) => {
    const result = await answered(call);
    tell(result);
    if (result.ok) onDone();
  };
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2 rounded-card border border-line bg-surface px-4 py-2 shadow-rest">
      <p className="tabular mr-auto font-medium" aria-live="polite">
        {rows.length ? `${count} na seleção` : 'Escolha na lista'}
      </p>
      <Button size="sm" variant="ghost" onClick={onAll}>
        Todos desta página
      </Button>
      <Button size="sm" disabled={!fitting.length} onClick={() => setAsking('plan')}>
        Mudar plano
      </Button>
      <Button size="sm" disabled={!rows.length} onClick={() => setAsking('suspend')}>
        Suspender
      </Button>
      <Confirm
        open={asking === 'suspend'}
        onOpenChange={(open) => setAsking(open ? 'suspend' : null)}
        title={`Suspender ${count}?`}
        confirmLabel="Suspender"
        danger
        onConfirm={() => act(() => suspendMany({ ids }))}
      >
        Onde há conta no painel, ela também é suspensa, uma de cada vez, pela fila.
      </Confirm>
      <Confirm
        open={asking === 'plan'}
        onOpenChange={(open) => setAsking(open ? 'plan' : null)}
        title={`Mudar o plano de ${count}`}
        confirmLabel="Mudar plano"
        onConfirm={() => act(() => movePlanOfMany({ ids, planId }))}
      >
        <p>Nada é enviado ao painel agora: o novo pacote vale na próxima renovação.</p>
        <label className="mt-3 grid gap-1.5 text-sm font-medium text-ink">
          Novo plano
          <select
            value={planId}
            onChange={({ target }) => setPlanId(target.value)}
            className="h-11 w-full rounded-control border border-edge bg-surface px-3 text-base sm:h-9 sm:text-sm"
          >
            <option value="">Escolha…</option>
            {fitting.map((p) => (
              <option key={p.id} value={p.id}>
                {p.name}
              </option>
            ))}
          </select>
        </label>
      </Confirm>
    </div>
  );
}
