'use client';
import { Check } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { discard, markSent } from './actions';
import { useAct } from './use-act';

type Props = {
  id: string;
  children?: ReactNode;
  /** Stands in for *Descartar* where the page has another way to put it aside. */
  away?: ReactNode;
};

/** The row of buttons under a message: its own first act, then the two that settle it by hand. */
export function SettleActions({ id, children, away }: Props) {
  const { run, pending } = useAct(id);
  const [asking, setAsking] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {children}
      <Button
        size="sm"
        className="max-sm:flex-1"
        pending={pending(markSent)}
        onClick={() => void run(markSent)}
      >
        <Check aria-hidden />
        Marcar como enviada
      </Button>
      {away ?? (
        <Button size="sm" variant="ghost" className="sm:ml-auto" onClick={() => setAsking(true)}>
          Descartar
        </Button>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Descartar esta mensagem?"
        confirmLabel="Descartar"
        danger
        onConfirm={() => run(discard)}
      >
        Ela não será enviada e sai desta lista. O descarte fica no histórico do cliente.
      </Confirm>
    </div>
  );
}
