'use client';
import { useRef, useState } from 'react';
import { Button } from '@/components/button';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { stopSync } from './actions';

/** Ends a reading; what it found so far stays. */
export function StopSync({ runId }: { runId: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  const press = async () => {
    setPending(true);
    // Gone with its button: where it stood is found before.
    const section = button.current?.closest('section') ?? null;
    tell(await answered(() => stopSync({ runId })));
    setPending(false);
    focusAfter(section);
  };
  return (
    <Button ref={button} size="sm" variant="ghost" pending={pending} onClick={() => void press()}>
      Parar leitura
    </Button>
  );
}
