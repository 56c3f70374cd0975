'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { disconnect } from './actions';

/** Forgets the account, after one question. */
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
        title="Desconectar o Mercado Pago?"
        confirmLabel="Desconectar"
        danger
        onConfirm={async () => tell(await answered(() => disconnect({})))}
      >
        O token, o segredo e o endereço do webhook são apagados. Um PIX já gerado que for pago depois disso
        não será mais conferido aqui.
      </Confirm>
    </>
  );
}
