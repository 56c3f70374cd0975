'use client';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
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
        onConfirm={async () => tell(await answered(() => beginUndo({ id })))}
      >
        {[
          created > 0 && `${created.toLocaleString('pt-BR')} criados serão removidos`,
          updated > 0 && `${updated.toLocaleString('pt-BR')} atualizados voltarão ao que eram`,
        ]
          .filter(Boolean)
          .join(' e ')}
        . Quem já tem fatura ou mensagem, ou foi alterado depois, fica como está. O painel não é tocado.
      </Confirm>
    </>
  );
}
