'use client';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { beginUndo } from '../actions';

/** Takes a whole import back. */
export function UndoImport({ id, created, updated }: { id: string; created: number; updated: number }) {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <Undo2 aria-hidden />
        Desfazer importação
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Desfazer esta importação?"
        confirmLabel="Desfazer"
        danger
        onConfirm={async () => {
          tell(await answered(() => beginUndo({ id })));
          focusAfter(null);
        }}
      >
        {created > 0 && (
          <p>{many(created, 'cliente criado será removido', 'clientes criados serão removidos')}.</p>
        )}
        {updated > 0 && (
          <p>
            {many(updated, 'cliente atualizado volta ao que era', 'clientes atualizados voltam ao que eram')}.
          </p>
        )}
        <p className="mt-2">
          Quem já tem pagamento ou mensagem, ou foi alterado depois, fica como está. A fatura que a rotina
          criou sozinha sai junto. O painel não é tocado.
        </p>
      </Confirm>
    </>
  );
}

const many = (count: number, one: string, more: string) =>
  `${count.toLocaleString('pt-BR')} ${count === 1 ? one : more}`;
