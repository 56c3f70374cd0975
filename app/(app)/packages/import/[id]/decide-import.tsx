'use client';
import { Upload } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { applyImport, discardImport } from '../actions';

/** Takes over what is new, or throws the file away. */
export function DecideImport({ id, count }: { id: string; count: number }) {
  const [pending, start] = useTransition();
  const { tell } = useStatus();
  const router = useRouter();
  const discard = async () => {
    const result = await answered(() => discardImport({ id }));
    tell(result);
    if (result.ok) router.push('/packages/import' as Route);
  };
  return (
    <>
      <Button disabled={pending} onClick={() => start(discard)}>
        Descartar
      </Button>
      <Button
        variant="primary"
        pending={pending}
        disabled={count === 0}
        onClick={() => start(async () => tell(await answered(() => applyImport({ id }))))}
      >
        <Upload aria-hidden />
        {count === 1 ? 'Importar 1 pacote' : `Importar ${count} pacotes`}
      </Button>
    </>
  );
}
