'use client';
import { useWatch } from 'react-hook-form';
import { MoneyField, SelectField, TextField } from '@/components/fields';
import { type ActionForm, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import type { Currency } from '@/lib/money';
import { serverSchema, type ServerForm as Values } from '@/lib/servers/schema';
import { saveServer } from './actions';
import { ConnectionTest } from './connection-test';

export type StoredServer = { values: Values; tokenMask: string | null };
type Props = { currency: Currency; stored?: StoredServer; onDone: () => void };

/** Adds a server, or edits a stored one; its token is only ever written. */
export function ServerForm({ currency, stored, onDone }: Props) {
  const defaults = stored?.values ?? BLANK;
  const form = useActionForm({ schema: serverSchema, action: saveServer, defaults, onDone });
  const panelType = useWatch({ control: form.methods.control, name: 'panelType' });
  const billing = useWatch({ control: form.methods.control, name: 'billing' });
  return (
    <Form form={form}>
      <TextField
        name="name"
        label="Nome do Servidor"
        placeholder="Servidor principal"
        autoComplete="off"
        required
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField name="billing" label="Tipo de Cobrança" options={BILLING} />
        <MoneyField
          name="monthly"
          label="Valor Mensal"
          currency={currency}
          hint={billing === 'per_active' ? 'Por cliente ativo.' : 'O mesmo todo mês.'}
        />
      </div>
      <fieldset className="mt-2 grid min-w-0 gap-4 border-t border-line pt-4">
        <legend className="float-left mb-1 w-full font-semibold text-ink">Integração com Painel</legend>
        <SelectField name="panelType" label="Tipo de Painel" options={PANELS} />
        {panelType === 'sigma' && <SigmaFields form={form} stored={stored} />}
      </fieldset>
      <FormError />
      <div className="flex justify-end border-t border-line pt-4">
        <SubmitButton className="max-sm:w-full">Salvar</SubmitButton>
      </div>
    </Form>
  );
}

function SigmaFields({ form, stored }: { form: ActionForm<Values>; stored?: StoredServer }) {
  const tokenMask = stored?.tokenMask ?? null;
  const url = useWatch({ control: form.methods.control, name: 'panelUrl' });
  const keeps = tokenMask !== null && sameOrigin(url, stored?.values.panelUrl);
  const hint = keeps
    ? `Guardado: ${tokenMask}. Deixe em branco para manter.`
    : tokenMask
      ? 'O endereço mudou: digite o token de novo.'
      : 'Fica criptografado e nunca mais é mostrado.';
  return (
    <>
      <TextField
        name="panelUrl"
        label="URL do Painel"
        placeholder="https://painel.exemplo.com"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <TextField name="panelUser" label="Usuário Revenda" autoComplete="off" spellCheck={false} />
      <TextField
        name="token"
        label="Token do Sigma"
        type="password"
        autoComplete="new-password"
        spellCheck={false}
        hint={hint}
      />
      <ConnectionTest form={form} />
    </>
  );
}

function sameOrigin(typed: string, stored = ''): boolean {
  const origin = (text: string) => (URL.canParse(text) ? new URL(text).origin : text.trim());
  return origin(/^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`) === origin(stored);
}

const BLANK = {
  name: '',
  billing: 'fixed' as const,
  monthly: '',
  panelType: 'none' as const,
  panelUrl: '',
  panelUser: '',
  token: '',
};
const BILLING = [
  { value: 'fixed', label: 'Fixo' },
  { value: 'per_active', label: 'Por Ativo' },
];
const PANELS = [
  { value: 'none', label: 'Nenhum' },
  { value: 'sigma', label: 'Sigma' },
];
