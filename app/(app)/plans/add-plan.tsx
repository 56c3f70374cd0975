'use client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button, ButtonLink } from '@/components/button';
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
        {offers.length > 0 ? (
          <PlanForm currency={currency} offers={offers} onDone={() => setOpen(false)} />
        ) : (
          <div className="grid justify-items-start gap-4">
            <p className="text-muted">Um plano vende um servidor, e ainda não há nenhum.</p>
            <ButtonLink href="/servers" variant="primary">
              Cadastrar um servidor
            </ButtonLink>
          </div>
        )}
      </Sheet>
    </>
  );
}
