'use client';
import { RotateCw } from 'lucide-react';
import { useTransition } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { retryAccountNow } from '../actions';

/** Looks at the panel again now; nothing is sent before that look. */
export function RetryAccount({ clientId }: { clientId: string }) {
  const [pending, start] = useTransition();
  const { tell } = useStatus();
  const retry = () => start(async () => tell(await answered(() => retryAccountNow({ id: clientId }))));
  return (
    <Button size="sm" pending={pending} onClick={retry}>
      <RotateCw aria-hidden />
      Tentar de novo
    </Button>
  );
}
