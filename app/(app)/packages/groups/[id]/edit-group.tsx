'use client';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Sheet } from '@/components/sheet';
import type { GroupForm as Values } from '@/lib/groups/schema';
import type { Currency } from '@/lib/money';
import { GroupForm } from '../group-form';

export function EditGroup({ currency, stored }: { currency: Currency; stored: Values }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Pencil aria-hidden />
        Editar
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title="Editar grupo">
        <GroupForm currency={currency} stored={stored} onDone={() => setOpen(false)} />
      </Sheet>
    </>
  );
}
