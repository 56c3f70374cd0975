'use client';
import { ArchiveRestore, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { dismiss, reopen } from './actions';

/** Puts one text aside, or takes it up again. */
export function SideActions({
  id,
  reference,
  dismissed,
}: {
  id: string;
  reference: string;
  dismissed: boolean;
}) {
  const [asking, setAsking] = useState(false);
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  const bringBack = async () => {
    setPending(true);
    tell(await answered(() => reopen({ id })));
    setPending(false);
  };
  if (dismissed)
    return (
      <Button size="sm" className="mt-2" pending={pending} onClick={() => void bringBack()}>
        <ArchiveRestore aria-hidden />
        Retomar<span className="sr-only"> {reference}</span>
      </Button>
    );
  return (
    <>
      <Button size="sm" variant="ghost" className="mt-2 -ml-3" onClick={() => setAsking(true)}>
        <X aria-hidden />
        Dispensar<span className="sr-only"> {reference}</span>
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Dispensar este texto?"
        confirmLabel="Dispensar"
        danger
        onConfirm={async () => tell(await answered(() => dismiss({ id })))}
      >
        Ele deixa de contar e de esperar. Fica guardado em Todos, e você pode retomá-lo.
      </Confirm>
    </>
  );
}
