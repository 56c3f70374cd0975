'use client';
import { Upload } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { applyImport, discardImport } from '../actions';

/** Takes over what is new after a question that says what leaves at once, or throws the file away. */
export function DecideImport({ id, count, late }: { id: string; count: number; late: string }) {
  const [pending, start] = useTransition();
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  const router = useRouter();
  const discard = async () => {
    const result = await answered(() => discardImport({ id }));
    tell(result);
    if (result.ok) router.push('/packages/import' as Route);
  };
  const all = count === 1 ? '1 pacote' : `${count} pacotes`;
  return (
    <>
      <Button disabled={pending} onClick={() => start(discard)}>
        Descartar
      </Button>
      <Button variant="primary" disabled={pending || count === 0} onClick={() => setAsking(true)}>
        <Upload aria-hidden />
        Importar {all}
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Importar ${all}?`}
        confirmLabel="Importar agora"
        onConfirm={async () => tell(await answered(() => applyImport({ id })))}
      >
        {late}
      </Confirm>
    </>
  );
}
