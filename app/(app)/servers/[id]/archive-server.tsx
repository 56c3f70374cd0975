'use client';
import { Archive } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered, NO_ANSWER } from '@/components/form';
import { useStatus } from '@/components/status';
import { putServerAway } from '../actions';

export function ArchiveServer({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  const { tell } = useStatus();
  const router = useRouter();
  const archive = async () => {
    const result = await answered(() => putServerAway({ id }), NO_ANSWER);
    tell(result);
    if (result.ok) router.replace('/servers');
  };
  return (
    <div>
      <Button variant="ghost" className="-ml-4 sm:-ml-3.5" onClick={() => setOpen(true)}>
        <Archive aria-hidden />
        Arquivar este servidor
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={`Arquivar ${name}?`}
        confirmLabel="Arquivar"
        danger
        onConfirm={archive}
      >
        Ele sai das listas e o histórico fica. Só é possível quando nenhum cliente ou plano está nele.
      </Confirm>
    </div>
  );
}
