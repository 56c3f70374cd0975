'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { stopSync } from './actions';

/** Ends a reading; what it found so far stays. */
export function StopSync({ runId }: { runId: string }) {
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  const press = async () => {
    setPending(true);
    tell(await answered(() => stopSync({ runId })));
    setPending(false);
  };
  return (
    <Button size="sm" variant="ghost" pending={pending} onClick={() => void press()}>
      Parar leitura
    </Button>
  );
}
