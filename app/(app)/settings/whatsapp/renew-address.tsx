'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { GatewayKind } from '@/lib/channels/rules';
import { renewAddress } from './actions';

/** Changes the address that somebody may have seen, after one question. */
export function RenewAddress({ kind }: { kind: GatewayKind }) {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        Trocar webhook
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Trocar o webhook?"
        confirmLabel="Trocar"
        danger
        onConfirm={async () => tell(await answered(() => renewAddress({ kind })))}
      >
        O endereço atual para de funcionar na hora. Até você configurar o novo, nenhuma mensagem chega aqui.
      </Confirm>
    </>
  );
}
