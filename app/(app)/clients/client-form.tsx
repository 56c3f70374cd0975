'use client';
import { useEffect, useRef } from 'react';
import { useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { DateField, SelectField, TextareaField, TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { clientSchema } from '@/lib/clients/schema';
import type { Country } from '@/lib/phone';
import type { ActionResult } from '@/lib/result';
import type { FormChoices } from './shown';

export type ClientFormValues = z.input<typeof clientSchema>;
type Props = {
  action: (input: ClientFormValues) => Promise<ActionResult<{ id: string }>>;
  defaults: ClientFormValues;
  choices: FormChoices;
  country: Country;
  /** The account exists on the panel: its username does not change here. */
  linked?: boolean;
  onDone: () => void;
};

const EXAMPLE = { BR: '(11) 99999-9999', MZ: '84 512 3456' };

export function ClientForm({ action, defaults, choices, country, linked, onDone }: Props) {
  const editing = defaults.name !== '';
  const form = useActionForm({ schema: clientSchema, action, defaults, onDone });
  const plans = usePlansOfServer(form, choices, editing);
  return (
    <Form form={form}>
      <TextField name="name" label="Nome" autoComplete="off" required />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="phone"
          label="WhatsApp"
          type="tel"
          inputMode="tel"
          autoComplete="off"
          placeholder={EXAMPLE[country]}
        />
        <TextField name="email" label="E-mail" type="email" inputMode="email" autoComplete="off" />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          name="serverId"
          label="Servidor"
          options={choices.servers.map((s) => ({ value: s.id, label: s.name }))}
          hint={linked ? 'Em outro servidor, a conta é criada no painel dele.' : undefined}
          required
        />
        <SelectField
          name="planId"
          label="Plano"
          options={plans.map((p) => ({ value: p.id, label: p.name }))}
          placeholder={plansPrompt(form.methods.getValues('serverId'), plans.length)}
          required
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="username"
          label="Usuário"
          autoComplete="off"
          spellCheck={false}
          placeholder="Gerado ao salvar"
          hint={linked ? 'Já existe no painel: não muda por aqui.' : undefined}
        />
        <TextField
          name="password"
          label="Senha"
          autoComplete="off"
          spellCheck={false}
          placeholder={editing ? 'Continua a mesma' : 'Gerada ao salvar'}
          hint={linked ? 'Muda só aqui, não no painel.' : undefined}
        />
      </div>
      <DateField
        name="expiresOn"
        label="Vencimento"
        hint={editing ? 'Muda só aqui: não renova e não move a data no painel.' : undefined}
      />
      <TextareaField name="notes" label="Observações" />
      <FormError />
      <SubmitButton>Salvar</SubmitButton>
    </Form>
  );
}

const plansPrompt = (serverId: string, count: number) =>
  count ? 'Escolha…' : serverId ? 'Sem planos neste servidor' : 'Escolha o servidor';

/**
 * The plans of the chosen server. A lone plan is chosen at once; a plan of another server is let go; the
 * expiry follows the plan until somebody typed one.
 */
function usePlansOfServer(
  form: ReturnType<typeof useActionForm<ClientFormValues, { id: string }>>,
  choices: FormChoices,
  editing: boolean,
) {
  const { control, getValues, setValue, getFieldState } = form.methods;
  const [serverId, planId] = useWatch({ control, name: ['serverId', 'planId'] });
  const plans = choices.plans.filter((p) => p.serverId === serverId);
  const only = plans.length === 1 ? (plans[0]?.id ?? '') : '';
  const foreign = planId !== '' && !plans.some((p) => p.id === planId);
  const followed = useRef('');

  useEffect(() => {
    if (foreign || (only && !getValues('planId'))) setValue('planId', only, { shouldDirty: true });
  }, [foreign, only, getValues, setValue]);

  const expiresOn = plans.find((p) => p.id === planId)?.expiresOn;
  useEffect(() => {
    const typed = getFieldState('expiresOn').isDirty && getValues('expiresOn') !== followed.current;
    if (editing || !expiresOn || typed) return;
    followed.current = expiresOn;
    setValue('expiresOn', expiresOn);
  }, [editing, expiresOn, getFieldState, getValues, setValue]);

  return plans;
}
