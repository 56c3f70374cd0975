'use client';
import { RotateCw } from 'lucide-react';
import { useRef, useTransition } from 'react';
import { Button } from '@/components/button';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { retryAccountNow } from '../actions';

/** Looks at the panel again now, for this task alone; nothing is sent before that look. */
export function RetryAccount({ clientId, taskId }: { clientId: string; taskId: string }) {
  const [pending, start] = useTransition();
  const { tell } = useStatus();
  const button = useRef<HTMLButtonElement>(null);
  const retry = () =>
    start(async () => {
      tell(await answered(() => retryAccountNow({ id: clientId, taskId })));
      focusAfter(button.current);
    });
  return (
    <Button ref={button} size="sm" pending={pending} onClick={retry}>
      <RotateCw aria-hidden />
      Tentar de novo
    </Button>
  );
}
