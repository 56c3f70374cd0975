'use client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Sheet } from '@/components/sheet';
import type { Currency } from '@/lib/money';
import type { Offer } from './offers';
import { PlanForm } from './plan-form';

export function AddPlan({ currency, offers }: { currency: Currency; offers: Offer[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        Adicionar Plano
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title="Novo plano">
        <PlanForm currency={currency} offers={offers} onDone={() => setOpen(false)} />
      </Sheet>
    </>
  );
}
