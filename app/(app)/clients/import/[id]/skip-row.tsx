'use client';
import { useTransition } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { setSkip } from '../actions';

/** Leaves a line out, or takes it in again. */
export function SkipRow({ id, n, skip }: { id: string; n: number; skip: boolean }) {
  const [pending, start] = useTransition();
  const { tell } = useStatus();
  const press = () => start(async () => tell(await answered(() => setSkip({ id, n, skip: !skip }))));
  return (
    <Button size="sm" variant="ghost" pending={pending} onClick={press}>
      {skip ? 'Incluir' : 'Pular'}
      <span className="sr-only"> a linha {n}</span>
    </Button>
  );
}
