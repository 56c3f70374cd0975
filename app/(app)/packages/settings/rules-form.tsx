'use client';
import type { z } from 'zod';
import { CheckboxField, MoneyField, SelectField, TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import type { Currency } from '@/lib/money';
import { rulesForm } from '@/lib/packages/settings/schema';
import { saveRulesForm } from './actions';

const LATE = [
  { value: 'deliver', label: 'Entregar mesmo assim, com 20 h entre uma e outra' },
  { value: 'skip', label: 'Pular e seguir com a próxima' },
  { value: 'ask', label: 'Perguntar: fica esperando por você' },
];

/** How packages work: what is late, what each renewal brings, loyalty, notice. */
export function RulesForm({
  defaults,
  currency,
}: {
  defaults: z.input<typeof rulesForm>;
  currency: Currency;
}) {
  const form = useActionForm({ schema: rulesForm, action: saveRulesForm, defaults });
  return (
    <Form form={form} className="grid gap-5">
      <SelectField
        name="latePolicy"
        label="Renovação atrasada um dia ou mais"
        hint="Com menos de 24 horas de atraso ela sempre é entregue."
        options={LATE}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField name="slotMb" label="MB por renovação" type="number" inputMode="numeric" />
        <MoneyField name="slotCents" label="Valor por renovação" currency={currency} />
        <TextField
          name="bonusEvery"
          label="Bônus a cada quantos pacotes"
          hint="Do mesmo número. Em branco, sem bônus."
          type="number"
          inputMode="numeric"
        />
        <TextField
          name="bonusMb"
          label="MB do bônus"
          hint="Somados aos MB iniciais do pacote premiado."
          type="number"
          inputMode="numeric"
        />
      </div>
      <CheckboxField
        name="notice"
        label="Avisar o cliente 24 h antes do fim"
        hint="Pelo WhatsApp conectado; sem um, o aviso fica em Mensagens para enviar à mão."
      />
      <FormError />
      <div>
        <SubmitButton>Salvar regras</SubmitButton>
      </div>
    </Form>
  );
}
