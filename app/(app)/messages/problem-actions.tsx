'use client';
import { RotateCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { resend } from './actions';
import type { ShownMessage } from './message-card';
import { SettleActions } from './settle-actions';
import { useAct } from './use-act';

type Props = {
  item: ShownMessage;
  doubtful: boolean;
  resendFrom: string | null;
  /** Stands in for *Descartar*. */
  away?: ReactNode;
};

/** What went wrong, in a person's hands. A doubtful one may already be in the conversation. */
export function ProblemActions({ item, doubtful, resendFrom, away }: Props) {
  const { run, pending } = useAct(item.id);
  const [asking, setAsking] = useState(false);
  return (
    <div className="grid gap-2">
      {resendFrom && (
        <p className="tabular text-muted">Ainda pode chegar: dá para reenviar a partir de {resendFrom}.</p>
      )}
      <SettleActions id={item.id} away={away}>
        {!resendFrom && (
          <Button
            size="sm"
            className="max-sm:w-full"
            pending={pending(resend)}
            onClick={() => (doubtful ? setAsking(true) : void run(resend))}
          >
            <RotateCw aria-hidden />
            Reenviar
          </Button>
        )}
      </SettleActions>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="A mensagem não está na conversa?"
        confirmLabel="Não está, reenviar"
        onConfirm={() => run(resend)}
      >
        O WhatsApp não confirmou o primeiro envio. Olhe a conversa com o cliente: se a mensagem estiver lá,
        marque como enviada em vez de reenviar.
      </Confirm>
    </div>
  );
}
