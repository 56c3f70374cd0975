'use client';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Sheet } from '@/components/sheet';
import type { Currency } from '@/lib/money';
import { ServerForm, type StoredServer } from '../server-form';

export function EditServer({ currency, stored }: { currency: Currency; stored: StoredServer }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Pencil aria-hidden />
        Editar
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title="Editar servidor">
        <ServerForm currency={currency} stored={stored} onDone={() => setOpen(false)} />
      </Sheet>
    </>
  );
}
