'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { disconnect } from './actions';

/** Forgets the gateway and its key, after one question. */
export function Disconnect() {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        Desconectar
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Desconectar o WhatsApp?"
        confirmLabel="Desconectar"
        danger
        onConfirm={async () => tell(await answered(() => disconnect({})))}
      >
        O endereço e a chave são apagados. As mensagens que estão na fila ficam para você enviar à mão.
      </Confirm>
    </>
  );
}
