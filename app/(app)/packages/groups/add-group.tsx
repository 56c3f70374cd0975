'use client';
import { Plus } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Sheet } from '@/components/sheet';
import type { Currency } from '@/lib/money';
import { GroupForm } from './group-form';

/** A new group leads to its own page: prices and admins are next. */
export function AddGroup({ currency }: { currency: Currency }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        Adicionar grupo
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title="Novo grupo">
        <GroupForm
          currency={currency}
          onDone={(id) => {
            setOpen(false);
            router.push(`/packages/groups/${id}` as Route);
          }}
        />
      </Sheet>
    </>
  );
}
