'use client';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered, NO_ANSWER } from '@/components/form';
import { useStatus } from '@/components/status';
import { leaveEverywhere } from './actions';

export function LeaveEverywhere() {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  const leave = async () => {
    const result = await answered(() => leaveEverywhere({}), NO_ANSWER);
    if (result.ok) return window.location.assign('/login');
    tell(result);
  };
  return (
    <>
      <p className="max-w-prose text-muted">
        Perdeu um aparelho ou entrou em um que não é seu? Encerre todas as sessões desta conta de uma vez.
      </p>
      <Button className="mt-4" onClick={() => setAsking(true)}>
        <LogOut aria-hidden />
        Sair de todos os aparelhos
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Sair de todos os aparelhos?"
        confirmLabel="Sair de todos"
        onConfirm={leave}
      >
        Todas as sessões desta conta terminam agora, inclusive esta. Você entra de novo com a sua senha.
      </Confirm>
    </>
  );
}
