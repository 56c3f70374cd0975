'use client';
import { ArchiveRestore } from 'lucide-react';
import { useTransition } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { bringClientBack } from '../actions';

/** Puts an archived client back into the lists. */
export function RestoreClient({ id }: { id: string }) {
  const { tell } = useStatus();
  const [pending, start] = useTransition();
  return (
    <Button
      variant="primary"
      pending={pending}
      onClick={() => start(async () => tell(await answered(() => bringClientBack({ id }))))}
    >
      <ArchiveRestore aria-hidden />
      Restaurar
    </Button>
  );
}
