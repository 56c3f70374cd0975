'use client';
import { TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { creditsSchema } from '@/lib/servers/credits/schema';
import { saveCredits } from './actions';

type Props = { id: string; left: number | null; warnBelow: number | null };

/** The panel does not tell its balance: a person types it, and proved costs count down from there. */
export function CreditsForm({ id, left, warnBelow }: Props) {
  const shown = left === null ? '' : `${Math.max(0, left)}`;
  const form = useActionForm({
    schema: creditsSchema,
    action: saveCredits,
    defaults: { id, left: shown, shown, warnBelow: warnBelow === null ? '' : `${warnBelow}` },
    onDone: () => form.methods.setValue('shown', form.methods.getValues('left')),
  });
  return (
    <Form form={form} className="grid gap-4 not-first:border-t not-first:border-line not-first:pt-5">
      <p className="max-w-prose text-muted">
        O painel não informa o saldo. Digite o que ele mostra e o que for provado aqui vai sendo descontado.
        Só avisa, uma vez: nada é parado por isso.
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="left" label="Créditos que restam" inputMode="numeric" autoComplete="off" />
        <TextField name="warnBelow" label="Avisar abaixo de" inputMode="numeric" autoComplete="off" />
      </div>
      <FormError />
      <div className="flex justify-end">
        <SubmitButton variant="secondary" className="max-sm:w-full">
          Guardar contagem
        </SubmitButton>
      </div>
    </Form>
  );
}
