'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { renewNudgeAddress } from './actions';

/** Changes the address that somebody may have seen, after one question. */
export function RenewNudge() {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        Gerar outro endereço de aviso
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Gerar outro endereço de aviso?"
        confirmLabel="Gerar outro"
        danger
        onConfirm={async () => tell(await answered(() => renewNudgeAddress({})))}
      >
        O endereço atual para de funcionar na hora, em todos os servidores. A comparação automática continua.
      </Confirm>
    </>
  );
}
