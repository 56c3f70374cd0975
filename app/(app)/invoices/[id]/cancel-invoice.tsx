'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { cancel } from '../actions';

export function CancelInvoice({ invoiceId }: { invoiceId: string }) {
  const router = useRouter();
  const { tell } = useStatus();
  const [open, setOpen] = useState(false);
  const confirm = async () => {
    tell(await answered(() => cancel({ invoiceId })));
    router.refresh();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Cancelar fatura</Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title="Cancelar esta fatura?"
        confirmLabel="Cancelar fatura"
        danger
        onConfirm={confirm}
      >
        Ela deixa de valer para cobrança. O histórico continua aqui.
      </Confirm>
    </>
  );
}
