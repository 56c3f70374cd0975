'use client';
import { useWatch } from 'react-hook-form';
import { MoneyField, SelectField, TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import type { Currency } from '@/lib/money';
import { planSchema, type PlanForm as Values } from '@/lib/plans/schema';
import { savePlan } from './actions';
import type { Offer } from './offers';
import { PackageField } from './package-field';

type Props = { currency: Currency; offers: Offer[]; stored?: Values; onDone: () => void };

/** Adds a plan or edits one. Its package comes from the chosen server's own list, never from typing. */
export function PlanForm({ currency, offers, stored, onDone }: Props) {
  const form = useActionForm({
    schema: planSchema,
    action: savePlan,
    defaults: stored ?? blank(offers[0]),
    onDone,
  });
  const serverId = useWatch({ control: form.methods.control, name: 'serverId' });
  const offer = offers.find((o) => o.serverId === serverId);
  return (
    <Form form={form}>
      <TextField name="name" label="Nome" placeholder="Mensal" autoComplete="off" required />
      <div className="grid grid-cols-2 gap-4">
        <MoneyField name="price" label="Preço" currency={currency} required />
        <TextField name="days" label="Dias" inputMode="numeric" autoComplete="off" required />
      </div>
      <SelectField
        name="serverId"
        label="Servidor"
        options={offers.map((o) => ({ value: o.serverId, label: o.serverName }))}
      />
      {offer?.hasPanel && <PackageField key={offer.serverId} form={form} offer={offer} stored={stored} />}
      <TextField
        name="screens"
        label="Telas"
        inputMode="numeric"
        autoComplete="off"
        hint="Aparelhos ao mesmo tempo."
      />
      <FormError />
      <div className="flex justify-end border-t border-line pt-4">
        <SubmitButton className="max-sm:w-full">Salvar</SubmitButton>
      </div>
    </Form>
  );
}

const blank = (first: Offer | undefined): Values => ({
  name: '',
  price: '',
  days: '30',
  serverId: first?.serverId ?? '',
  packageId: first?.defaultPackageId ?? '',
  screens: '1',
});
