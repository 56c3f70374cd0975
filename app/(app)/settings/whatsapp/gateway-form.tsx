'use client';
import { useWatch } from 'react-hook-form';
import { TextField } from '@/components/fields';
import { Form, useActionForm } from '@/components/form';
import { gatewaySchema, gatewayUrl, originOf } from '@/lib/channels/evolution/schema';
import { TrialAndSave, useTrial } from '../trial';
import { save, test } from './actions';

type Stored = { baseUrl: string; instance: string; keyMask: string };

/** Connects the Evolution API, or changes the connection; the key is only ever written. */
export function GatewayForm({ stored }: { stored: Stored | null }) {
  const form = useActionForm({
    schema: gatewaySchema,
    action: save,
    defaults: { baseUrl: stored?.baseUrl ?? '', apiKey: '', instance: stored?.instance ?? '' },
    onDone: () => {
      trial.forget();
      form.methods.resetField('apiKey', { defaultValue: '' });
    },
  });
  const { methods } = form;
  const trial = useTrial(methods, test);
  const baseUrl = useWatch({ control: methods.control, name: 'baseUrl' }) ?? '';

  return (
    <Form form={form}>
      <TextField
        name="baseUrl"
        label="Endereço"
        placeholder="https://evo.exemplo.com"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        required
      />
      <TextField
        name="apiKey"
        label="Chave"
        type="password"
        autoComplete="new-password"
        spellCheck={false}
        hint={keyHint(stored, baseUrl)}
      />
      <TextField
        name="instance"
        label="Instância"
        placeholder="loja1"
        autoComplete="off"
        spellCheck={false}
        required
      />
      <TrialAndSave trial={trial} />
    </Form>
  );
}

function keyHint(stored: Stored | null, typed: string): string {
  if (!stored) return 'A chave global ou o token da instância. Fica criptografada e nunca mais é mostrada.';
  const url = gatewayUrl(typed);
  return url && originOf(url) === originOf(stored.baseUrl)
    ? `Guardada: ${stored.keyMask}. Deixe em branco para manter.`
    : 'O endereço mudou: digite a chave de novo.';
}
