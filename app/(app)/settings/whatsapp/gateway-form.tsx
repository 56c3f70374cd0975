'use client';
import { PlugZap } from 'lucide-react';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { TextField } from '@/components/fields';
import { answered, Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { gatewaySchema, gatewayUrl, originOf } from '@/lib/channels/evolution/schema';
import type { ActionResult } from '@/lib/result';
import { save, test } from './actions';

type Stored = { baseUrl: string; instance: string; keyMask: string };

/** Connects the Evolution API, or changes the connection; the key is only ever written. */
export function GatewayForm({ stored }: { stored: Stored | null }) {
  const form = useActionForm({
    schema: gatewaySchema,
    action: save,
    defaults: { baseUrl: stored?.baseUrl ?? '', apiKey: '', instance: stored?.instance ?? '' },
    onDone: () => form.methods.resetField('apiKey', { defaultValue: '' }),
  });
  const { methods } = form;
  const [tested, setTested] = useState<ActionResult | null>(null);
  const [testing, setTesting] = useState(false);
  const baseUrl = useWatch({ control: methods.control, name: 'baseUrl' }) ?? '';

  const look = async () => {
    setTested(null);
    if (!(await methods.trigger(undefined, { shouldFocus: true }))) return;
    setTesting(true);
    const answer = await answered(() => test(methods.getValues()));
    setTesting(false);
    const wrong = answer.ok ? undefined : answer.fields?.apiKey;
    if (wrong) methods.setError('apiKey', { type: 'server', message: wrong }, { shouldFocus: true });
    else setTested(answer);
  };

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
      <div className="contents" aria-live="polite">
        {tested && <p className={tested.ok ? 'text-success' : 'text-danger'}>{tested.message}</p>}
      </div>
      <FormError />
      <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-4 max-sm:*:flex-1">
        <Button pending={testing} onClick={() => void look()}>
          <PlugZap aria-hidden />
          Testar
        </Button>
        <SubmitButton>Salvar</SubmitButton>
      </div>
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
