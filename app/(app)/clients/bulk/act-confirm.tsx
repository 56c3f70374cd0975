'use client';
import { DefinitionList } from '@/components/card';
import { Confirm } from '@/components/confirm';
import type { ClientPreview } from '@/lib/bulk/clients/rules';
import type { Choice } from '@/lib/clients/list/queries';
import { people } from '@/lib/words';
import { startAct } from './actions';
import { useBatch } from './use-batch';

export type SimpleAct = 'suspend' | 'activate' | 'archive' | 'restore';

export const SIMPLE_ACTS: Record<SimpleAct, { label: string; danger: boolean; note: string }> = {
  suspend: {
    label: 'Suspender',
    danger: true,
    note: 'Onde há conta no painel, ela também é suspensa, uma de cada vez, pela fila. As datas não mudam.',
  },
  activate: {
    label: 'Reativar',
    danger: false,
    note: 'Onde há conta no painel, ela também é reativada, uma de cada vez, pela fila. As datas não mudam.',
  },
  archive: {
    label: 'Arquivar',
    danger: true,
    note: 'Eles saem das listas e o histórico fica. No painel nada muda: as contas continuam lá até vencer.',
  },
  restore: {
    label: 'Restaurar',
    danger: false,
    note: 'Eles voltam às listas como estavam. No painel nada muda.',
  },
};

type Props = {
  act: SimpleAct;
  choice: Choice;
  preview: ClientPreview;
  onClose: () => void;
};

/** Sums up what the press will do, then hands the batch to the server and shows its progress. */
export function ActConfirm({ act, choice, preview, onClose }: Props) {
  const begin = useBatch();
  const { label, danger, note } = SIMPLE_ACTS[act];
  const expected = preview.chosen;
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${label} ${people(preview.count)}?`}
      confirmLabel={`${label} agora`}
      danger={danger}
      onConfirm={() =>
        begin({ act, choice, expected }, (bulkId) => startAct({ bulkId, act, choice, expected }))
      }
    >
      <DefinitionList items={preview.lines} />
      <p className="mt-3">{note}</p>
    </Confirm>
  );
}
