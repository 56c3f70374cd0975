'use client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Sheet } from '@/components/sheet';
import type { Currency } from '@/lib/money';
import { ServerForm } from './server-form';

/** The button and the sheet it opens. */
export function AddServer({ currency }: { currency: Currency }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        Adicionar Servidor
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title="Novo servidor">
        <ServerForm currency={currency} onDone={() => setOpen(false)} />
      </Sheet>
    </>
  );
}
