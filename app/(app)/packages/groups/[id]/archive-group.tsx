'use client';
import { Archive } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { putGroupAway } from '../actions';

export function ArchiveGroup({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  const { tell } = useStatus();
  const router = useRouter();
  const archive = async () => {
    const result = await answered(() => putGroupAway({ id }));
    tell(result);
    if (result.ok) router.replace('/packages/groups');
  };
  return (
    <div>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        <Archive aria-hidden />
        Arquivar este grupo
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={`Arquivar ${name}?`}
        confirmLabel="Arquivar"
        danger
        onConfirm={archive}
      >
        Ele deixa de vender e de responder a comandos; o histórico fica. Só é possível sem pacotes em
        andamento.
      </Confirm>
    </div>
  );
}
