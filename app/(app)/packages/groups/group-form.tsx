'use client';
import { MoneyField, TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { groupSchema, type GroupForm as Values } from '@/lib/groups/schema';
import type { Currency } from '@/lib/money';
import { keepGroup } from './actions';

type Props = { currency: Currency; stored?: Values; onDone: (id: string) => void };

/** Adds a group or edits one. */
export function GroupForm({ currency, stored, onDone }: Props) {
  const form = useActionForm({
    schema: groupSchema,
    action: keepGroup,
    defaults: stored ?? { name: '', jid: '', slotMb: '', slotCents: '' },
    onDone: ({ id }) => onDone(id),
  });
  return (
    <Form form={form}>
      <TextField name="name" label="Nome do grupo" placeholder="Megas da Ana" autoComplete="off" required />
      <TextField
        name="jid"
        label="Id no WhatsApp"
        placeholder="120363000000000000@g.us"
        autoComplete="off"
        spellCheck={false}
        hint="Um grupo que já escreveu aparece no Console com o seu id. Em branco: um balcão sem grupo."
      />
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          name="slotMb"
          label="MB por renovação"
          inputMode="numeric"
          autoComplete="off"
          hint="Em branco: o das Regras."
        />
        <MoneyField
          name="slotCents"
          label="Valor por renovação"
          currency={currency}
          hint="Em branco: o das Regras."
        />
      </div>
      <FormError />
      <div className="flex justify-end border-t border-line pt-4">
        <SubmitButton className="max-sm:w-full">Salvar</SubmitButton>
      </div>
    </Form>
  );
}
