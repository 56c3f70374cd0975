'use client';
import { CircleStop } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { stopMany } from './actions';

/** Ends a batch early. */
export function StopBulk({ bulkId }: { bulkId: string }) {
  const { tell } = useStatus();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <CircleStop aria-hidden />
        Parar
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Parar este lote?"
        confirmLabel="Parar agora"
        danger
        onConfirm={async () => tell(await answered(() => stopMany({ bulkId })))}
      >
        O que já foi feito fica feito. O que ainda está na fila deste lote fica de fora.
      </Confirm>
    </>
  );
}
